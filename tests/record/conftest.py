"""The curated record, read once for all rules."""

from __future__ import annotations

import pytest

from communique.loaders.dataset import Dataset
from fixtures.reconciled import read_and_check
from fixtures.repository import ROOT

ENTRIES = ROOT / "entries"


@pytest.fixture(scope="session")
def checked_record():
    """The record and every finding on it."""
    return read_and_check(ENTRIES)


@pytest.fixture(scope="session")
def record(checked_record) -> Dataset:
    """The record as its files say it."""
    return checked_record[0]


@pytest.fixture(scope="session")
def writers(record):
    """The entry that writes each event's title and summary, with its file."""
    return {
        entry.id: (article, entry)
        for article in record.articles.values()
        for entry in article.model.events
        if entry.title
    }


@pytest.fixture(scope="session")
def rows(record):
    """The rows that the database holds for the record, by table and key."""
    from fixtures.reconciled import reconcile_dataset

    made, _ = reconcile_dataset(record)
    return made


@pytest.fixture(scope="session")
def database(blank_database, tmp_path_factory):
    """The record as a database, for questions in SQL."""
    from communique.database import connect
    from communique.loaders.load import sync_database

    path = tmp_path_factory.mktemp("record") / "record.db"
    path.write_bytes(blank_database.read_bytes())
    engine = connect(f"sqlite:///{path}")
    with engine.begin() as connection:
        sync_database(ENTRIES, connection)
    yield engine
    engine.dispose()

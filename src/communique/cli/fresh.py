"""A database made from nothing for one question, so that no answer depends on what a long-lived one went through."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.errors import Finding


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def empty(folder: Path) -> Iterator[Engine]:
    """A new database of the newest schema in a folder."""
    from communique.database import connect
    from communique.migrations.commands import upgrade

    engine = connect(f"sqlite:///{folder / 'fresh.db'}")
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def fill(engine: Engine, entries: Path, releases: Path) -> tuple[Finding, ...]:
    """Load a record into a database; tells what looks wrong.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a release is damaged.
    """
    from communique.database import writer
    from communique.loaders.load import load

    with writer(engine) as connection:
        return tuple(load(entries, connection, releases).findings)

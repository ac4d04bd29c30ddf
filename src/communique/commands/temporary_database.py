"""Create a temporary database for one question, so that no answer depends on a long-lived one."""

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
def temporary_directory() -> Iterator[Path]:
    """Yield a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def temporary_database(folder: Path) -> Iterator[Engine]:
    """Yield an engine for a new database of the newest schema in a folder."""
    from communique.database import connect
    from communique.migrations.commands import upgrade

    engine = connect(f"sqlite:///{folder / 'fresh.db'}")
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def load_into(engine: Engine, entries: Path, releases: Path) -> tuple[Finding, ...]:
    """Load a dataset into a database and return its findings.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a release is damaged.
    """
    from communique.database import write_transaction
    from communique.loaders.load import sync_database

    with write_transaction(engine) as connection:
        return tuple(sync_database(entries, connection, releases).findings)

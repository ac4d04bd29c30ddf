"""The whole record as one SQLite file with views and full-text search, the same bytes for the same record.

It is made from rows and not copied, so that it comes from PostgreSQL as well, and holds no pages that were once
deleted. Another release of SQLite may lay the same rows out in other bytes.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Table

from communique.database import head
from communique.schema.ddl import statements

PATH = "data/communique.sqlite"


class DatabaseFile:
    """A SQLite file in the making: open it, add every table, and take its bytes."""

    def __enter__(self) -> DatabaseFile:
        """Make an empty database of the newest schema in a folder that goes with it."""
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "record.sqlite"
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        run = self._connection.execute
        run("PRAGMA journal_mode = OFF")  # if this fails, the file is gone anyway
        run("PRAGMA synchronous = OFF")
        run("PRAGMA recursive_triggers = ON")
        run("BEGIN")
        for statement in statements("sqlite"):
            run(statement)
        run("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY NOT NULL)")
        run("INSERT INTO alembic_version VALUES (?)", (head(),))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        self._connection.close()
        self._folder.cleanup()

    def add(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write a table's rows; triggers fill the search index."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own schema
        self._connection.executemany(insert, ([stored(value) for value in row] for row in rows))

    def data(self) -> bytes:
        """The finished file: compact, with statistics for the query planner, and without a journal beside it."""
        run = self._connection.execute
        run("INSERT INTO event_search_fts (event_search_fts) VALUES ('optimize')")
        run("COMMIT")
        run("ANALYZE")
        run("VACUUM")
        self._connection.close()
        return self._file.read_bytes()


def stored(value: Any) -> Any:
    """A value as SQLAlchemy stores it in SQLite."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

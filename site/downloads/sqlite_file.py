"""Write the dataset as one SQLite file with views and full-text search, byte for byte reproducible.

It is made from rows and not copied, so that it comes from PostgreSQL as well, and holds no pages that were once
deleted. Where releases and builds of SQLite differ in what they write of their own accord, it is settled here, but
for one thing: SQLite stores whole numbers in columns of fractions in eight bytes from release 3.54 on.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Table

from communique.database import head_revision
from communique.schema.ddl import ddl_statements
from communique.schema.summary_queries import SUMMARIES
from communique.site.downloads.tables import Rows

PATH = "data/communique.sqlite"

_PAGE_SIZE = 4096
_HEADER_FIELDS = {
    24: 1,  # how often the file was changed
    40: 1,  # how often its schema was
    92: 1,  # at which change the next was written
    96: 3_040_000,  # the release of SQLite that wrote last
}
"""What is put in the header in place of the making's own story (https://www.sqlite.org/fileformat.html, 1.3)."""


_DEFERRED = re.compile(r"\s*CREATE\s+((UNIQUE\s+)?INDEX|TRIGGER)\b", re.IGNORECASE)
"""What is made when the rows are there: an index at once is quicker than row by row, and triggers would fill the
search index a second time."""

_NODE_HEADER_SIZES = {2: 12, 5: 12, 10: 8, 13: 8}
"""The size of the header of each sort of b-tree page (1.6 of the same document)."""


class SqliteFile:
    """A SQLite file that is written table by table, all but the summaries, and then compacted.

    Args:
        folder: where it is made.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "record.sqlite"

    def __enter__(self) -> SqliteFile:
        """Create an empty database; indexes and triggers follow when the rows are there."""
        self._open_connection()
        run = self._connection.execute
        self._statements = ddl_statements("sqlite")
        for statement in self._statements:
            if not _DEFERRED.match(statement):
                run(statement)
        run("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY NOT NULL)")
        run("INSERT INTO alembic_version VALUES (?)", (head_revision(),))
        return self

    def _open_connection(self) -> None:
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        run = self._connection.execute
        run(f"PRAGMA page_size = {_PAGE_SIZE}")
        run("PRAGMA auto_vacuum = NONE")
        run("PRAGMA encoding = 'UTF-8'")
        run("PRAGMA secure_delete = ON")  # else bytes that are free inside a page hold what was there before
        run("PRAGMA journal_mode = OFF")  # if this fails, the file is gone anyway
        run("PRAGMA synchronous = OFF")
        run("PRAGMA ignore_check_constraints = ON")  # the rows come from a database that checked them
        run("PRAGMA temp_store = MEMORY")
        run("BEGIN")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection to the file."""
        self._connection.close()

    def add_rows(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a table as SQLite stores them; several calls may bring a table's rows."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own schema
        self._connection.executemany(insert, rows)

    def write_table(self, table: Table, chunks: Iterable[Rows]) -> Iterator[Rows]:
        """Write all rows of a table, and yield them on."""
        for rows in chunks:
            self.add_rows(table, rows)
            yield rows

    def finish(self) -> Path:
        """Return the finished file: compact, with planner statistics, and without a journal beside it."""
        run = self._connection.execute
        self._fill_search()
        for statement in self._statements:
            if _DEFERRED.match(statement):
                run(statement)
        for summary in SUMMARIES:
            run(summary.insert_statement("sqlite"))
        return self._compact_file()

    def _fill_search(self) -> None:
        run = self._connection.execute
        run("INSERT INTO event_search_fts_row (event_id) SELECT event_id FROM event_search ORDER BY event_id")
        run("INSERT INTO event_search_fts (event_search_fts) VALUES ('rebuild')")
        run("INSERT INTO event_search_fts (event_search_fts) VALUES ('optimize')")

    def _compact_file(self) -> Path:
        run = self._connection.execute
        run("COMMIT")
        run("ANALYZE")
        run("DROP TABLE IF EXISTS sqlite_stat4")  # some builds gather it, others do not
        statistics = run("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").fetchall()
        run("DELETE FROM sqlite_stat1")
        self._connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", statistics)
        run("VACUUM")
        self._connection.close()
        _normalize_file(self._file)
        return self._file


def _normalize_file(file: Path) -> None:
    """Remove from a compacted database what depends on its writer: header fields and leftovers."""
    with file.open("r+b") as opened:
        for place, number in _HEADER_FIELDS.items():
            opened.seek(place)
            opened.write(number.to_bytes(4, "big"))
        for number in range(file.stat().st_size // _PAGE_SIZE):
            opened.seek(number * _PAGE_SIZE)
            page = opened.read(_PAGE_SIZE)
            offset = 0 if number else 100  # the file's header stands before the first page's own
            if page[offset] not in _NODE_HEADER_SIZES:
                continue  # an overflow page: its first byte is 0 in files below 64 GB
            cells = int.from_bytes(page[offset + 3 : offset + 5], "big")
            pointers = offset + _NODE_HEADER_SIZES[page[offset]] + 2 * cells
            content = int.from_bytes(page[offset + 5 : offset + 7], "big")
            unused = max(0, content - pointers)
            if page.count(0, pointers, content) < unused:
                opened.seek(number * _PAGE_SIZE + pointers)
                opened.write(bytes(unused))

"""The whole record as one SQLite file with views and full-text search, the same bytes for the same record.

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

from communique.database import head
from communique.schema.ddl import statements
from communique.schema.summing import SUMMARIES
from communique.site.downloads.tables import Rows

PATH = "data/communique.sqlite"

_PAGE = 4096
_NAMED = {
    24: 1,  # how often the file was changed
    40: 1,  # how often its schema was
    92: 1,  # at which change the next was written
    96: 3_040_000,  # the release of SQLite that wrote last
}
"""What is put in the header in place of the making's own story (https://www.sqlite.org/fileformat.html, 1.3)."""


_LATER = re.compile(r"\s*CREATE\s+((UNIQUE\s+)?INDEX|TRIGGER)\b", re.IGNORECASE)
"""What is made when the rows are there: an index at once is quicker than row by row, and triggers would fill the
search index a second time."""

_NODES = {2: 12, 5: 12, 10: 8, 13: 8}
"""The size of the header of each sort of b-tree page (1.6 of the same document)."""


class DatabaseFile:
    """A SQLite file in the making: open it, add every table but summaries, and take its bytes.

    Args:
        folder: where it is made.
        revision: of its schema; the newest by default, the oldest is ``communique.schema.ddl.PLAIN``.
    """

    def __init__(self, folder: Path, revision: str | None = None) -> None:
        self._file, self._revision = folder / "record.sqlite", revision or head()

    def __enter__(self) -> DatabaseFile:
        """Make an empty database. Indexes and triggers follow when the rows are there."""
        self._open()
        run = self._connection.execute
        self._statements = statements("sqlite", self._revision)
        for statement in self._statements:
            if not _LATER.match(statement):
                run(statement)
        run("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY NOT NULL)")
        run("INSERT INTO alembic_version VALUES (?)", (self._revision,))
        return self

    def _open(self) -> None:
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        run = self._connection.execute
        run(f"PRAGMA page_size = {_PAGE}")
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
        """Let go of the file."""
        self._connection.close()

    def add(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a table as SQLite stores them; a table's rows may come in several calls."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own schema
        self._connection.executemany(insert, rows)

    def taken(self, table: Table, chunks: Iterable[Rows]) -> Iterator[Rows]:
        """Write all rows of a table, and hand them on."""
        for rows in chunks:
            self.add(table, rows)
            yield rows

    def finished(self) -> Path:
        """The finished file: compact, with statistics for the query planner, and without a journal beside it."""
        run = self._connection.execute
        self._fill_search()
        for statement in self._statements:
            if _LATER.match(statement):
                run(statement)
        for summary in SUMMARIES:
            if summary.since <= self._revision:
                run(summary.fill("sqlite"))
        return self._compacted()

    def _fill_search(self) -> None:
        run = self._connection.execute
        run("INSERT INTO event_search_fts_row (event_id) SELECT event_id FROM event_search ORDER BY event_id")
        run("INSERT INTO event_search_fts (event_search_fts) VALUES ('rebuild')")
        run("INSERT INTO event_search_fts (event_search_fts) VALUES ('optimize')")

    def _compacted(self) -> Path:
        run = self._connection.execute
        run("COMMIT")
        run("ANALYZE")
        run("DROP TABLE IF EXISTS sqlite_stat4")  # some builds gather it, others do not
        gathered = run("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").fetchall()
        run("DELETE FROM sqlite_stat1")
        self._connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", gathered)
        run("VACUUM")
        self._connection.close()
        _settle(self._file)
        return self._file


def _settle(file: Path) -> None:
    """Take from a compacted database what depends on who wrote it: header fields, and leftovers in unused bytes."""
    with file.open("r+b") as opened:
        for place, number in _NAMED.items():
            opened.seek(place)
            opened.write(number.to_bytes(4, "big"))
        for number in range(file.stat().st_size // _PAGE):
            opened.seek(number * _PAGE)
            page = opened.read(_PAGE)
            head = 0 if number else 100  # the file's header stands before the first page's own
            if page[head] not in _NODES:
                continue  # an overflow page: its first byte is 0 in files below 64 GB
            cells = int.from_bytes(page[head + 3 : head + 5], "big")
            pointers = head + _NODES[page[head]] + 2 * cells
            content = int.from_bytes(page[head + 5 : head + 7], "big")
            unused = max(0, content - pointers)
            if page.count(0, pointers, content) < unused:
                opened.seek(number * _PAGE + pointers)
                opened.write(bytes(unused))

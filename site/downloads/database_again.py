"""The SQLite file of the last build with rows put right that are not as they were: the same bytes as one made anew.

Rows are numbered in the order of their keys, and compacting lays everything out by these numbers; so a file depends
on what it holds, not on how that came in. Rows of tables that have not changed are not even read.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from sqlite3 import Cursor
from typing import Any

from sqlalchemy import Table

from communique.schema.summing import SUMMARIES
from communique.site.downloads.database_file import DatabaseFile
from communique.site.downloads.tables import Rows

_SEARCH = "event_search"


class DatabaseAgain(DatabaseFile):
    """A SQLite file in the making out of the last one: hand it the tables that changed, and take its bytes.

    Args:
        folder: where it is made.
        last: the file of the last build, made by the same code and SQLite; it is not touched.
    """

    def __init__(self, folder: Path, last: Path) -> None:
        super().__init__(folder)
        self._last = last
        self._changed: dict[str, set[str]] = {}
        """By table, the columns with other values."""
        self._come_or_gone: set[str] = set()
        """The tables with rows more or less."""

    def __enter__(self) -> DatabaseAgain:
        """Begin with a copy."""
        shutil.copyfile(self._last, self._file)
        self._open()
        return self

    def taken(self, table: Table, chunks: Iterable[Rows]) -> Iterator[Rows]:
        """Put right all rows of a table, and hand them on.

        From the first row on whose key is another one all are written anew, so that their numbers stay in order.
        """
        earlier = self._rows(table)
        aligned = True
        for rows in chunks:
            fresh = rows
            if aligned:
                fresh, old = self._put_right(table, rows, [*islice(earlier, len(rows))])
                if fresh:
                    aligned = False
                    earlier.close()
                    self._drop(table, old)
            self.add(table, fresh)
            yield rows
        if aligned:
            self._drop(table, next(earlier, None))
        earlier.close()

    def _rows(self, table: Table) -> Cursor:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        query = f'SELECT rowid, {columns} FROM "{table.name}" ORDER BY rowid'  # noqa: S608 - names of our own schema
        return self._connection.execute(query)

    def _put_right(self, table: Table, rows: Rows, earlier: Rows) -> tuple[Rows, tuple[Any, ...] | None]:
        """Give rows their new values as long as the keys are the same.

        Returns:
            The rows from the first other key on, and the earlier row in their place.
        """
        names = table.columns.keys()
        keys = [names.index(column.name) for column in table.primary_key.columns]
        count, differ, changed = 0, list[tuple[Any, ...]](), set[str]()
        for row, old in zip(rows, earlier, strict=False):
            if any(old[1 + key] != row[key] for key in keys):
                break
            if old[1:] != row:
                changed.update(name for name, was, now in zip(names, old[1:], row, strict=True) if was != now)
                differ.append((*row, old[0]))
            count += 1
        if differ:
            marks = ", ".join(f'"{name}" = ?' for name in names)
            update = f'UPDATE "{table.name}" SET {marks} WHERE rowid = ?'  # noqa: S608 - names of our own schema
            self._connection.executemany(update, differ)
            self._changed.setdefault(table.name, set()).update(changed)
        if count < len(rows):
            self._come_or_gone.add(table.name)
        return rows[count:], earlier[count] if count < len(earlier) else None

    def _drop(self, table: Table, first: tuple[Any, ...] | None) -> None:
        """Remove a row and all after it, if there is one."""
        if first is not None:
            self._come_or_gone.add(table.name)
            delete = f'DELETE FROM "{table.name}" WHERE rowid >= ?'  # noqa: S608 - a name of our own schema
            self._connection.execute(delete, first[:1])

    def finished(self) -> Path:
        """The finished file."""
        run = self._connection.execute
        if _SEARCH in self._changed or _SEARCH in self._come_or_gone:  # triggers put each change at the end
            run("DELETE FROM event_search_fts_row")
            self._fill_search()
        for summary in SUMMARIES:
            if any(self._counts(name, columns) for name, columns in summary.ground.items()):
                run(f"DELETE FROM {summary.table}")  # noqa: S608 - a name of our own schema
                run(summary.fill("sqlite"))
        return self._compacted()

    def _counts(self, table: str, columns: Collection[str]) -> bool:
        """Whether what changed in a table touches what is counted from it."""
        return table in self._come_or_gone or not self._changed.get(table, set()).isdisjoint(columns)

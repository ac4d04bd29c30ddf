"""Update the last build's SQLite file to the same bytes as one written from nothing, row by changed row.

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

from communique.schema.summary_queries import SUMMARIES
from communique.site.downloads.sqlite_file import SqliteFile
from communique.site.downloads.tables import Rows

_SEARCH = "event_search"


class SqliteUpdate(SqliteFile):
    """A SQLite file that starts as a copy of the last one and is given the tables that changed.

    Args:
        folder: where it is made.
        last: the file of the last build, made by the same code and SQLite; it is not touched.
    """

    def __init__(self, folder: Path, last: Path) -> None:
        super().__init__(folder)
        self._previous = last
        self._changed_columns: dict[str, set[str]] = {}
        """By table, the columns with other values."""
        self._resized_tables: set[str] = set()
        """The tables with rows more or less."""

    def __enter__(self) -> SqliteUpdate:
        """Copy the last build's file and open the copy."""
        shutil.copyfile(self._previous, self._file)
        self._open_connection()
        return self

    def write_table(self, table: Table, chunks: Iterable[Rows]) -> Iterator[Rows]:
        """Update all rows of a table, and yield them on.

        From the first row on whose key is another one all are written anew, so that their numbers stay in order.
        """
        earlier = self._previous_rows(table)
        aligned = True
        for rows in chunks:
            new_rows = rows
            if aligned:
                new_rows, old = self._update_rows(table, rows, [*islice(earlier, len(rows))])
                if new_rows:
                    aligned = False
                    earlier.close()
                    self._delete_from(table, old)
            self.add_rows(table, new_rows)
            yield rows
        if aligned:
            self._delete_from(table, next(earlier, None))
        earlier.close()

    def _previous_rows(self, table: Table) -> Cursor:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        query = f'SELECT rowid, {columns} FROM "{table.name}" ORDER BY rowid'  # noqa: S608 - names of our own schema
        return self._connection.execute(query)

    def _update_rows(self, table: Table, rows: Rows, earlier: Rows) -> tuple[Rows, tuple[Any, ...] | None]:
        """Update rows to their new values as long as the keys are the same.

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
            self._changed_columns.setdefault(table.name, set()).update(changed)
        if count < len(rows):
            self._resized_tables.add(table.name)
        return rows[count:], earlier[count] if count < len(earlier) else None

    def _delete_from(self, table: Table, first: tuple[Any, ...] | None) -> None:
        """Delete a row and all after it, if there is one."""
        if first is not None:
            self._resized_tables.add(table.name)
            delete = f'DELETE FROM "{table.name}" WHERE rowid >= ?'  # noqa: S608 - a name of our own schema
            self._connection.execute(delete, first[:1])

    def finish(self) -> Path:
        """Rebuild what the changes affect, and return the finished file."""
        run = self._connection.execute
        if (
            _SEARCH in self._changed_columns or _SEARCH in self._resized_tables
        ):  # triggers put each change at the end
            run("DELETE FROM event_search_fts_row")
            self._fill_search()
        for summary in SUMMARIES:
            if any(self._affects_summary(name, columns) for name, columns in summary.source_columns.items()):
                run(f"DELETE FROM {summary.table}")  # noqa: S608 - a name of our own schema
                run(summary.insert_statement("sqlite"))
        return self._compact_file()

    def _affects_summary(self, table: str, columns: Collection[str]) -> bool:
        """Return whether what changed in a table touches columns that a summary counts."""
        return table in self._resized_tables or not self._changed_columns.get(table, set()).isdisjoint(
            columns
        )

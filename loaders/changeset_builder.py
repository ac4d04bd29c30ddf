"""Compare the rows of a dataset with those of a database, table by table and batch by batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from sqlalchemy import Connection

from communique.loaders import stored_rows
from communique.loaders.apply import apply_changes, bulk_insert
from communique.loaders.changeset import Changeset, FileChanges, InsertCounts, TableChange, diff_rows
from communique.loaders.rows import RowTuple
from communique.loaders.rows.row_set import RowSet
from communique.loaders.rows.tuples import from_tuples
from communique.schema.models import metadata

DEFERRED_TABLES = frozenset(("event_link",))
"""Tables whose rows lead from an event of one batch to one of another, which must be there."""


class ChangesetBuilder:
    """Collects the changes that turn what is stored into what is wanted.

    Where nothing is stored yet every row is inserted at once instead, so that a dataset of any size needs little
    memory; the caller takes that back where the dataset turns out to be wrong.

    Args:
        connection: the database.
        files: how the files differ from those last loaded.
        is_empty: whether nothing is stored, and rows are inserted as they come.
    """

    def __init__(self, connection: Connection, files: FileChanges, is_empty: bool) -> None:
        self._connection = connection
        self._is_empty = is_empty
        self._deferred_rows: dict[str, list[RowTuple]] = {}
        self.changeset = Changeset(files, inserted=InsertCounts() if is_empty else None)

    def add_tables(self, names: Sequence[str], want: RowSet) -> None:
        """Add the changes to whole tables."""
        have = RowSet() if self._is_empty else stored_rows.select_table_rows(self._connection, names)
        self.add_changes(have, want)

    def add_changes(self, have: RowSet, want: RowSet) -> None:
        """Add the changes from some rows, known to be stored, to others."""
        changes = diff_rows(have, want)
        if self._is_empty:
            apply_changes(changes, self._connection)
            return
        self.changeset.titles |= {
            key[0]: row["title"] for rows in (have, want) for key, row in rows.get_table("event").items()
        }
        for name, change in changes.items():
            target = self.changeset.tables.setdefault(name, TableChange())
            target.insert += change.insert
            target.update += change.update
            target.delete += change.delete

    def add_batch(self, rows: Mapping[str, Sequence[RowTuple]]) -> None:
        """Add the changes to the rows of some events and sources, all of whose rows are given."""
        if self._is_empty:
            self._insert_batch(rows)
            return
        want = from_tuples(rows)
        have = self._select_rows(
            {key[0] for key in want.get_table("event")}, (key[0] for key in want.get_table("source"))
        )
        self.add_changes(have, want)

    def add_removed(self, events: Set[str], sources: Collection[str]) -> None:
        """Add the removal of events and sources with all their rows."""
        if not self._is_empty:
            self.add_changes(self._select_rows(events, sources), RowSet())

    def insert_deferred(self) -> None:
        """Insert the rows that had to wait for those of other batches."""
        for name, rows in self._deferred_rows.items():
            bulk_insert(self._connection, metadata.tables[name], rows)

    def _select_rows(self, events: Set[str], sources: Iterable[str]) -> RowSet:
        rows = stored_rows.select_event_rows(self._connection, events)
        rows.extend(stored_rows.select_sources(self._connection, sources))
        return rows

    def _insert_batch(self, rows: Mapping[str, Sequence[RowTuple]]) -> None:
        if self.changeset.inserted:
            self.changeset.inserted.count_batch(rows)
        for table in metadata.sorted_tables:
            table_rows = rows.get(table.name, ())
            if table.name in DEFERRED_TABLES:
                self._deferred_rows.setdefault(table.name, []).extend(table_rows)
            elif table_rows:
                bulk_insert(self._connection, table, table_rows)

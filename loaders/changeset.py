"""Describe what a load changes: the rows to insert, update and delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.errors import Finding
from communique.loaders.rows.row_set import FILE_TABLES, Row, RowSet, find_changed_columns, get_event_column
from communique.loaders.up_to_date import FileChanges
from communique.schema.models import metadata

__all__ = ["Changeset", "FileChanges", "InsertCounts", "TableChange", "diff_rows"]


@dataclass(slots=True)
class TableChange:
    """The rows of one table to insert, update and delete."""

    insert: list[Row] = field(default_factory=list)
    update: list[tuple[Row, Row]] = field(default_factory=list)
    delete: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.insert or self.update or self.delete)


@dataclass(slots=True)
class InsertCounts:
    """The number of rows inserted into an empty database, with the ids of its events and sources."""

    rows: int = 0
    events: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def count_batch(self, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Count the rows of a batch, given by table."""
        self.rows += sum(len(table_rows) for table, table_rows in rows.items() if table not in FILE_TABLES)
        for name, ids in (("event", self.events), ("source", self.sources)):
            position = metadata.tables[name].columns.keys().index("id")
            ids += [row[position] for row in rows.get(name, ())]


@dataclass(slots=True)
class Changeset:
    """The changes that a load will make, or has made where it filled an empty database."""

    files: FileChanges
    tables: dict[str, TableChange] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    inserted: InsertCounts | None = None
    drafts: tuple[str, ...] = ()
    """The articles that say `draft: true`, so that nothing of them is loaded; of a load, those that changed."""

    def __bool__(self) -> bool:
        return bool(self.tables or self.inserted)

    def affected_events(self) -> dict[str, str]:
        """Return each event that the plan affects, with `added`, `removed` or `changed`."""
        touched: dict[str, str] = dict.fromkeys(self.inserted.events if self.inserted else (), "added")
        for name, change in self.tables.items():
            column = get_event_column(name)
            if column:
                rows = [*change.insert, *change.delete, *(new for _, new in change.update)]
                touched |= {row[column]: "changed" for row in rows}
        own = self.tables.get("event", TableChange())
        touched |= {row["id"]: "added" for row in own.insert}
        touched |= {row["id"]: "removed" for row in own.delete}
        return dict(sorted(touched.items()))

    def affected_sources(self) -> set[str]:
        """Return the ids of the sources that are added or changed, or whose report of an event is."""
        own, reports = (self.tables.get(name, TableChange()) for name in ("source", "source_event"))
        source_ids = {row["id"] for row in (*own.insert, *(new for _, new in own.update))}
        source_ids |= set(self.inserted.sources if self.inserted else ())
        return source_ids | {
            row["source_id"] for row in (*reports.insert, *(new for _, new in reports.update))
        }

    def count_rows(self) -> int:
        """Return the number of rows inserted, updated and deleted, those of files excluded."""
        changes = (change for name, change in self.tables.items() if name not in FILE_TABLES)
        own = sum(len(change.insert) + len(change.update) + len(change.delete) for change in changes)
        return own + (self.inserted.rows if self.inserted else 0)


def diff_rows(have: RowSet, want: RowSet) -> dict[str, TableChange]:
    """Return the changes that turn one row set into another, by table; unchanged tables are left out."""
    changes: dict[str, TableChange] = {}
    for name in sorted({*have.tables, *want.tables}):
        old, new = have.get_table(name), want.get_table(name)
        change = TableChange(
            insert=[row for key, row in new.items() if key not in old],
            update=[
                (old[key], row)
                for key, row in new.items()
                if key in old and find_changed_columns(old[key], row)
            ],
            delete=[row for key, row in old.items() if key not in new],
        )
        if change:
            changes[name] = change
    return changes

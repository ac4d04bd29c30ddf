"""What a load would change: rows to insert, update and delete, and the same as a diff that a person can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communique.errors import Finding
from communique.loaders.rows.partition import FILES, event_column
from communique.loaders.rows.rows import Row, Rows, changed
from communique.loaders.settled import FileChanges
from communique.schema import metadata

__all__ = ["FileChanges", "Plan", "Poured", "TableChange", "difference"]


@dataclass(slots=True)
class TableChange:
    """The rows of one table that come, change and go."""

    insert: list[Row] = field(default_factory=list)
    update: list[tuple[Row, Row]] = field(default_factory=list)
    delete: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.insert or self.update or self.delete)


@dataclass(slots=True)
class Poured:
    """What went into an empty database, in figures and names: the rows themselves are not kept."""

    rows: int = 0
    events: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def take(self, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Count the rows of a batch."""
        self.rows += sum(len(found) for table, found in rows.items() if table not in FILES)
        for name, into in (("event", self.events), ("source", self.sources)):
            place = metadata.tables[name].columns.keys().index("id")
            into += [row[place] for row in rows.get(name, ())]


@dataclass(slots=True)
class Plan:
    """Everything that a load will do, before it does it; or has done, where it filled an empty database."""

    files: FileChanges
    tables: dict[str, TableChange] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)
    poured: Poured | None = None

    def __bool__(self) -> bool:
        return bool(self.tables or self.poured)

    def events(self) -> dict[str, str]:
        """Each event that the plan touches, with ``added``, ``removed`` or ``changed``."""
        touched: dict[str, str] = dict.fromkeys(self.poured.events if self.poured else (), "added")
        for name, change in self.tables.items():
            column = event_column(name)
            if column:
                rows = [*change.insert, *change.delete, *(new for _, new in change.update)]
                touched |= {row[column]: "changed" for row in rows}
        own = self.tables.get("event", TableChange())
        touched |= {row["id"]: "added" for row in own.insert}
        touched |= {row["id"]: "removed" for row in own.delete}
        return dict(sorted(touched.items()))

    def sources(self) -> set[str]:
        """Each source that the plan adds or changes, and those whose report of an event it touches."""
        own, reports = (self.tables.get(name, TableChange()) for name in ("source", "source_event"))
        of = {row["id"] for row in (*own.insert, *(new for _, new in own.update))}
        of |= set(self.poured.sources if self.poured else ())
        return of | {row["source_id"] for row in (*reports.insert, *(new for _, new in reports.update))}

    def rows(self) -> int:
        """How many rows come, change and go, those of files not counted."""
        changes = (change for name, change in self.tables.items() if name not in FILES)
        own = sum(len(change.insert) + len(change.update) + len(change.delete) for change in changes)
        return own + (self.poured.rows if self.poured else 0)


def difference(have: Rows, want: Rows) -> dict[str, TableChange]:
    """The changes that turn one set of rows into another, tables without change left out."""
    changes: dict[str, TableChange] = {}
    for name in sorted({*have.tables, *want.tables}):
        old, new = have.table(name), want.table(name)
        change = TableChange(
            insert=[row for key, row in new.items() if key not in old],
            update=[(old[key], row) for key, row in new.items() if key in old and changed(old[key], row)],
            delete=[row for key, row in old.items() if key not in new],
        )
        if change:
            changes[name] = change
    return changes

"""What a load would change: rows to insert, update and delete, and the same as a diff that a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from communique.errors import Finding
from communique.loaders.rows.partition import event_column
from communique.loaders.rows.rows import Row, Rows, changed


@dataclass(slots=True)
class TableChange:
    """The rows of one table that come, change and go."""

    insert: list[Row] = field(default_factory=list)
    update: list[tuple[Row, Row]] = field(default_factory=list)
    delete: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.insert or self.update or self.delete)


@dataclass(frozen=True, slots=True)
class FileChanges:
    """How the record's files differ from those that the database was loaded from."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class Plan:
    """Everything that a load will do, before it does it."""

    files: FileChanges
    tables: dict[str, TableChange] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables)

    def events(self) -> dict[str, str]:
        """Each event that the plan touches, with ``added``, ``removed`` or ``changed``."""
        touched: dict[str, str] = {}
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
        return of | {row["source_id"] for row in (*reports.insert, *(new for _, new in reports.update))}


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

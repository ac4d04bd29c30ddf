"""Format a changeset as a diff: event by event, then the registry, sources and releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from communique.loaders.changeset import Changeset, TableChange
from communique.loaders.rows.row_set import (
    DECISION_TABLES,
    Row,
    find_changed_columns,
    get_event_column,
    list_registry_tables,
    primary_key_columns,
)
from communique.loaders.up_to_date import LoadResult
from communique.releases.entity_schema import DERIVED_COLUMNS, field_name

_HIDDEN_COLUMNS: Final = DERIVED_COLUMNS - {"record_status", "disagreement", "path"}
"""Columns that follow from others, and counts that other lines show."""

_COUNTED_TABLES: Final = frozenset({"claim", "event_search"})
"""Tables whose rows are too many or too dull to be listed one by one."""

_DISPLAYED_COLUMNS: Final = (
    "name",
    "title",
    "text",
    "value",
    "low",
    "best",
    "high",
    "decision",
    "paragraphs",
    "date",
)
"""What a line on a row tells besides its key."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a diff: its sign, indentation depth and text."""

    sign: str
    depth: int
    text: str

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.sign} {self.text}"


def format_plan(plan: Changeset) -> Iterator[DiffLine]:
    """Yield the diff lines of a plan; none where nothing changes."""
    for event, status in plan.affected_events().items():
        yield from _event_lines(plan, event, status)
    for name in (*list_registry_tables(), *DECISION_TABLES):
        yield from _table_lines(name, plan.tables.get(name, TableChange()), 0)
    for name in ("source", "release"):
        yield from _table_lines(name, plan.tables.get(name, TableChange()), 0)


def _event_lines(plan: Changeset, event: str, status: str) -> Iterator[DiffLine]:
    own = [
        (name, _select_event(name, change, event))
        for name, change in plan.tables.items()
        if get_event_column(name)
    ]
    table_changes = {name: change for name, change in own if change}
    head = table_changes.pop("event", TableChange())
    if status == "added":
        row = head.insert[0]
        yield DiffLine("+", 0, _format_new_event(row))
        for name in ("participation", "event_link"):
            yield from _table_lines(name, table_changes.get(name, TableChange()), 1)
        yield from _claim_lines(table_changes)
        return
    title = plan.titles.get(event, "")
    if status == "removed":
        yield DiffLine("-", 0, f"{head.delete[0]['kind']} {event} “{title}”")
        return
    event_lines = [*_column_lines(head, 1)]
    for name, change in sorted(table_changes.items()):
        event_lines += _table_lines(name, change, 1)
    event_lines += _claim_lines(table_changes)
    if event_lines:
        yield DiffLine("~", 0, f"{event} “{title}”")
        yield from event_lines


def _format_new_event(row: Row) -> str:
    sources = row["source_count"]
    counted = f"{sources} source{'' if sources == 1 else 's'}"
    return f"{row['kind']} {row['id']} “{row['title']}” {row['date'] or 'undated'} · {counted}"


def _select_event(name: str, change: TableChange, event: str) -> TableChange:
    column = get_event_column(name) or ""
    return TableChange(
        insert=[row for row in change.insert if row[column] == event],
        update=[(old, new) for old, new in change.update if new[column] == event],
        delete=[row for row in change.delete if row[column] == event],
    )


def _table_lines(name: str, change: TableChange, depth: int) -> Iterator[DiffLine]:
    """Yield a diff line for each changed row of one table."""
    if name in _COUNTED_TABLES:
        return
    label = name.removeprefix("event_").replace("_", " ")
    for row in change.insert:
        yield DiffLine("+", depth, f"{label} {_describe_row(name, row)}")
    for old, new in change.update:
        column_lines = list(_column_lines(TableChange(update=[(old, new)]), depth + 1))
        if column_lines:
            yield DiffLine("~", depth, " ".join(filter(None, (label, _format_key(name, new)))))
            yield from column_lines
    for row in change.delete:
        yield DiffLine("-", depth, f"{label} {_describe_row(name, row)}")


def _column_lines(change: TableChange, depth: int) -> Iterator[DiffLine]:
    for old, new in change.update:
        for column in find_changed_columns(old, new):
            if column not in _HIDDEN_COLUMNS:
                yield DiffLine(
                    "~",
                    depth,
                    f"{field_name(column)}: {_shorten_value(old[column])} → {_shorten_value(new[column])}",
                )


def _claim_lines(table_changes: dict[str, TableChange]) -> Iterator[DiffLine]:
    """Yield the number of changed claims by source."""
    change = table_changes.get("claim", TableChange())
    updated = [new for old, new in change.update]
    for sign, rows in (("+", change.insert), ("~", updated), ("-", change.delete)):
        for source, count in sorted(Counter(row["source_id"] for row in rows).items()):
            yield DiffLine(sign, 1, f"{count} claim{'' if count == 1 else 's'} of {source}")


def _describe_row(name: str, row: Row) -> str:
    keys = set(primary_key_columns(name))
    values = [
        _shorten_value(row[column])
        for column in _DISPLAYED_COLUMNS
        if row.get(column) is not None and column not in keys
    ]
    return " ".join(filter(None, (_format_key(name, row), *values)))


def _format_key(name: str, row: Row) -> str:
    own = [column for column in primary_key_columns(name) if column != get_event_column(name)]
    return " ".join(str(row[column]) for column in own if row[column] != "")


def _shorten_value(value: Any, max_length: int = 100) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= max_length else f"{text[: max_length - 1]}…"


def count_plan_changes(plan: LoadResult) -> dict[str, int]:
    """Return the numbers of events added, changed and removed, and of changed rows."""
    kinds = Counter(plan.affected_events().values())
    return {status: kinds.get(status, 0) for status in ("added", "changed", "removed")} | {
        "rows": plan.count_rows()
    }

"""A plan as a diff that a person can read: what comes, changes and goes, event by event, then the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from communique.loaders.plan import Plan, TableChange
from communique.loaders.rows.partition import DECISIONS, event_column, registry_tables
from communique.loaders.rows.rows import Row, changed, key_columns
from communique.loaders.settled import Outcome

_DERIVED: Final = frozenset(
    (
        *(
            "start_earliest",
            "start_latest",
            "end_earliest",
            "end_latest",
            "date_precision",
            "date_approximate",
        ),
        *("in_force_from", "in_force_until", "published_on", "source_count", "independent_source_count"),
    )
)
"""Columns that follow from others, and counts that other lines show."""

_COUNTED: Final = frozenset({"claim", "event_search"})
"""Tables whose rows are too many or too dull to be listed one by one."""

_SHOWN: Final = ("name", "title", "text", "value", "low", "best", "high", "decision", "paragraphs", "date")
"""What a line on a row tells besides its key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``+``, ``~`` or ``-``, how far it stands in, and its words."""

    sign: str
    depth: int
    words: str

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.sign} {self.words}"


def lines(plan: Plan) -> Iterator[Line]:
    """The whole plan, nothing where nothing changes."""
    for event, how in plan.events().items():
        yield from _event(plan, event, how)
    for name in (*registry_tables(), *DECISIONS):
        yield from _table(name, plan.tables.get(name, TableChange()), 0)
    for name in ("source", "release"):
        yield from _table(name, plan.tables.get(name, TableChange()), 0)


def _event(plan: Plan, event: str, how: str) -> Iterator[Line]:
    own = [
        (name, _of_event(name, change, event)) for name, change in plan.tables.items() if event_column(name)
    ]
    parts = {name: change for name, change in own if change}
    head = parts.pop("event", TableChange())
    if how == "added":
        row = head.insert[0]
        yield Line("+", 0, _new_event(row))
        for name in ("participation", "event_link"):
            yield from _table(name, parts.get(name, TableChange()), 1)
        yield from _claims(parts)
        return
    title = plan.titles.get(event, "")
    if how == "removed":
        yield Line("-", 0, f"{head.delete[0]['kind']} {event} “{title}”")
        return
    told = [*_changes(head, 1)]
    for name, change in sorted(parts.items()):
        told += _table(name, change, 1)
    told += _claims(parts)
    if told:
        yield Line("~", 0, f"{event} “{title}”")
        yield from told


def _new_event(row: Row) -> str:
    sources = row["source_count"]
    counted = f"{sources} source{'' if sources == 1 else 's'}"
    return f"{row['kind']} {row['id']} “{row['title']}” {row['date'] or 'undated'} · {counted}"


def _of_event(name: str, change: TableChange, event: str) -> TableChange:
    column = event_column(name) or ""
    return TableChange(
        insert=[row for row in change.insert if row[column] == event],
        update=[(old, new) for old, new in change.update if new[column] == event],
        delete=[row for row in change.delete if row[column] == event],
    )


def _table(name: str, change: TableChange, depth: int) -> Iterator[Line]:
    """Rows of one table, each in a line."""
    if name in _COUNTED:
        return
    word = name.removeprefix("event_").replace("_", " ")
    for row in change.insert:
        yield Line("+", depth, f"{word} {_told(name, row)}")
    for old, new in change.update:
        inner = list(_changes(TableChange(update=[(old, new)]), depth + 1))
        if inner:
            yield Line("~", depth, " ".join(filter(None, (word, _key(name, new)))))
            yield from inner
    for row in change.delete:
        yield Line("-", depth, f"{word} {_told(name, row)}")


def _changes(change: TableChange, depth: int) -> Iterator[Line]:
    for old, new in change.update:
        for column in changed(old, new):
            if column not in _DERIVED:
                yield Line(
                    "~", depth, f"{column.removesuffix('_id')}: {_short(old[column])} → {_short(new[column])}"
                )


def _claims(parts: dict[str, TableChange]) -> Iterator[Line]:
    """Claims counted by the source that makes them."""
    change = parts.get("claim", TableChange())
    updated = [new for old, new in change.update]
    for sign, rows in (("+", change.insert), ("~", updated), ("-", change.delete)):
        for source, count in sorted(Counter(row["source_id"] for row in rows).items()):
            yield Line(sign, 1, f"{count} claim{'' if count == 1 else 's'} of {source}")


def _told(name: str, row: Row) -> str:
    keys = set(key_columns(name))
    told = [_short(row[column]) for column in _SHOWN if row.get(column) is not None and column not in keys]
    return " ".join(filter(None, (_key(name, row), *told)))


def _key(name: str, row: Row) -> str:
    own = [column for column in key_columns(name) if column != event_column(name)]
    return " ".join(str(row[column]) for column in own if row[column] != "")


def _short(value: Any, room: int = 100) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= room else f"{text[: room - 1]}…"


def counts(plan: Outcome) -> dict[str, int]:
    """How many events come, change and go, and how many rows of files, for one line of summary."""
    kinds = Counter(plan.events().values())
    return {how: kinds.get(how, 0) for how in ("added", "changed", "removed")} | {"rows": plan.rows()}

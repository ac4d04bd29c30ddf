"""Decide which values that the record holds are ticked: those of which a paragraph's own words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from communique.loaders.drafting.evidence import Evidence, Locator
from communique.loaders.drafting.profiles import EventProfile
from communique.loaders.drafting.statements import DraftStatement
from communique.loaders.reading.parts import PARAGRAPH
from communique.loaders.reconcile.value import Statement
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class TickRule:
    """When a value that the record holds is ticked.

    Args:
        strength: from which strength of evidence on.
        share: how many of the event's entries must give it, as a share.
        needs_two: whether one entry is not enough, as for words of lists, of which each curator has a view.
    """

    strength: float
    share: float = 0.0
    needs_two: bool = False

    def allows(self, group: Sequence[Statement], entry_count: int) -> bool:
        """Return whether enough entries give a value."""
        sources = len({statement.source for statement in group})
        return sources >= self.share * entry_count and (sources > 1 or not self.needs_two)

    @staticmethod
    def of(field: str) -> TickRule:
        """Return the rule for a field; topics, links, notes and provisions are only ever ticked by hand."""
        return _RULES.get(field, _NEVER)


_NEVER: Final = TickRule(2.0)
_RULES: Final = {
    "date": TickRule(0.95), "time": TickRule(1.0), "place": TickRule(0.95, 0.34), "series": TickRule(0.95),
    "edition": TickRule(0.95), "weapon": TickRule(0.95), "splashdown": TickRule(0.95), "overflew": TickRule(0.8),
    "participants": TickRule(0.7, 0.34), "people": TickRule(0.95, 0.34), "units": TickRule(0.95),
    "figures": TickRule(0.95, 0.4),
    **dict.fromkeys(("type", "level", "instrument"), TickRule(0.9, 0.5, True)),
    **dict.fromkeys(("domains", "missions"), TickRule(0.9, 0.67, True)),
}  # fmt: skip


def is_tickable(event: EventProfile, field: str, element: str, evidence: Evidence, locator: Locator) -> bool:
    """Return whether a value is of a sort of which a part's own words say enough."""
    if (
        locator.reading.parts[evidence.part].kind != PARAGRAPH
    ):  # a headline says little, and has no day of its own
        return False
    if field == "units":  # a named ship or a type, not `destroyer`
        return bool(re.search(r"[A-Z]{2,} [A-Z]|\d", element.rpartition("/")[2]))
    if field == "people" and event.kind is not Kind.MEETING:  # whoever speaks of it need not have acted in it
        person = element.rpartition("/")[2]
        return all(a.speaker != person for a in locator.reading.attributions[evidence.part])
    if field == "figures":  # `a missile` counts nothing
        return not _is_one(event.statements[field, element])
    if field == "participants":  # whoever merely answered is easily named for something else
        return not element.endswith(("/responder", "/observer", "/witness", "/affected"))
    if field == "place" and event.kind is Kind.INCIDENT:  # a country, or its capital, may have done it
        mentions = locator.reading.by_part.get(evidence.part, ())
        return not any(m.noun == "actors" and m.start <= evidence.start < m.end for m in mentions)
    if field == "date":  # a month may be that of anything, where the record has the day
        known = max(measure_exactness(s.value) for s in event.statements["date", ""])
        return measure_exactness(evidence.value) >= known
    return True


def _is_one(group: Sequence[Statement]) -> bool:
    return any(isinstance(s.value, Mapping) and s.value.get("best") == 1 for s in group)


def choose_value(field: str, group: Sequence[Statement], weigh: Callable[[Any], float]) -> Any:
    """Return the value that the text says best, of those that it says as well the one that most entries give."""
    if field in {"notes", "provisions"}:
        return max(
            (s.value for s in group),
            key=lambda value: len(value.get("text") or "") if isinstance(value, Mapping) else 0,
        )
    counts: dict[str, int] = {}
    for statement in group:
        counts[repr(statement.value)] = counts.get(repr(statement.value), 0) + 1
    if len(counts) == 1:
        return group[0].value
    if field == "date":
        return max(
            (s.value for s in group),
            key=lambda value: (weigh(value) >= 0.95, measure_exactness(value), counts[repr(value)]),
        )
    return max((s.value for s in group), key=lambda value: (weigh(value), counts[repr(value)]))


def measure_exactness(value: Any) -> int:
    """Return minus the number of days that a date may mean."""
    date = parse_date(str(value))
    first, last = date.start_earliest, date.end_latest or date.start_latest
    return -(last - first).days if first and last else -10_000


def choose_between(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """Return statements with at most one value ticked of a field, or role of an actor, that holds only one.

    Args:
        statements: of one event.
    """
    chosen: dict[str, DraftStatement] = {}
    for statement in statements:
        key = _name_slot(statement)
        best = chosen.get(key)
        rank = (-statement.sources, statement.element)
        if statement.is_ticked and key and (best is None or rank < (-best.sources, best.element)):
            chosen[key] = statement
    return [
        replace(s, is_ticked=False)
        if s.is_ticked and (best := chosen.get(_name_slot(s))) is not None and best is not s
        else s
        for s in statements
    ]


def untick_strangers(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """Return statements without ticks of people and units whose participant is not ticked, with whom they stand."""
    acting = {s.element for s in statements if s.field == "participants" and s.is_ticked}
    return [
        replace(s, is_ticked=False)
        if s.field in {"people", "units"} and "/".join(s.element.split("/")[:2]) not in acting
        else s
        for s in statements
    ]


def _name_slot(statement: DraftStatement) -> str:
    """Return what a statement fills and no other may: its field, or an actor's place in the event; "" for sets."""
    if statement.field == "participants":
        return f"participants/{statement.element.split('/')[0]}"
    return statement.field if statement.field in SINGLE_FIELDS else ""

"""Find the paragraphs that report an event of the record as itself: by its day, its actors and what happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from communique.loaders.drafting.evidence import Evidence, Locator
from communique.loaders.drafting.profiles import EventProfile
from communique.loaders.drafting.ranking import RankedEvent
from communique.loaders.reading.parts import HEADLINE, PARAGRAPH
from communique.loaders.reading.phrases import KIND_CUES, VALUE_CUES
from communique.loaders.reading.recognise import find_state
from communique.schema.vocabulary import Kind, Relation, Role

_ASIDE: Final = frozenset({Role.RESPONDER, Role.OBSERVER, Role.WITNESS, Role.ADDRESSEE, Role.ANNOUNCER})
"""Roles of actors whom a report of the event need not name."""

_RIVAL: Final = 0.25
"""From which probability on another event that could be told by the same words makes both uncertain."""

_SHORT: Final = 16
"""An event of at most so many days is meant by any day of it."""

_NEWS_DAYS: Final = 60
"""What lies further back than so many days is told in passing only."""


def find_anchors(event: EventProfile, rivals: Sequence[EventProfile], locator: Locator) -> list[int]:
    """Return the paragraphs that name an event's day, its actors and its kind, and nothing that speaks against it.

    The kind may stand in the headline, and actors in the paragraph before where there is no rival. A paragraph that
    names all actors of a rival tells of that one as well, unless the rival is of some of these actors only.

    Args:
        event: what the record holds.
        rivals: other events of its kind and day that the text may report.
        locator: the text.
    """
    parts = locator.reading.parts
    headline = [number for number, part in enumerate(parts) if part.kind == HEADLINE]
    states = _list_states(event, locator)
    others = [_list_states(rival, locator) for rival in rivals]
    return [
        number
        for number in sorted(_find_days(event, locator))
        if parts[number].kind == PARAGRAPH
        and _names_kind(event, [number, *headline], locator)
        and _names_states(
            event.kind, states, [number] if rivals else _with_previous(number, locator), locator
        )
        and not any(
            not other < states and _names_states(event.kind, other, [number], locator)
            for rival, other in zip(rivals, others, strict=True)
            if not _names_own_type(event, rival, number, locator)
        )
        and not is_contradicted(event, number, locator)
    ]


def list_rivals(ranked: RankedEvent, others: Sequence[RankedEvent]) -> list[EventProfile]:
    """Return the events that could be meant by the same words: of the kind and on the day, and probable enough.

    Args:
        ranked: an event that the text may report.
        others: all such events.
    """
    return [
        other.event
        for other in others
        if other is not ranked
        and other.own_probability >= _RIVAL
        and _is_same_occasion(ranked.event, other.event)
    ]


def has_reported_part(ranked: RankedEvent, others: Sequence[RankedEvent]) -> bool:
    """Return whether a text reports a part of an event, whose values are easily taken for those of the whole."""
    return any(other.is_reported and _is_part(other.event, ranked.event) for other in others)


def is_news(event: EventProfile, reference: dt.date | None) -> bool:
    """Return whether an event is neither to come nor long past for a text, which may tell of such in passing only."""
    if reference is None or event.first is None or event.last is None:
        return True
    return (event.first - reference).days <= 1 and (reference - event.last).days <= _NEWS_DAYS


def is_background(event: EventProfile, locator: Locator) -> bool:
    """Return whether the first paragraph that names a day tells of a later one, so that the event is no news here.

    What is older than yesterday is none either where the lead does not name its day.
    """
    reading = locator.reading
    if reading.reference and event.last and (reading.reference - event.last).days > 1:
        lead = next((number for number, part in enumerate(reading.parts) if part.kind == PARAGRAPH), -1)
        if lead not in _find_days(event, locator):
            return True
    for number, part in enumerate(reading.parts):
        dates = [
            date for date in reading.dates[number] if date.is_day and not (date.is_bound or date.is_planned)
        ]
        days = [date.first for date in dates if reading.reference is None or date.first <= reading.reference]
        if part.kind == PARAGRAPH and days:
            return event.last is not None and event.last < max(days)
    return False


def is_contradicted(event: EventProfile, number: int, locator: Locator) -> bool:
    """Return whether a part names none of the people who met, but others, or another level of meeting.

    Args:
        event: what the record holds.
        number: of the part.
        locator: the text.
    """
    if event.kind is not Kind.MEETING:
        return False
    registry = locator.registry
    states = _list_states(event, locator)
    people = {m.id for m in locator.reading.by_part.get(number, ()) if m.noun == "people"}
    acting = {person for person in people if registry.people[person].actor in states}
    if acting and event.people and not acting & event.people:
        return True
    known = {str(s.value) for s in event.statements.get(("level", ""), ())}
    cues = VALUE_CUES[Kind.MEETING, "level"]
    levels = {word for word, cue in cues.items() if cue.search(locator.folded[number])}
    return bool(known and levels and not known & levels)


def list_main_actors(event: EventProfile) -> set[str]:
    """Return the actors whom at least half of an event's entries give in a role that makes the event."""
    counts: Counter[str] = Counter()
    for (field, element), group in event.statements.items():
        if field == "participants":
            actor, role = element.split("/")
            if role not in _ASIDE:
                counts[actor] = max(counts[actor], len({s.source for s in group}))
    return {actor for actor, count in counts.items() if 2 * count >= max(counts.values())}


def _find_days(event: EventProfile, locator: Locator) -> set[int]:
    """Return the parts that name an event's days, or one of them where they are few.

    The paragraph after the lead goes on about the lead's day where it names none.
    """
    is_short = event.first and event.last and 0 < (event.last - event.first).days <= _SHORT
    least = 0.7 if is_short else 0.95
    days = {
        evidence.part
        for statement in event.statements.get(("date", ""), ())
        for evidence in locator.locate(
            event.kind, "date", "", statement.value, range(len(locator.reading.parts))
        )
        if (evidence.strength >= 0.95 or (least <= evidence.strength <= 0.7))
        and _is_first_day(evidence, locator)
    }
    lead = next((n for n, part in enumerate(locator.reading.parts) if part.kind == PARAGRAPH), -1)
    goes_on = lead in days and lead + 1 < len(locator.reading.parts) and not locator.reading.dates[lead + 1]
    return days | {lead + 1} if goes_on else days


def _is_first_day(evidence: Evidence, locator: Locator) -> bool:
    """Return whether a part names no other day before, which makes it an aside, and does not speak of a plan."""
    days = [date for date in locator.reading.dates[evidence.part] if date.is_day and not date.is_bound]
    first = min(days, key=lambda date: date.start, default=None)
    if any(date.start == evidence.start and date.is_planned for date in days):
        return False
    return (
        first is None
        or evidence.start <= first.start
        or any(date.start == evidence.start and date.first == first.first for date in days)
    )


def _with_previous(number: int, locator: Locator) -> list[int]:
    is_paragraph = number > 0 and locator.reading.parts[number - 1].kind == PARAGRAPH
    return [number - 1, number] if is_paragraph else [number]


def _names_kind(event: EventProfile, parts: Sequence[int], locator: Locator) -> bool:
    cues = [KIND_CUES[event.kind], *(
        cue for (kind, _), terms in VALUE_CUES.items() if kind is event.kind
        for word, cue in terms.items() if word in event.types
    )]  # fmt: skip
    return any(cue.search(locator.folded[number]) for number in parts for cue in cues) or any(
        mention.id == event.series for mention in locator.reading.iter_mentions("series", parts)
    )


def _names_own_type(event: EventProfile, rival: EventProfile, number: int, locator: Locator) -> bool:
    """Return whether a part names the type of an event and not that of its rival."""
    cues = {
        word: cue
        for (kind, _), terms in VALUE_CUES.items()
        if kind is event.kind
        for word, cue in terms.items()
    }
    named = {word for word, cue in cues.items() if cue.search(locator.folded[number])}
    return bool(named & event.types - rival.types) and not named & rival.types


def _list_states(event: EventProfile, locator: Locator) -> frozenset[str]:
    """Return the states of an event's main actors, and the actors that belong to none."""
    return frozenset(find_state(actor, locator.registry) or actor for actor in list_main_actors(event))


def _names_states(kind: Kind, states: Set[str], parts: Sequence[int], locator: Locator) -> bool:
    """Return whether parts name all states, or most where they are many."""
    named = [state for state in states if locator.locate(kind, "participants", state, None, parts)]
    return bool(states) and len(named) >= (len(states) if len(states) <= 3 else 0.7 * len(states))


def _is_same_occasion(first: EventProfile, second: EventProfile) -> bool:
    """Return whether two events are of one kind, and on days that meet."""
    if first.kind is not second.kind:
        return False
    if first.first is None or first.last is None or second.first is None or second.last is None:
        return False
    return first.first <= second.last and second.first <= first.last


def _is_part(event: EventProfile, larger: EventProfile) -> bool:
    return ("links", f"{Relation.PART_OF}/{larger.id}") in event.statements

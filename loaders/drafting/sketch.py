"""Fill in what a text says of a new event: day, place, participants, people, units, figures, topics and series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from communique.loaders.curation.slugs import find_free_name, slugify
from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.offers import choose_offers
from communique.loaders.drafting.profiles import RecordProfile
from communique.loaders.drafting.statements import (
    DraftEvent,
    DraftStatement,
    join_parts,
)
from communique.loaders.drafting.text_values import (
    find_list_terms,
    find_measures,
    find_people,
    find_places,
    find_topics,
    find_units,
    state_value,
)
from communique.loaders.reading.dates import DateMention
from communique.loaders.reading.parts import HEADLINE
from communique.loaders.reading.recognise import find_state
from communique.loaders.reading.times import find_offset
from communique.schema.vocabulary import Kind, Role

_MAX_ACTORS: Final = 8
_MAX_TOPICS: Final = 8
_ENOUGH_EVENTS, _MOSTLY = 3, 0.7
"""From so many events on, the role that an actor had in such a share of them is the one to offer."""

WORD_FIELDS: Final = {Kind.MEETING: "level", Kind.MEMORANDUM: "instrument"}
"""The field that says what an event of a kind was, where that is not its type."""

_DECIDED: Final = frozenset({"type", "level", "purpose", "series"})
"""Fields of which a text has no other value than the record."""


@dataclass(slots=True)
class Sketch:
    """Parts that tell of one event: its kind, what happened, its day, how much they tell, whom the first names."""

    kind: Kind
    word: str
    date: DateMention | None
    date_part: int
    parts: list[int]
    weight: float
    actors: frozenset[str]


def draft_sketch(sketch: Sketch, locator: Locator, record: RecordProfile, used: set[str]) -> DraftEvent:
    """Return a new event with everything that its parts say of it.

    Args:
        sketch: the event as far as it was found.
        locator: the text.
        record: what is known, from which the series of like events is told.
        used: ids that are taken.
    """
    statements = _state_all(sketch, locator, record)
    actors = [s.element.split("/")[0] for s in statements if s.field == "participants"]
    subject = slugify(
        " ".join([sketch.word or str(sketch.kind), *(_name_actor(a, locator) for a in actors[:3])])
    )
    day = sketch.date.edtf[:10] if sketch.date else ""
    return DraftEvent(
        find_free_name("-".join(filter(None, (subject[:70].strip("-"), day))), used),
        sketch.kind,
        False,
        "",
        "the text tells of it, and no event of the record fits",
        0.0,
        join_parts(sorted(set(sketch.parts)), locator.reading),
        choose_offers(statements),
    )


def state_values(
    kind: Kind, parts: Sequence[int], locator: Locator, record: RecordProfile, known: Sequence[DraftStatement]
) -> list[DraftStatement]:
    """Return what parts say of a known event beyond the values that the record holds, to be offered.

    Args:
        kind: of the event.
        parts: numbers of the parts that tell of it.
        locator: the text.
        record: what is known.
        known: what is proposed already.
    """
    roles = {
        element[0]: element[1]
        for s in known
        if s.field == "participants"
        for element in [s.element.split("/")]
    }
    terms = [s for s in known if s.field == WORD_FIELDS.get(kind, "type")]
    word = str(max(terms, key=lambda s: s.sources).value) if terms else ""
    dated = [(date, n) for n in parts for date in locator.reading.dates[n] if not date.is_bound]
    date, date_part = min(dated, key=lambda item: not item[0].is_day) if dated else (None, -1)
    sketch = Sketch(kind, word, date, date_part, list(parts), 0.0, frozenset())
    taken = {_name_value(s) for s in known}
    decided = {s.field for s in known} & _DECIDED
    return [
        s
        for s in _state_all(sketch, locator, record, roles)
        if _name_value(s) not in taken and s.field not in decided
    ]


def _name_value(statement: DraftStatement) -> tuple[str, str]:
    """Return what a value may stand once for: an actor, a person or unit, or a value of a field."""
    if statement.field == "participants":
        return statement.field, statement.element.partition("/")[0]
    if statement.field == "figures":
        numbers = statement.value.values() if isinstance(statement.value, dict) else [statement.value]
        return statement.field, f"{statement.element} {sorted({float(n) for n in numbers if n is not None})}"
    return statement.field, statement.element.rpartition("/")[2] or str(statement.value)


def _state_all(
    sketch: Sketch,
    locator: Locator,
    record: RecordProfile,
    known_roles: Mapping[str, str] = MappingProxyType({}),
) -> list[DraftStatement]:
    reading = locator.reading
    headline = [number for number, part in enumerate(reading.parts) if part.kind == HEADLINE]
    parts = sorted(set(sketch.parts))
    kind = sketch.kind
    statements = _state_date(sketch, parts, locator)
    places = find_places(parts, locator)
    statements += [state_value("place", "", place, [part], locator) for place, part in places]
    terms = find_list_terms(kind, parts, locator)
    field = WORD_FIELDS.get(kind, "type")
    if sketch.word and all((s.field, s.value) != (field, sketch.word) for s in terms):
        terms.append(state_value(field, "", sketch.word, headline or parts[:1], locator))
    statements += terms
    place = places[0][0] if places else ""
    actors = _find_participants(sketch, [*parts, *headline], locator, place, record)
    statements += [
        state_value("participants", f"{actor}/{role}", {"actor": actor, "role": role}, [part], locator)
        for actor, role, part in actors
    ]
    roles = {actor: role for actor, role, _ in actors} | dict(known_roles)
    statements += find_people([*parts, *headline], roles, locator)
    statements += find_units(parts, roles, locator)
    statements += find_topics([*parts, *headline, *range(len(reading.parts))], locator)[:_MAX_TOPICS]
    statements += find_measures(parts, locator)
    statements += _find_clock(sketch, parts, locator, place)
    if series := _find_series(kind, sketch.word, set(roles), parts, locator, record):
        statements.append(series)
    return statements


def _state_date(sketch: Sketch, parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the day that the text gives, or the one of its dateline or publication where it gives none."""
    day = sketch.date or locator.reading.reference
    if day is None:
        return []
    edtf, number = (sketch.date.edtf, sketch.date_part) if sketch.date else (str(day), parts[0])
    is_relative = sketch.date is None or sketch.date.basis == "relative"
    return [
        replace(state_value("date", "", edtf, [number], locator), basis="relative" if is_relative else "")
    ]


def _name_actor(actor: str, locator: Locator) -> str:
    entry = locator.registry.actors.get(actor)
    return entry.short_name or entry.name if entry else actor


def _find_participants(
    sketch: Sketch, parts: Sequence[int], locator: Locator, place: str, record: RecordProfile
) -> list[tuple[str, str, int]]:
    """Return the states and bodies that the parts name, each in the role that it has in events like this one."""
    registry = locator.registry
    seen: dict[str, int] = {}
    for number in parts:
        for mention in locator.reading.by_part.get(number, ()):
            actor = (find_state(mention.id, registry) or mention.id) if mention.noun == "actors" else None
            if mention.noun == "people":
                actor = registry.people[mention.id].actor
            if actor and actor not in seen:
                seen[actor] = number
    host = registry.places[place].actor if place in registry.places else None
    ordered = list(seen)[:_MAX_ACTORS]
    return [(actor, _guess_role(sketch, actor, ordered, host, record), seen[actor]) for actor in ordered]


def _guess_role(
    sketch: Sketch, actor: str, ordered: Sequence[str], host: str | None, record: RecordProfile
) -> str:
    """Return the role that an actor mostly has in such events; by its place in the text where it never took part."""
    if sketch.kind in {Kind.MEETING, Kind.VISIT, Kind.EXERCISE} and actor == host:
        return str(Role.HOST)
    usual = record.roles.get((sketch.kind, sketch.word, actor)) if sketch.word else None
    role, count = usual.most_common(1)[0] if usual else ("", 0)
    if usual and usual.total() >= _ENOUGH_EVENTS and count >= _MOSTLY * usual.total():
        return role
    if sketch.kind is Kind.INCIDENT:
        return str(Role.INITIATOR if actor == ordered[0] else Role.AFFECTED)
    if sketch.kind is Kind.MEMORANDUM:
        is_statement = sketch.word in {"joint-statement", "declaration", "resolution"}
        return str(Role.ISSUER if is_statement else Role.SIGNATORY)
    return str(Role.ATTENDEE)


def _find_clock(sketch: Sketch, parts: Sequence[int], locator: Locator, place: str) -> list[DraftStatement]:
    """Return the time of the day by the clock of the place."""
    entry = locator.registry.places.get(place)
    actor = entry.actor if entry else None
    day = sketch.date.first if sketch.date and sketch.date.is_day else locator.reading.reference
    for number in parts:
        for time in locator.reading.times[number]:
            offset = find_offset(actor or "JP", day) if day else None
            if offset is not None and day is not None:
                return [state_value("time", "", time.to_local(day, offset)[1], [number], locator)]
    return []


def _find_series(
    kind: Kind, word: str, actors: set[str], parts: Sequence[int], locator: Locator, record: RecordProfile
) -> DraftStatement | None:
    """Return the series that a part names, or offer the one to which like events of the same actors belong."""
    for mention in locator.reading.iter_mentions(
        "series", [*parts, *range(min(2, len(locator.reading.parts)))]
    ):
        if locator.registry.series[mention.id].kind is kind:
            return state_value("series", "", mention.id, [mention.part], locator)
    like = Counter(
        event.series
        for event in record.events.values()
        if event.series
        and event.kind is kind
        and event.actors == actors
        and (not word or word in event.types)
    )
    if like and like.most_common(1)[0][1] >= 2:
        return state_value("series", "", like.most_common(1)[0][0], parts[:1], locator)
    return None

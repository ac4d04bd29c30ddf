"""Fill in what a text says of a new event: day, place, participants, people, units, figures, topics and series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.loaders.curation.slugs import find_free_name, slugify
from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.profiles import RecordProfile
from communique.loaders.drafting.statements import (
    DraftEvent,
    DraftStatement,
    describe_value,
    join_parts,
    to_plain,
)
from communique.loaders.reading.dates import DateMention
from communique.loaders.reading.phrases import TOPIC_CUES, VALUE_CUES
from communique.loaders.reading.recognise import find_state
from communique.loaders.reading.times import find_offset
from communique.schema.vocabulary import Kind, PlacePrecision, Role

_SET_FIELDS: Final = {"domains", "missions"}
_ONE_VALUE: Final = {"place", "type", "level", "instrument", "purpose"}


@dataclass(slots=True)
class Sketch:
    """Parts that tell of one event, with its kind, what happened and its day."""

    kind: Kind
    word: str
    date: DateMention | None
    date_part: int
    parts: list[int]


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
        tuple(sorted(statements, key=lambda s: (s.order, not s.is_ticked, s.element))),
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
    taken = {(s.field, "" if s.field in _ONE_VALUE else s.element.rpartition("/")[2]) for s in known}
    roles = {
        element[0]: element[1]
        for s in known
        if s.field == "participants"
        for element in [s.element.split("/")]
    }
    extra = [*_find_people(parts, roles, locator), *_find_units(parts, roles, locator)]
    extra += [
        *_find_measures(parts, locator),
        *_find_topics(parts, locator),
        *_find_words(kind, parts, locator),
    ]
    place, part = _find_place(parts, locator)
    extra += [_state("place", "", place, [part], locator)] if place else []
    return [
        s
        for s in extra
        if (s.field, "" if s.field in _ONE_VALUE else s.element.rpartition("/")[2]) not in taken
    ]


def _state_all(sketch: Sketch, locator: Locator, record: RecordProfile) -> list[DraftStatement]:
    reading = locator.reading
    headline = [number for number, part in enumerate(reading.parts) if part.kind == "headline"]
    parts = sorted(set(sketch.parts))
    statements: list[DraftStatement] = []
    kind = sketch.kind
    if sketch.date:
        statements.append(
            DraftStatement(
                "date",
                "",
                sketch.date.edtf,
                join_parts([sketch.date_part], reading),
                False,
                "text",
                "",
                basis="relative" if sketch.date.basis == "relative" else "",
            )
        )
    place, place_part = _find_place(parts, locator)
    if place:
        statements.append(_state("place", "", place, [place_part], locator))
    statements += _find_words(kind, parts, locator)
    actors = _find_participants(sketch, parts, headline, locator, place)
    statements += [
        _state("participants", f"{actor}/{role}", {"actor": actor, "role": role}, [part], locator)
        for actor, role, part in actors
    ]
    roles = {actor: role for actor, role, _ in actors}
    statements += _find_people(parts, roles, locator)
    statements += _find_units(parts, roles, locator)
    statements += _find_topics(parts, locator)
    statements += _find_measures(parts, locator)
    statements += _find_clock(sketch, parts, locator, place)
    if series := _find_series(kind, sketch.word, set(roles), parts, locator, record):
        statements.append(series)
    return statements


def _state(field: str, element: str, value: Any, parts: Iterable[int], locator: Locator) -> DraftStatement:
    """Return a value that only the text gives: offered, for nobody has vouched for its like."""
    return DraftStatement(
        field,
        element,
        to_plain(value),
        join_parts(parts, locator.reading),
        False,
        "text",
        describe_value(field, element, value, locator.registry),
    )


def _name_actor(actor: str, locator: Locator) -> str:
    entry = locator.registry.actors.get(actor)
    return entry.short_name or entry.name if entry else actor


def _find_place(parts: Sequence[int], locator: Locator) -> tuple[str, int]:
    """Return the most exact place that the first of the parts names behind a word such as `in`."""
    rank = {
        PlacePrecision.SITE: 4,
        PlacePrecision.SEA_AREA: 3,
        PlacePrecision.LOCALITY: 3,
        PlacePrecision.REGION: 2,
        PlacePrecision.COUNTRY: 1,
    }
    for number in parts[:3]:
        best: tuple[int, int, str] | None = None
        text = locator.folded[number]
        for mention in locator.reading.by_part.get(number, ()):
            if mention.noun != "places":
                continue
            before = text[max(0, mention.start - 28) : mention.start]
            if mention.manner != "relation" and not re.search(
                r"\b(?:in|at|off|near|on|over|of|from|into|around|aboard)(?: the)?(?: [\w.'-]+){0,3} ?$",
                before,
            ):
                continue
            if re.search(r"\btowards? (?:the )?$", before):
                continue
            entry = locator.registry.places[mention.id]
            weight = rank[entry.precision] + (1 if mention.manner == "relation" else 0)
            if best is None or weight > best[0]:
                best = (weight, mention.start, mention.id)
        if best and (best[0] > 1 or number == parts[0]):
            return best[2], number
    return "", -1


def _find_words(kind: Kind, parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the words of the kind's lists that the parts speak for."""
    statements = []
    for (owner, field), cues in VALUE_CUES.items():
        if owner is not kind:
            continue
        hits = {
            word: [number for number in parts if cue.search(locator.folded[number])]
            for word, cue in cues.items()
        }
        hits = {word: numbers for word, numbers in hits.items() if numbers}
        if field in _SET_FIELDS:
            statements += [_state(field, word, word, numbers[:2], locator) for word, numbers in hits.items()]
        elif hits:
            first = min(numbers[0] for numbers in hits.values())
            word = next(word for word, numbers in hits.items() if numbers[0] <= first + 1)
            statements.append(_state(field, "", word, hits[word][:2], locator))
    return statements


def _find_participants(
    sketch: Sketch, parts: Sequence[int], headline: Sequence[int], locator: Locator, place: str
) -> list[tuple[str, str, int]]:
    """Return the states that the lead parts name, each in the role that its kind of event suggests."""
    registry = locator.registry
    seen: dict[str, int] = {}
    for number in [*parts[:2], *headline]:
        for mention in locator.reading.by_part.get(number, ()):
            state = find_state(mention.id, registry) if mention.noun == "actors" else None
            if mention.noun == "people":
                state = registry.people[mention.id].actor
            if state and state not in seen:
                seen[state] = number if number in parts else parts[0]
        if len(seen) >= 2 and number in parts:
            break
    host = registry.places[place].actor if place in registry.places else None
    ordered = list(seen)
    return [(actor, _guess_role(sketch, actor, ordered, host), seen[actor]) for actor in ordered]


def _guess_role(sketch: Sketch, actor: str, ordered: Sequence[str], host: str | None) -> str:
    if sketch.kind is Kind.INCIDENT:
        return str(Role.INITIATOR if actor == ordered[0] else Role.AFFECTED)
    if sketch.kind is Kind.MEMORANDUM:
        is_statement = sketch.word in {"joint-statement", "declaration", "resolution"}
        return str(Role.ISSUER if is_statement else Role.SIGNATORY)
    if sketch.kind in {Kind.MEETING, Kind.VISIT} and actor == host:
        return str(Role.HOST)
    return str(Role.ATTENDEE)


def _find_people(parts: Sequence[int], roles: dict[str, str], locator: Locator) -> list[DraftStatement]:
    statements = {}
    for mention in locator.reading.iter_mentions("people", parts[:3]):
        actor = locator.registry.people[mention.id].actor or ""
        if actor in roles and mention.id not in statements:
            element = f"{actor}/{roles[actor]}/{mention.id}"
            statements[mention.id] = _state(
                "people", element, {"person": mention.id}, [mention.part], locator
            )
    return list(statements.values())


_SHIP = re.compile(
    r"\b(?:(USS|USNS|USCGC|JS|JDS|ROKS|HMAS|HMS|INS|BRP|HMNZS) [A-Z][\w.'-]*(?:[ -][A-Z][\w'-]*)*)"
)
_SHIP_ACTORS: Final = dict.fromkeys(("USS", "USNS", "USCGC"), "US") | {
    "JS": "JP", "JDS": "JP", "ROKS": "KR", "HMAS": "AU", "HMS": "GB", "INS": "IN", "BRP": "PH", "HMNZS": "NZ",
}  # fmt: skip


def _find_units(parts: Sequence[int], roles: dict[str, str], locator: Locator) -> list[DraftStatement]:
    units: dict[tuple[str, str], int] = {}
    for number in parts:
        for match in _SHIP.finditer(locator.reading.parts[number].text):
            units.setdefault((_SHIP_ACTORS[match[1]], match[0]), number)
        for mention in locator.reading.by_part.get(number, ()):
            if mention.noun == "units":
                actor, _, name = mention.id.partition("/")
                units.setdefault((actor, name), number)
    return [
        _state("units", f"{actor}/{roles[actor]}/{name}", name, [number], locator)
        for (actor, name), number in units.items()
        if actor in roles
    ]


def _find_topics(parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    statements = []
    for topic, cue in TOPIC_CUES.items():
        numbers = [number for number in parts if cue.search(locator.folded[number])]
        if numbers and topic in locator.registry.topics:
            statements.append(_state("topics", topic, topic, numbers[:2], locator))
    return statements


def _find_measures(parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    figures: dict[str, DraftStatement] = {}
    for number in parts:
        for figure in locator.get_figures(number):
            key = str(figure.measure)
            value = {"low": figure.low, "best": figure.best, "high": figure.high}
            figures.setdefault(key, _state("figures", key, value, [number], locator))
    return list(figures.values())


def _find_clock(sketch: Sketch, parts: Sequence[int], locator: Locator, place: str) -> list[DraftStatement]:
    """Return the time of the day by the clock of the place."""
    entry = locator.registry.places.get(place)
    actor = entry.actor if entry else None
    day = sketch.date.first if sketch.date and sketch.date.is_day else locator.reading.reference
    for number in parts:
        for time in locator.reading.times[number]:
            offset = find_offset(actor or "JP", day) if day else None
            if offset is not None and day is not None:
                return [_state("time", "", time.to_local(day, offset)[1], [number], locator)]
    return []


def _find_series(
    kind: Kind, word: str, actors: set[str], parts: Sequence[int], locator: Locator, record: RecordProfile
) -> DraftStatement | None:
    """Return the series that a part names, or offer the one to which like events of the same actors belong."""
    for mention in locator.reading.iter_mentions(
        "series", [*parts, *range(min(2, len(locator.reading.parts)))]
    ):
        if locator.registry.series[mention.id].kind is kind:
            return _state("series", "", mention.id, [mention.part], locator)
    like = Counter(
        event.series
        for event in record.events.values()
        if event.series
        and event.kind is kind
        and event.actors == actors
        and (not word or word in event.types)
    )
    if like and like.most_common(1)[0][1] >= 2:
        return _state("series", "", like.most_common(1)[0][0], parts[:1], locator)
    return None

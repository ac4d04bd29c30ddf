"""Find the events of a text that the record does not hold: which parts tell of one, of what kind, on which day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from communique.loaders.drafting.anchors import is_contradicted
from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.profiles import EventProfile, RecordProfile
from communique.loaders.drafting.ranking import RankedEvent
from communique.loaders.drafting.sketch import WORD_FIELDS, Sketch, draft_sketch
from communique.loaders.drafting.statements import DraftEvent, DraftStatement
from communique.loaders.drafting.text_values import state_value
from communique.loaders.reading.dates import DateMention
from communique.loaders.reading.parts import HEADLINE, PARAGRAPH, STANDFIRST
from communique.loaders.reading.phrases import KIND_CUES, VALUE_CUES
from communique.loaders.reading.recognise import find_state
from communique.schema.vocabulary import Kind, Relation

MAX_SKETCHES: Final = 6
_LIKELY_NEW: Final = 0.04
"""New events are written out from this probability on, and those alone of which the headline or the first paragraphs
tell; the others are named."""

_LOGIT_NEW: Final[Mapping[str, float]] = {
    "first": 0.69, "second": 0.51, "weight": 0.72, "day": 0.6, "recent": 0.8, "planned": -1.11, "actors": -0.99,
    "known": -1.81, "all_known": -0.89, "headline": 1.01, "lead": 0.28, "meeting": 0.98, "visit": -0.89, "": -3.32,
}  # fmt: skip
"""Coefficients of a logistic regression on 182 of the texts of `SECTION=reading` that were tried."""
_EXPLAINED: Final = 0.4
"""From which probability on a known event is what a part tells of."""

_LEAST_SHARE: Final = 0.25
"""A kind of event is told by a part if it is spoken of at least so much as the one that is most."""

_KIND_STRENGTH: Final = {
    Kind.EXERCISE: 1.3,
    Kind.INCIDENT: 1.0,
    Kind.MEETING: 1.0,
    Kind.MEMORANDUM: 0.9,
    Kind.VISIT: 0.9,
}
_MAX_LINKS: Final = 5
_NEWS_DAYS: Final = 45


def sketch_new_events(
    locator: Locator, record: RecordProfile, reported: Sequence[RankedEvent], wanted: Collection[str] = ()
) -> tuple[list[DraftEvent], list[DraftEvent]]:
    """Return skeletons of events that a text reports and the record does not hold, and others that are less likely.

    Args:
        locator: the text.
        record: what is known.
        reported: known events that the text reports.
        wanted: ids of skeletons to take for reported, however unlikely.
    """
    used = set(record.events)
    likely = [e.event for e in reported if e.probability >= _EXPLAINED]
    events: list[tuple[DraftEvent, dt.date | None]] = []
    lead = [number for number, part in enumerate(locator.reading.parts) if part.kind == PARAGRAPH][:3]
    for sketch in find_sketches(locator):
        if any(_is_same_event(sketch, event, locator) for event in likely):
            continue
        event = draft_sketch(sketch, locator, record, used)
        is_led = min(sketch.parts) <= max(lead, default=0)
        event = replace(event, score=is_led * _judge_sketch(sketch, len(events), reported, locator))
        used.add(event.id)
        events.append((event, sketch.date.first if sketch.date else locator.reading.reference))
        if len(events) == MAX_SKETCHES:
            break
    chosen = [(event, day) for event, day in events if event.score >= _LIKELY_NEW or event.id in wanted]
    known = [(e.event.id, e.event.kind, e.event.first) for e in reported[:_MAX_LINKS]]
    others = known + [(event.id, event.kind, day) for event, day in chosen]
    new = [
        replace(event, statements=(*event.statements, *_link_event(event, day, others, locator)))
        for event, day in chosen
    ]
    return new, [event for event, day in events if (event, day) not in chosen]


def _judge_sketch(sketch: Sketch, rank: int, reported: Sequence[RankedEvent], locator: Locator) -> float:
    """Return how probable it is that a text reports a new event as it was sketched."""
    features = _describe_sketch(sketch, rank, reported, locator)
    return round(1 / (1 + math.exp(-sum(_LOGIT_NEW[name] * value for name, value in features.items()))), 3)


def _describe_sketch(
    sketch: Sketch, rank: int, reported: Sequence[RankedEvent], locator: Locator
) -> dict[str, float]:
    reference, parts = locator.reading.reference, locator.reading.parts
    days = abs((sketch.date.first - reference).days) if sketch.date and reference else 0
    lead = next((number for number, part in enumerate(parts) if part.kind == PARAGRAPH), 0)
    headline = next((locator.folded[n] for n, part in enumerate(parts) if part.kind == HEADLINE), "")
    return {
        "": 1.0,
        "first": float(rank == 0),
        "second": float(rank == 1),
        "weight": min(math.log(1 + sketch.weight), 3.0),
        "day": float(sketch.date is not None and sketch.date.is_day),
        "recent": math.exp(-days / 10),
        "planned": float(sketch.date is not None and sketch.date.is_planned),
        "actors": min(len(sketch.actors), 4) / 4,
        "known": max((e.probability for e in reported), default=0.0),
        "all_known": min(sum(e.probability for e in reported), 4) / 4,
        "headline": float(any(kind is sketch.kind for kind, _, _ in _iter_kinds(headline))),
        "lead": float(min(sketch.parts) == lead),
        "meeting": float(sketch.kind is Kind.MEETING),
        "visit": float(sketch.kind is Kind.VISIT),
    }


def find_sketches(locator: Locator) -> list[Sketch]:
    """Return what the parts of a text tell of, first what most of them do; parts that tell of the same are joined."""
    sketches: list[Sketch] = []
    reading = locator.reading
    last: list[tuple[DateMention | None, int]] = [(None, -1)]
    for number, part in enumerate(reading.parts):
        if part.kind not in {PARAGRAPH, STANDFIRST}:
            continue
        if dates := _choose_dates(reading.dates[number]):
            last = [(date, number) for date in dates]
        kinds = list(_iter_kinds(locator.folded[number]))
        actors = frozenset(list_actors(number, locator))
        for kind, word, strength in kinds:
            # What is told early is what the text is about, and the first day of a part what it tells of.
            weight = strength * (2.0 if number <= 3 else 1.0)
            for rank, (date, date_part) in enumerate(last):
                sketch = Sketch(kind, word, date, date_part, [number], weight / (1 + rank), actors)
                _add_to_sketches(sketches, sketch)
        if not kinds and sketches:
            sketches[-1].parts.append(number)
    headline = next((number for number, part in enumerate(reading.parts) if part.kind == HEADLINE), None)
    for kind, word, strength in _iter_kinds(locator.folded[headline]) if headline is not None else ():
        if lead := next((sketch for sketch in sketches if sketch.kind is kind), None):
            lead.word = word or lead.word
            lead.weight += 2 * strength
        elif sketches:  # a statement of which only the headline says that it is one
            first = sketches[0]
            parts = list(range(first.parts[0], min(first.parts[0] + 4, len(reading.parts))))
            sketches.append(
                Sketch(kind, word, first.date, first.date_part, parts, 2 * strength, first.actors)
            )
    return sorted(sketches, key=lambda sketch: -sketch.weight)


def list_actors(number: int, locator: Locator) -> set[str]:
    """Return the states, and the bodies that belong to none, that a part names by themselves or by their people."""
    registry = locator.registry
    actors = set()
    for mention in locator.reading.by_part.get(number, ()):
        if mention.noun == "actors":
            actors.add(find_state(mention.id, registry) or mention.id)
        elif mention.noun == "people" and (actor := registry.people[mention.id].actor):
            actors.add(actor)
    return actors


def _choose_dates(dates: Sequence[DateMention]) -> list[DateMention]:
    """Return the first day that a part names, then at most two others."""
    named = [date for date in dates if not date.is_bound]
    ordered = sorted(named, key=lambda date: (not date.is_day, date.start))
    days = {date.first: date for date in reversed(ordered) if date.is_day}
    return [date for date in ordered if date is days.get(date.first)][:3] or ordered[:1]


def _add_to_sketches(sketches: list[Sketch], sketch: Sketch) -> None:
    """Add a sketch, or its part to one of the same kind and day."""
    for other in sketches:
        is_same_word = other.word == sketch.word or not sketch.word or not other.word
        is_same = is_same_word and _is_same_date(other.date, sketch.date)
        if other.kind is sketch.kind and is_same and not _are_others(other.actors, sketch.actors):
            other.parts += sketch.parts
            other.weight += sketch.weight
            if sketch.date and (other.date is None or (sketch.date.is_day and not other.date.is_day)):
                other.date, other.date_part = sketch.date, sketch.date_part
            return
    sketches.append(sketch)


def _iter_kinds(text: str) -> Iterator[tuple[Kind, str, float]]:
    """Yield the kinds of event that a text tells of, most first, each with the word for what it was and how much."""
    counts = {
        kind: _KIND_STRENGTH[kind] * cue.count(text) / (1 + match.start() / 300)
        for kind, cue in KIND_CUES.items()
        if (match := cue.search(text))
    }
    best = max(counts.values(), default=0.0)
    for kind in sorted(counts, key=lambda k: (-counts[k], k)):
        if counts[kind] >= _LEAST_SHARE * best:
            cues = VALUE_CUES[kind, WORD_FIELDS.get(kind, "type")]
            yield kind, next((word for word, cue in cues.items() if cue.search(text)), ""), counts[kind]


def _is_same_date(first: DateMention | None, second: DateMention | None) -> bool:
    if first is None or second is None:
        return True
    return first.first <= second.last and second.first <= first.last


def _is_same_event(sketch: Sketch, event: EventProfile, locator: Locator) -> bool:
    """Return whether a known event is what a sketch tells of: its kind and day, and nobody else who acts in it."""
    if sketch.kind is not event.kind or is_contradicted(event, sketch.parts[0], locator):
        return False
    if _are_others(event.actors, sketch.actors):
        return False
    date = sketch.date
    if date and event.first and event.last:
        return date.first <= event.last and event.first <= date.last
    day = locator.reading.reference
    # Without a day of its own a part tells of what is new.
    return not (day and event.first) or abs((day - event.first).days) <= _NEWS_DAYS


def _are_others(first: Set[str], second: Set[str]) -> bool:
    """Return whether each of two sets of actors has one that the other lacks, as two meetings of one day have."""
    return bool(first - second and second - first)


def _link_event(
    event: DraftEvent,
    day: dt.date | None,
    others: Sequence[tuple[str, Kind, dt.date | None]],
    locator: Locator,
) -> list[DraftStatement]:
    """Return how an event may stand to others of the text: what a meeting produced, what an answer responds to."""
    links = []
    for other_id, kind, other_day in others:
        relation = _choose_relation(event.kind, day, kind, other_day) if other_id != event.id else None
        if relation:
            value = {"relation": relation, "event": other_id}
            links.append(
                replace(
                    state_value("links", f"{relation}/{other_id}", value, [], locator),
                    citations=event.citations[:2],
                )
            )
    return links[:_MAX_LINKS]


def _choose_relation(
    kind: Kind, day: dt.date | None, other: Kind, other_day: dt.date | None
) -> Relation | None:
    is_same_day = day is None or other_day is None or abs((day - other_day).days) <= 1
    if is_same_day and other is Kind.MEMORANDUM and kind in {Kind.MEETING, Kind.VISIT}:
        return Relation.PRODUCED
    if is_same_day and kind is Kind.MEMORANDUM and other is Kind.MEETING:
        return Relation.AGREED_AT
    if day and other_day and other_day <= day and kind is not other:
        return Relation.RESPONDS_TO if other is Kind.INCIDENT else None
    if day and other_day and other_day < day:
        return Relation.FOLLOWS
    return None

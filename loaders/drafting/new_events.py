"""Find the events of a text that the record does not hold: which parts tell of one, of what kind, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.profiles import EventProfile, RecordProfile
from communique.loaders.drafting.ranking import RankedEvent
from communique.loaders.drafting.sketch import Sketch, draft_sketch
from communique.loaders.drafting.statements import DraftEvent
from communique.loaders.reading.dates import DateMention
from communique.loaders.reading.parts import HEADLINE, PARAGRAPH, STANDFIRST
from communique.loaders.reading.phrases import KIND_CUES, VALUE_CUES
from communique.schema.vocabulary import Kind

MAX_NEW: Final = 5
_EXPLAINED: Final = 0.4
"""From which probability on a known event is what a part tells of."""

_KIND_STRENGTH: Final = {
    Kind.EXERCISE: 1.3,
    Kind.INCIDENT: 1.0,
    Kind.MEETING: 1.0,
    Kind.MEMORANDUM: 0.9,
    Kind.VISIT: 0.9,
}


def sketch_new_events(
    locator: Locator, record: RecordProfile, reported: Sequence[RankedEvent]
) -> list[DraftEvent]:
    """Return skeletons of the events that a text reports and the record does not hold.

    Args:
        locator: the text.
        record: what is known.
        reported: known events that the text reports.
    """
    used = set(record.events)
    events: list[DraftEvent] = []
    for sketch in find_sketches(locator):
        if any(e.probability >= _EXPLAINED and _is_same_event(sketch, e.event) for e in reported):
            continue
        event = draft_sketch(sketch, locator, record, used)
        used.add(event.id)
        events.append(event)
        if len(events) == MAX_NEW:
            break
    return events


def find_sketches(locator: Locator) -> list[Sketch]:
    """Return what the parts of a text tell of, the lead first; parts that tell of the same are joined."""
    sketches: list[Sketch] = []
    reading = locator.reading
    last: tuple[DateMention | None, int] = (None, -1)
    for number, part in enumerate(reading.parts):
        if part.kind not in {PARAGRAPH, STANDFIRST}:
            continue
        dates = [date for date in reading.dates[number] if not date.is_bound]
        if dates:
            last = (max(dates, key=lambda date: (date.is_day, -date.start)), number)
        kinds = _guess_kinds(locator.folded[number])
        for kind, word in kinds:
            _add_to_sketches(sketches, Sketch(kind, word, *last, [number]))
        if not kinds and sketches:
            sketches[-1].parts.append(number)
    headline = next((number for number, part in enumerate(reading.parts) if part.kind == HEADLINE), None)
    for kind, word in _guess_kinds(locator.folded[headline])[:1] if headline is not None else ():
        lead = next((sketch for sketch in sketches[:3] if sketch.kind is kind), None)
        if lead:
            lead.word = word or lead.word
            sketches.remove(lead)
            sketches.insert(0, lead)
    return sketches


def _add_to_sketches(sketches: list[Sketch], sketch: Sketch) -> None:
    """Add a sketch, or its part to one of the same kind and day."""
    for other in sketches:
        is_same_word = other.word == sketch.word or not sketch.word or not other.word
        if other.kind is sketch.kind and is_same_word and _is_same_date(other.date, sketch.date):
            other.parts += sketch.parts
            if sketch.date and (other.date is None or (sketch.date.is_day and not other.date.is_day)):
                other.date, other.date_part = sketch.date, sketch.date_part
            return
    sketches.append(sketch)


_FIELD: Final = {Kind.MEETING: "level", Kind.MEMORANDUM: "instrument"}
"""The field that says what an event of a kind was, where that is not its type."""


def _guess_kinds(text: str) -> list[tuple[Kind, str]]:
    """Return the one or two kinds of event that a text mostly tells of, each with the word for what it was."""
    counts = {
        kind: _KIND_STRENGTH[kind] * cue.count(text) / (1 + match.start() / 300)
        for kind, cue in KIND_CUES.items()
        if (match := cue.search(text))
    }
    best = max(counts.values(), default=0.0)
    kinds = sorted((kind for kind in counts if counts[kind] >= 0.55 * best), key=lambda k: (-counts[k], k))
    return [
        (
            kind,
            next(
                (w for w, cue in VALUE_CUES[kind, _FIELD.get(kind, "type")].items() if cue.search(text)), ""
            ),
        )
        for kind in kinds[:2]
    ]


def _is_same_date(first: DateMention | None, second: DateMention | None) -> bool:
    if first is None or second is None:
        return True
    return first.first <= second.last and second.first <= first.last


def _is_same_event(sketch: Sketch, event: EventProfile) -> bool:
    if sketch.kind is not event.kind:
        return False
    date = sketch.date
    if date and event.first and event.last:
        return date.first <= event.last and event.first <= date.last
    return True

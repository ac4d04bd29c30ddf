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
    Kind.VISIT: 0.6,
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
        if part.kind not in {"paragraph", "standfirst", "headline"}:
            continue
        kind, word = _guess_kind(locator.folded[number])
        dates = [date for date in reading.dates[number] if not date.is_bound]
        if dates:
            last = (max(dates, key=lambda date: (date.is_day, -date.start)), number)
        if kind is None or part.kind == "headline":
            if sketches:
                sketches[-1].parts.append(number)
            continue
        date, date_part = last if dates else (last[0], last[1])
        same = next(
            (
                s
                for s in sketches
                if s.kind is kind
                and _is_same_date(s.date, date)
                and (s.word == word or not word or not s.word)
            ),
            None,
        )
        if same:
            same.parts.append(number)
            if date and (same.date is None or (date.is_day and not same.date.is_day)):
                same.date, same.date_part = date, date_part
        else:
            sketches.append(Sketch(kind, word, date, date_part, [number]))
    headline = next((number for number, part in enumerate(reading.parts) if part.kind == "headline"), None)
    if headline is not None and sketches:
        kind, word = _guess_kind(locator.folded[headline])
        lead = next((s for s in sketches[:3] if s.kind is kind), sketches[0])
        if kind is lead.kind and word:
            lead.word = word
        sketches.remove(lead)
        sketches.insert(0, lead)
    return sketches


def _guess_kind(text: str) -> tuple[Kind | None, str]:
    """Return the kind of event that a text mostly tells of, and what happened; None where it tells of none."""
    counts = {
        kind: _KIND_STRENGTH[kind] * cue.count(text) / (1 + match.start() / 300)
        for kind, cue in KIND_CUES.items()
        if (match := cue.search(text))
    }
    if not counts:
        return None, ""
    kind = max(counts, key=lambda k: (counts[k], k))
    field = (
        "type"
        if kind in {Kind.INCIDENT, Kind.VISIT, Kind.EXERCISE}
        else "level"
        if kind is Kind.MEETING
        else "instrument"
    )
    word = next((w for w, cue in VALUE_CUES[kind, field].items() if cue.search(text)), "")
    return kind, word


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

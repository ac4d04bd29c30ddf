"""Draft an entry from a text: what the record holds of known events, and a skeleton of new ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from communique.loaders.dataset import Dataset
from communique.loaders.drafting.anchors import (
    find_anchors,
    has_reported_part,
    is_background,
    is_news,
    list_rivals,
)
from communique.loaders.drafting.evidence import Evidence, Locator
from communique.loaders.drafting.new_events import sketch_new_events
from communique.loaders.drafting.offers import choose_offers
from communique.loaders.drafting.probability import judge_events
from communique.loaders.drafting.profiles import EventProfile, RecordProfile, leave_out, profile_record
from communique.loaders.drafting.ranking import RankedEvent, describe_reasons, rank_events
from communique.loaders.drafting.sketch import state_values
from communique.loaders.drafting.statements import (
    DraftEvent,
    DraftStatement,
    describe_value,
    join_parts,
    to_plain,
)
from communique.loaders.drafting.ticking import (
    TickRule,
    choose_between,
    choose_value,
    is_tickable,
    untick_strangers,
)
from communique.loaders.reading.document import Document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.parts import PARAGRAPH
from communique.loaders.reading.recognise import Reading, recognise
from communique.loaders.reconcile.value import Statement
from communique.schema.vocabulary import Modality

MAX_KNOWN: Final = 12
MAX_UNDATED: Final = 3
"""At most so many known events are written out, and of a kind without a day; the others are named as candidates."""

MAX_CANDIDATES: Final = 10


@dataclass(frozen=True)
class Draft:
    """An entry as far as a text and the record allow it to be drafted.

    Args:
        reading: the text.
        events: known events first by how well they fit, then new ones.
        candidates: events of the record that may be meant too, but are not written out.
        sketches: new events that the text may tell of, likewise.
        locator: where the text says what.
        record: what was known of every event.
    """

    reading: Reading
    events: tuple[DraftEvent, ...]
    candidates: tuple[RankedEvent, ...]
    sketches: tuple[DraftEvent, ...]
    locator: Locator
    record: RecordProfile


_WHO_WHEN_AND_WHERE: Final = frozenset(
    {"date", "place", "participants", "people", "series", "edition", "topics", "links", "names"}
)
"""Fields that entries state in their own name also where a sentence passes them on."""


def draft_document(
    document: Document, dataset: Dataset, without: str = "", wanted: Collection[str] = ()
) -> Draft:
    """Return the draft of a document's entry against a record as it was read from its files.

    Args:
        document: what was read.
        dataset: the record.
        without: an entry file to leave out, that of the document itself where it has one.
        wanted: ids of events to write out, however unlikely.
    """
    record, lexicon = _get_profile(dataset)
    if without:
        record = leave_out(record, without)
        lexicon = Lexicon(dataset.registry, record.units)
    return draft_entry(recognise(document, lexicon, record.active), record, wanted)


_LATEST: Final[list[tuple[Dataset, tuple[RecordProfile, Lexicon]]]] = []
"""The record against which a text was drafted last: a desk drafts many against the same."""


def _get_profile(dataset: Dataset) -> tuple[RecordProfile, Lexicon]:
    """Return what a record holds on each of its events, and its names, made anew only where it is another record."""
    if not _LATEST or _LATEST[0][0] is not dataset:
        record = profile_record(dataset)
        _LATEST[:] = [(dataset, (record, Lexicon(dataset.registry, record.units)))]
    return _LATEST[0][1]


def draft_entry(reading: Reading, record: RecordProfile, wanted: Collection[str] = ()) -> Draft:
    """Return the draft of an entry: each statement ticked, or offered, with the parts that say it.

    Args:
        reading: the text with what was recognised in it.
        record: what is known of every event.
        wanted: ids of events to write out, however unlikely.
    """
    ranked = judge_events(rank_events(reading, record))
    missing = {event_id: record.events[event_id] for event_id in wanted if event_id in record.events}
    for event in ranked:
        missing.pop(event.event.id, None)
    ranked += [RankedEvent(event, 0.0, 0.0, (), ()) for event in missing.values()]
    reported = _choose_reported(ranked, wanted)
    told_events = {event.event.id: event.parts for event in reported}
    locator = Locator(reading, record.dataset.registry, told_events)
    known = [
        _draft_known_event(event, _find_tickable_parts(event, ranked, locator), locator, record)
        for event in reported
    ]
    new, sketches = sketch_new_events(locator, record, reported, wanted)
    candidates = tuple(event for event in ranked if event not in reported)[:MAX_CANDIDATES]
    return Draft(reading, (*known, *new), candidates, tuple(sketches), locator, record)


def _find_tickable_parts(event: RankedEvent, ranked: Sequence[RankedEvent], locator: Locator) -> list[int]:
    """Return the paragraphs of which the values may be ticked: those that report an event beyond doubt."""
    if not event.is_certain or not is_news(event.event, locator.reading.reference):
        return []
    if has_reported_part(event, ranked) or is_background(event.event, locator):
        return []
    return find_anchors(event.event, list_rivals(event, ranked), locator)


def _choose_reported(ranked: Sequence[RankedEvent], wanted: Collection[str]) -> list[RankedEvent]:
    """Return the events to write out; of those whose day the text does not name, at most three of a kind."""
    chosen: list[RankedEvent] = []
    for event in ranked:
        others = [e for e in chosen if not e.has_day and e.event.kind is event.event.kind]
        if event.is_reported and (event.has_day or len(others) < MAX_UNDATED):
            chosen.append(event)
    asked = [event for event in ranked if event.event.id in wanted]
    return [*chosen[:MAX_KNOWN], *(event for event in asked if event not in chosen[:MAX_KNOWN])]


def draft_candidates(draft: Draft) -> tuple[DraftEvent, ...]:
    """Return the candidates of a draft as it would write them out, with no value ticked."""
    return tuple(_draft_known_event(ranked, [], draft.locator, draft.record) for ranked in draft.candidates)


def _draft_known_event(
    ranked: RankedEvent, anchors: Sequence[int], locator: Locator, record: RecordProfile
) -> DraftEvent:
    """Return what the record holds of an event; only what its anchors say, if it has any, is ticked."""
    event, reading = ranked.event, locator.reading
    near = {number for anchor in anchors for number in (anchor - 1, anchor, anchor + 1)}
    near &= {number for number, part in enumerate(reading.parts) if part.kind == PARAGRAPH}
    parts = sorted({*ranked.parts, *near}) or list(range(len(reading.parts)))
    statements = []
    for (field, element), group in event.statements.items():
        statements.append(_draft_statement(event, field, element, group, parts, anchors, locator))
    statements = untick_strangers(choose_between(statements))
    statements += state_values(event.kind, parts, locator, record, statements)
    return DraftEvent(
        event.id, event.kind, True, event.title, describe_reasons(ranked), ranked.probability,
        join_parts(parts, reading),
        choose_offers(statements, ranked.probability),
    )  # fmt: skip


def _draft_statement(
    event: EventProfile,
    field: str,
    element: str,
    group: Sequence[Statement],
    parts: Sequence[int],
    anchors: Sequence[int],
    locator: Locator,
) -> DraftStatement:
    """Return one value that the record holds, ticked where a paragraph that reports the event says it."""
    value = choose_value(
        field,
        group,
        lambda v: next((e.strength for e in locator.locate(event.kind, field, element, v, anchors)), 0.0),
    )
    evidence = _put_body_first(locator.locate(event.kind, field, element, value, parts), parts, locator)
    outside = (
        []
        if evidence
        else locator.locate(event.kind, field, element, value, range(len(locator.reading.parts)))
    )
    best = evidence or outside
    stated = _as_text_gives_it(field, value, best)
    rule = TickRule.of(field)
    is_ticked = (
        any(item.part in anchors and item.strength >= rule.strength for item in evidence)
        and rule.allows(group, len(event.headlines))
        and is_tickable(event, field, str(element), replace(evidence[0], value=stated), locator)
    )
    modality, speaker = (
        _find_modality(best[0], locator) if best and field not in _WHO_WHEN_AND_WHERE else (None, None)
    )
    if modality and not speaker:  # somebody says so, and whose word it is takes a reader
        is_ticked, modality = False, None
    citations = join_parts(_choose_parts(best, rule, anchors), locator.reading)
    return DraftStatement(
        field, str(element), to_plain(stated), citations, is_ticked, "record",
        describe_value(field, element, value, locator.registry), len({s.source for s in group}),
        _find_basis(field, best, locator), modality, speaker, strength=best[0].strength if best else 0.0,
    )  # fmt: skip


def _as_text_gives_it(field: str, value: Any, evidence: Sequence[Evidence]) -> Any:
    """Return a date as the text gives it, which may be coarser than the record's."""
    if field == "date" and evidence and evidence[0].value is not None and evidence[0].strength >= 0.7:
        return evidence[0].value
    return value


def _put_body_first(evidence: list[Evidence], parts: Sequence[int], locator: Locator) -> list[Evidence]:
    """Return evidence with that of headlines and captions last where a paragraph of the body says as much."""
    body = [item for item in evidence if locator.reading.parts[item.part].kind == PARAGRAPH]
    if not body or body[0].strength < 0.7:
        return evidence
    return [*body, *(item for item in evidence if item not in body)]


def _choose_parts(evidence: Sequence[Evidence], rule: TickRule, anchors: Sequence[int]) -> list[int]:
    """Return the parts worth citing: those that say it about as well as the best, at most four, anchors first."""
    if not evidence:
        return []
    least = max(evidence[0].strength - 0.3, min(rule.strength, evidence[0].strength))
    fitting = [item.part for item in evidence if item.strength >= least]
    return sorted(sorted(fitting, key=lambda part: part not in anchors)[:4])


def _find_basis(field: str, evidence: Sequence[Evidence], locator: Locator) -> str:
    if field != "date" or not evidence:
        return ""
    chosen = evidence[0]
    mention = next(
        (m for m in locator.reading.dates[chosen.part] if (m.start, m.end) == (chosen.start, chosen.end)),
        None,
    )
    return str(mention.basis) if mention and mention.basis != "explicit" else ""


def _find_modality(evidence: Evidence, locator: Locator) -> tuple[Modality | None, str | None]:
    """Return how a sentence puts what it says, and whose word it is; (None, None) where it states it."""
    attributions = locator.reading.attributions[evidence.part]
    if evidence.end:
        attributions = tuple(a for a in attributions if a.start <= evidence.start < a.end)
    if not attributions:
        return None, None
    chosen = next((a for a in attributions if a.speaker), attributions[0])
    speaker = chosen.speaker if chosen.noun == "actors" else None
    if chosen.noun == "people":
        speaker = locator.registry.people[chosen.speaker].actor
    return chosen.modality, speaker or None

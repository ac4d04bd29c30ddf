"""Describe how well an event of the record fits a text as a whole: its words, its headline, its lead and its day."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from communique.loaders.drafting.profiles import EventProfile, RecordProfile, iter_words
from communique.loaders.reading.lexicon import ADJECTIVE, fold_typography
from communique.loaders.reading.parts import HEADLINE, PARAGRAPH
from communique.loaders.reading.phrases import KIND_CUES, VALUE_CUES
from communique.loaders.reading.recognise import Reading, find_state
from communique.schema.vocabulary import Kind


@dataclass(slots=True)
class PartFeatures:
    """What a part of the text holds for comparing."""

    terms: dict[str, float]
    actors: set[str]
    people: set[str]
    places: set[str]
    series: set[str]
    days: list[tuple[dt.date, dt.date, float]]
    cues: set[tuple[str, str]]
    text: str


def describe_parts(reading: Reading, record: RecordProfile) -> list[PartFeatures]:
    """Return what each part of a text holds for comparing.

    Args:
        reading: the text.
        record: what is known, which says how telling each word is.
    """
    features = [_describe_part(reading, number, record) for number in range(len(reading.parts))]
    _carry_days(features, reading)
    return features


def _describe_part(reading: Reading, number: int, record: RecordProfile) -> PartFeatures:
    part, registry = reading.parts[number], record.dataset.registry
    mentions = reading.by_part.get(number, ())
    counts = Counter(iter_words(part.text))
    weights = {
        word: (1 + math.log(count)) * record.idf[word] for word, count in counts.items() if word in record.idf
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    actors = {find_state(m.id, registry) or m.id for m in mentions if m.noun == "actors"}
    actors |= {state for m in mentions if m.noun == "people" and (state := registry.people[m.id].actor)}
    folded = fold_typography(part.text)
    return PartFeatures(
        {word: weight / length for word, weight in weights.items()},
        actors,
        {m.id for m in mentions if m.noun == "people"},
        {m.id for m in mentions if m.noun == "places" and m.manner != ADJECTIVE},
        {m.id for m in mentions if m.noun == "series"},
        [(date.first, date.last, 0.4 if date.is_bound else 1.0) for date in reading.dates[number]],
        find_cues(folded),
        folded,
    )


def find_cues(text: str) -> set[tuple[str, str]]:
    """Return the kinds and types of events that a text speaks of, as kind and word; the word is "" for a kind."""
    cues = {(str(kind), "") for kind, pattern in KIND_CUES.items() if pattern.search(text)}
    return cues | {(kind, word) for (kind, word), pattern in _TYPE_PATTERNS.items() if pattern.search(text)}


_TYPE_PATTERNS: Final = {
    (str(kind), word): pattern
    for (kind, field), terms in VALUE_CUES.items()
    for word, pattern in terms.items()
    if (kind, field)
    in {
        (Kind.INCIDENT, "type"),
        (Kind.MEETING, "level"),
        (Kind.MEMORANDUM, "instrument"),
        (Kind.VISIT, "type"),
    }
}


def _carry_days(features: list[PartFeatures], reading: Reading) -> None:
    """Let parts without a date take, more weakly, the one named before them, or the day of publication."""
    last: list[tuple[dt.date, dt.date, float]] = []
    for feature in features:
        if feature.days:
            last = [(first, end, 0.5) for first, end, _ in feature.days[-1:]]
        elif last:
            feature.days = list(last)
        elif reading.reference:
            feature.days = [(reading.reference, reading.reference, 0.45)]


def compare_days(event: EventProfile, first: dt.date, last: dt.date) -> float:
    """Return how well a date in the text fits an event: fully where both are the same day."""
    if event.first is None or event.last is None:
        return 0.15
    if first > event.last or last < event.first:
        gap = (first - event.last).days if first > event.last else (event.first - last).days
        return 0.25 if gap == 1 and first == last else -0.6 if gap > 40 else -0.3
    width = max((last - first).days, (event.last - event.first).days)
    return (
        1.0 if width <= 1 else 0.9 if width <= 10 else 0.65 if width <= 31 else 0.3 if width <= 366 else 0.15
    )


@dataclass(frozen=True)
class TextFeatures:
    """What a text holds for comparing.

    Args:
        parts: what each of its parts holds.
        headline: the number of its headline; None where it has none.
        lead: the number of its first paragraph.
        word_scores: for each part how much its words have in common with those of each event.
        whole_scores: likewise, for all parts together.
        reference: the day of publication; None where it is not known.
    """

    parts: Sequence[PartFeatures]
    headline: int | None
    lead: int
    word_scores: Sequence[Mapping[str, float]]
    whole_scores: Mapping[str, float]
    reference: dt.date | None

    @cached_property
    def actors(self) -> frozenset[str]:
        """The states, and bodies without one, that it names."""
        return frozenset(actor for part in self.parts for actor in part.actors)

    @property
    def top(self) -> list[PartFeatures]:
        """Its headline and its lead."""
        return [self.parts[number] for number in (self.headline, self.lead) if number is not None]

    def score_words(self, number: int | None, event: EventProfile) -> float:
        """Return how much the words of a part have in common with those of an event; 0 where there is no part."""
        return self.word_scores[number].get(event.id, 0.0) if number is not None else 0.0


def describe_text(reading: Reading, record: RecordProfile) -> TextFeatures:
    """Return what a text holds for comparing it with the events of a record."""
    parts = describe_parts(reading, record)
    terms: Counter[str] = Counter()
    for part in parts:
        terms.update(part.terms)
    length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
    kinds = [part.kind for part in reading.parts]
    return TextFeatures(
        parts,
        kinds.index(HEADLINE) if HEADLINE in kinds else None,
        kinds.index(PARAGRAPH) if PARAGRAPH in kinds else 0,
        [_score_words(part.terms, record) for part in parts],
        _score_words({word: weight / length for word, weight in terms.items()}, record),
        reading.reference,
    )


def _score_words(terms: Mapping[str, float], record: RecordProfile) -> dict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for word, weight in terms.items():
        for event_id, other in record.index.get(word, ()):
            scores[event_id] += weight * other
    return scores


def describe_fit(event: EventProfile, text: TextFeatures, best_part: int) -> dict[str, float]:
    """Return the features of an event beside a text that the regressions of `probability` weigh.

    Args:
        event: what the record holds on it.
        text: the text.
        best_part: the number of the part that fits it best.
    """
    top, days = text.top, [day for part in text.parts for day in part.days]
    actors = {actor for part in top for actor in part.actors}
    people = {person for part in text.parts for person in part.people}
    shared = text.whole_scores.get(event.id, 0.0)
    ahead = (event.first - text.reference).days if event.first and text.reference else 0
    is_named = any(first == last == event.first and weight == 1.0 for first, last, weight in days)
    headline_actors = text.parts[text.headline].actors if text.headline is not None else set()
    return {
        "words": min(1.0, 1.6 * shared),
        "most_words": shared / (max(text.whole_scores.values(), default=0.0) or 1.0),
        "headline_words": min(1.0, 1.6 * text.score_words(text.headline, event)),
        "headline_actors": _measure_overlap(event.actors, headline_actors),
        "actors_missing": len(event.actors - actors) / max(1, len(event.actors)),
        "actors_more": len(actors - event.actors) / max(1, len(actors)),
        "people": len(event.people & people) / max(1, len(event.people)),
        "lead_kind": float(any((str(event.kind), "") in part.cues for part in top)),
        "lead_place": float(any(event.exact_places & part.places for part in top)),
        "lead_day": max(
            (compare_days(event, first, last) for first, last, _ in text.parts[text.lead].days), default=0.0
        ),
        "best_early": 1 / (1 + abs(best_part - text.lead)),
        "named_day": float(is_named),
        "same_day": float(bool(text.reference and event.first) and abs(ahead) <= 1),
        "ahead": float(ahead > 1),
        "ahead_unnamed": float(ahead > 1 and not is_named),
        "age": math.log1p(max(0, -ahead)) / 8,
        "meeting": float(event.kind is Kind.MEETING),
        "entries": min(1.0, math.log(1 + len(event.headlines)) / 3),
    }


def _measure_overlap(first: Set[str], second: Set[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0

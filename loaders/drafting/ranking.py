"""Rank the events of a record by how well a text reports each, with the reasons."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from communique.loaders.drafting.profiles import EventProfile, RecordProfile, iter_words
from communique.loaders.reading.lexicon import ADJECTIVE, fold_typography
from communique.loaders.reading.phrases import KIND_CUES, VALUE_CUES
from communique.loaders.reading.recognise import Reading, find_state
from communique.schema.vocabulary import Kind

WEIGHTS: Final[Mapping[str, float]] = {
    "words": 3.0, "actors": 1.2, "people": 1.0, "place": 0.8, "series": 1.6, "name": 1.6, "type": 1.2,
    "day": 2.6, "headline": 2.0,
    "recent": 1.2,
}  # fmt: skip
"""How much each reason counts, at its full strength."""

REPORTED: Final = 0.12
CERTAIN: Final = 0.9
"""From which probability on an event is written out, and from which on values of it may be ticked."""

_LEAST_TERMS: Final = 0.015
"""A part that shares fewer words with an event, and no place and nobody, is not compared further."""


@dataclass(frozen=True, slots=True)
class RankedEvent:
    """An event of the record that a text may report.

    Args:
        event: what the record holds on it.
        score: how well the text fits it, by itself.
        probability: how probable it is that the text reports it, beside all others and in their company.
        own_probability: likewise, without their company, which also stands for what a text merely mentions.
        reasons: what speaks for it, each with its strength from 0 to 1, strongest first.
        parts: the numbers of the parts that fit it, best first.
    """

    event: EventProfile
    score: float
    probability: float
    reasons: tuple[tuple[str, float], ...]
    parts: tuple[int, ...]
    own_probability: float = 0.0

    @property
    def is_reported(self) -> bool:
        """Whether the text may well report it."""
        return self.probability >= REPORTED

    @property
    def has_day(self) -> bool:
        """Whether the text names a day of it, or was published about then."""
        return any(reason in {"day", "recent"} for reason, _ in self.reasons)

    @property
    def is_certain(self) -> bool:
        """Whether the text most probably reports it, so that values of it may be ticked."""
        return self.own_probability >= CERTAIN


@dataclass(slots=True)
class _PartFeatures:
    """What a part of the text holds for comparing."""

    terms: dict[str, float]
    actors: set[str]
    people: set[str]
    places: set[str]
    series: set[str]
    days: list[tuple[dt.date, dt.date, float]]
    cues: set[tuple[str, str]]
    text: str
    is_head: bool


def rank_events(reading: Reading, record: RecordProfile, limit: int = 60) -> list[RankedEvent]:
    """Return the events that a text fits best, best first.

    Args:
        reading: the text.
        record: what is known.
        limit: at most so many.
    """
    features = [_describe_part(reading, number, record) for number in range(len(reading.parts))]
    _carry_days(features, reading)
    word_scores = [_score_words(feature.terms, record) for feature in features]
    document_actors = {actor for feature in features for actor in feature.actors}
    head = next((number for number, part in enumerate(reading.parts) if part.kind == "headline"), None)
    ranked = []
    for event_id, event in record.events.items():
        if reading.reference and event.first and (event.first - reading.reference).days > 500:
            continue
        scored = []
        for number, feature in enumerate(features):
            terms = word_scores[number].get(event_id, 0.0)
            if terms < _LEAST_TERMS and not (
                event.exact_places & feature.places or event.people & feature.people
            ):
                continue
            reasons = _compare(event, feature, terms, document_actors)
            scored.append(
                (sum(WEIGHTS[reason] * value for reason, value in reasons.items()), number, reasons)
            )
        scored.sort(key=lambda item: (-item[0], item[1]))
        if not scored:
            continue
        best, number, reasons = scored[0]
        reasons["headline"] = _compare_headline(
            event, word_scores[head].get(event_id, 0.0) if head is not None else 0.0
        )
        reasons["recent"] = _compare_recency(event, reading.period)
        score = best + sum(WEIGHTS[reason] * reasons[reason] for reason in ("headline", "recent"))
        parts = tuple(n for value, n, _ in scored if value >= max(1.8, 0.45 * best))
        ordered = tuple(
            sorted(
                ((r, round(v, 2)) for r, v in reasons.items() if v > 0.05),
                key=lambda item: -WEIGHTS[item[0]] * item[1],
            )
        )
        ranked.append(RankedEvent(event, round(score, 3), 0.0, ordered, parts))
    ranked.sort(key=lambda item: (-item.score, item.event.id))
    return ranked[:limit]


def _describe_part(reading: Reading, number: int, record: RecordProfile) -> _PartFeatures:
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
    return _PartFeatures(
        {word: weight / length for word, weight in weights.items()},
        actors,
        {m.id for m in mentions if m.noun == "people"},
        {m.id for m in mentions if m.noun == "places" and m.manner != ADJECTIVE},
        {m.id for m in mentions if m.noun == "series"},
        [(date.first, date.last, 0.4 if date.is_bound else 1.0) for date in reading.dates[number]],
        find_cues(folded),
        folded,
        part.kind in {"headline", "standfirst", "subhead", "caption"},
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


def _carry_days(features: list[_PartFeatures], reading: Reading) -> None:
    """Let parts without a date take, more weakly, the one named before them, or the day of publication."""
    last: list[tuple[dt.date, dt.date, float]] = []
    for feature in features:
        if feature.days:
            last = [(first, end, 0.5) for first, end, _ in feature.days[-1:]]
        elif last:
            feature.days = list(last)
        elif reading.reference:
            feature.days = [(reading.reference, reading.reference, 0.45)]


def _score_words(terms: Mapping[str, float], record: RecordProfile) -> dict[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for word, weight in terms.items():
        for event_id, other in record.index.get(word, ()):
            scores[event_id] += weight * other
    return scores


def _compare(
    event: EventProfile, part: _PartFeatures, terms: float, document_actors: set[str]
) -> dict[str, float]:
    actors = len(event.actors & part.actors) / len(event.actors) if event.actors else 0.0
    if actors < 1 and event.actors:
        actors = max(actors, 0.6 * len(event.actors & document_actors) / len(event.actors))
    has_type = any((str(event.kind), word) in part.cues for word in event.types)
    return {
        "words": min(1.0, terms * 1.6),
        "actors": actors,
        "people": min(1.0, len(event.people & part.people) / 2),
        "place": 1.0 if event.exact_places & part.places else 0.4 if event.places & part.places else 0.0,
        "series": float(event.series in part.series) if event.series else 0.0,
        "name": float(any(name in part.text for name in event.names if len(name) > 3)),
        "type": 1.0 if has_type else 0.35 if (str(event.kind), "") in part.cues else 0.0,
        "day": max(
            (_compare_days(event, first, last) * weight for first, last, weight in part.days), default=0.0
        ),
    }


def _compare_days(event: EventProfile, first: dt.date, last: dt.date) -> float:
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


def _compare_headline(event: EventProfile, terms: float) -> float:
    return min(1.0, terms * 1.5)


def _compare_recency(event: EventProfile, period: tuple[dt.date, dt.date] | None) -> float:
    """Return how near to the day of publication an event was; a month that the address names counts less."""
    if period is None or event.first is None or event.last is None:
        return 0.0
    if event.first <= period[1] and period[0] <= event.last:
        gap = 0 if (event.last - event.first).days <= 31 else 20
    else:
        gap = min(abs((event.first - period[1]).days), abs((period[0] - event.last).days))
    return math.exp(-gap / 5) * (1.0 if period[0] == period[1] else 0.6)


def describe_reasons(ranked: RankedEvent) -> str:
    """Return the reasons for an event in words, such as `same day, South Korea and Japan, its series`."""
    terms = {
        "words": "told in like words", "actors": "its actors", "people": "its people", "place": "its place",
        "series": "its series",
        "name": "its name", "type": "what happened", "day": "its day", "headline": "the headline",
        "recent": "the day of publication",
    }  # fmt: skip
    return ", ".join(terms[reason] for reason, value in ranked.reasons if value >= 0.3)

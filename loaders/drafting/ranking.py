"""Rank the events of a record by how well a text reports each, with the reasons."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Final

from communique.loaders.drafting.profiles import EventProfile, RecordProfile
from communique.loaders.drafting.text_fit import (
    PartFeatures,
    TextFeatures,
    compare_days,
    describe_fit,
    describe_text,
)
from communique.loaders.reading.recognise import Reading

WEIGHTS: Final[Mapping[str, float]] = {
    "words": 3.0, "actors": 1.2, "people": 1.0, "place": 0.8, "series": 1.6, "name": 1.6, "type": 1.2,
    "day": 2.6, "headline": 2.0,
    "recent": 1.2,
}  # fmt: skip
"""How much each reason counts, at its full strength."""

REPORTED: Final = 0.06
CERTAIN: Final = 0.9
"""From which probability on an event is written out, and from which on values of it may be ticked."""

_FAR_AHEAD: Final = 500
"""Nobody reports what is more than so many days ahead."""

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
        fit: how well the text as a whole fits it, its headline and its lead; see `text_fit`.
    """

    event: EventProfile
    score: float
    probability: float
    reasons: tuple[tuple[str, float], ...]
    parts: tuple[int, ...]
    own_probability: float = 0.0
    fit: Mapping[str, float] = field(default_factory=dict)

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


def rank_events(reading: Reading, record: RecordProfile, limit: int = 60) -> list[RankedEvent]:
    """Return the events that a text fits best, best first.

    Args:
        reading: the text.
        record: what is known.
        limit: at most so many.
    """
    text = describe_text(reading, record)
    ranked = [
        item
        for event in record.events.values()
        if not (reading.reference and event.first and (event.first - reading.reference).days > _FAR_AHEAD)
        if (item := _rank_event(event, text, reading)) is not None
    ]
    ranked.sort(key=lambda pair: (-pair[0].score, pair[0].event.id))
    return [
        replace(item, fit={**item.fit, **describe_fit(item.event, text, part)})
        for item, part in ranked[:limit]
    ]


def _rank_event(event: EventProfile, text: TextFeatures, reading: Reading) -> tuple[RankedEvent, int] | None:
    """Return how well a text fits an event, with the number of the part that fits it best; None where none does."""
    scored = []
    least_actors = 0.6 * len(event.actors & text.actors) / max(1, len(event.actors))
    cues = {(str(event.kind), word) for word in event.types}
    for number, part in enumerate(text.parts):
        terms = text.score_words(number, event)
        if terms < _LEAST_TERMS and not (event.exact_places & part.places or event.people & part.people):
            continue
        reasons = _compare(event, part, terms, least_actors, cues)
        scored.append((_weigh(reasons), number, reasons))
    if not scored:
        return None
    scored.sort(key=lambda item: (-item[0], item[1]))
    best, number, reasons = scored[0]
    reasons["headline"] = min(1.0, 1.5 * text.score_words(text.headline, event))
    reasons["recent"] = _compare_recency(event, reading.period)
    parts = tuple(n for value, n, _ in scored if value >= max(1.8, 0.45 * best))
    ordered = sorted(
        ((reason, round(value, 2)) for reason, value in reasons.items() if value > 0.05),
        key=lambda item: -WEIGHTS[item[0]] * item[1],
    )
    score = _weigh(reasons)
    fit = {"score": score, "recent": reasons["recent"], "day": max(reasons["day"], 0.0)}
    return RankedEvent(event, round(score, 3), 0.0, tuple(ordered), parts, fit=fit), number


def _weigh(reasons: Mapping[str, float]) -> float:
    return sum(WEIGHTS[reason] * value for reason, value in reasons.items())


def _compare(
    event: EventProfile, part: PartFeatures, terms: float, least_actors: float, cues: Set[tuple[str, str]]
) -> dict[str, float]:
    actors = len(event.actors & part.actors) / max(1, len(event.actors))
    return {
        "words": min(1.0, terms * 1.6),
        "actors": max(actors, least_actors),
        "people": min(1.0, len(event.people & part.people) / 2),
        "place": 1.0 if event.exact_places & part.places else 0.4 if event.places & part.places else 0.0,
        "series": float(event.series in part.series) if event.series else 0.0,
        "name": float(any(name in part.text for name in event.names if len(name) > 3)),
        "type": 1.0 if cues & part.cues else 0.35 if (str(event.kind), "") in part.cues else 0.0,
        "day": max(
            (compare_days(event, first, last) * weight for first, last, weight in part.days), default=0.0
        ),
    }


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

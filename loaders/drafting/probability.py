"""Judge how probable it is that a text reports an event of the record, beside all others that it may report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.loaders.drafting.ranking import RankedEvent

_LOGIT_ALONE: Final[Mapping[str, float]] = {
    "actors": 1.02, "day": 1.66, "headline": 0.53, "name": 0.82, "people": 0.06, "place": -0.02, "recent": 0.84,
    "series": -0.18, "type": 0.8, "words": 4.63, "behind_kind": 0.08, "behind_first": 0.21, "is_first": 2.53,
    "parts": 1.78, "exact_day": 1.07, "series_day": 1.48, "entries": 1.07, "": -6.93,
}  # fmt: skip

_LOGIT: Final[Mapping[str, float]] = {
    "actors": 1.39, "day": 1.89, "headline": -0.9, "name": 0.79, "people": -0.39, "place": -0.54, "recent": -0.08,
    "series": 0.31, "type": 1.01, "words": 3.03, "behind_kind": 0.32, "behind_first": 0.68, "is_first": 2.72,
    "parts": 1.52, "exact_day": 0.51, "series_day": 0.14, "entries": 0.38, "together": 4.48, "linked": 1.55,
    "": -5.63,
}  # fmt: skip
"""Coefficients of logistic regressions on the half of the texts of `SECTION=reading` that was looked at: of an event
by itself, and of one beside those that are likely by themselves."""

_LIKELY: Final = 0.3
"""From which probability by itself on an event speaks for those that articles report together with it."""


def judge_events(ranked: Sequence[RankedEvent], limit: int = 40) -> list[RankedEvent]:
    """Return events with how probable it is that the text reports each, alone and in company, likeliest first.

    Args:
        ranked: those whose score is best, which are judged beside each other.
        limit: at most so many.
    """
    fits = [_describe_fit(item, ranked) for item in ranked]
    pairs = list(zip(ranked, fits, strict=True))
    alone = [replace(item, own_probability=_apply_logit(_LOGIT_ALONE, fit)) for item, fit in pairs]
    judged = [
        replace(item, probability=_apply_logit(_LOGIT, fit | _describe_company(item, alone)))
        for item, fit in zip(alone, fits, strict=True)
    ]
    return sorted(judged, key=lambda item: (-item.probability, -item.score, item.event.id))[:limit]


def _apply_logit(coefficients: Mapping[str, float], features: Mapping[str, float]) -> float:
    return round(1 / (1 + math.exp(-sum(coefficients[name] * value for name, value in features.items()))), 3)


def _describe_fit(item: RankedEvent, ranked: Sequence[RankedEvent]) -> dict[str, float]:
    """Return how well an event fits by itself, and beside those that compete with it for its parts."""
    reasons = dict(item.reasons)
    day = max(reasons.get("day", 0.0), 0.0)
    best_part = item.parts[:1]
    rival = next((r for r in ranked if r.event.kind is item.event.kind and r.parts[:1] == best_part), item)
    return reasons | {
        "behind_kind": item.score - rival.score,
        "behind_first": item.score - ranked[0].score,
        "is_first": float(item is ranked[0]),
        "parts": min(len(item.parts), 5) / 5,
        "exact_day": float(day >= 0.9),
        "series_day": reasons.get("series", 0.0) * day,
        "entries": min(1.0, math.log(1 + len(item.event.headlines)) / 3),
        "": 1.0,
    }


def _describe_company(item: RankedEvent, others: Sequence[RankedEvent]) -> dict[str, float]:
    """Return how often articles on likely events report this one too, and whether it is linked with one of them."""
    event = item.event
    likely = [other for other in others if other.event is not event and other.own_probability >= _LIKELY]
    return {
        "together": max(
            (
                other.own_probability
                * len(event.articles & other.event.articles)
                / (1 + len(other.event.articles))
                for other in likely
            ),
            default=0.0,
        ),
        "linked": max(
            (
                other.own_probability
                for other in likely
                if event.id in other.event.linked or other.event.id in event.linked
            ),
            default=0.0,
        ),
    }

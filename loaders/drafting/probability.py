"""Judge how probable it is that a text reports an event of the record, beside all others that it may report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.loaders.drafting.ranking import RankedEvent

_MAIN: Final[Mapping[str, float]] = {
    "score": 0.44, "words": 2.71, "most_words": 2.33, "headline_actors": 1.2, "actors_missing": -0.84,
    "actors_more": -1.26, "people": 1.86, "lead_kind": 1.81, "lead_place": 0.75, "lead_day": 0.85, "recent": 2.86,
    "same_day": 1.44, "named_day": 1.7, "ahead": -0.77, "age": -1.05, "entries": -1.91,
}  # fmt: skip
"""Coefficients of a conditional logit: which of the events that are compared is the text's main one. Fitted, with a
ridge of 10 over standardised features, on the 384 texts that `SECTION=reading` calls tried and whose entry has a
known event; of 45 features those stayed that held-out folds of the texts missed when they went."""

_LOGIT_ALONE: Final[Mapping[str, float]] = {
    "score": 0.61, "words": 2.64, "most_words": 1.02, "headline_words": -3.11, "day": 1.32, "best_early": -1.53,
    "ahead": -1.06, "ahead_unnamed": -0.62, "meeting": -1.13, "behind_kind": 0.3, "behind_first": 0.22, "main": 3.98,
    "rank": -0.53, "": -4.56,
}  # fmt: skip

_LOGIT: Final[Mapping[str, float]] = {
    "score": 0.46, "words": 2.25, "most_words": 0.97, "headline_words": -2.64, "day": 1.09, "best_early": -1.79,
    "ahead": -1.03, "ahead_unnamed": -0.56, "meeting": -1.01, "behind_kind": 0.27, "behind_first": 0.26, "main": 4.52,
    "rank": -0.47, "together": 2.83, "linked": 0.47, "": -4.07,
}  # fmt: skip
"""Coefficients of logistic regressions on the 422 tried texts, likewise: whether an event is reported, by itself and
beside those that are likely by themselves. Which event is the main one was judged for each tenth of the texts by a
fit to the others."""

_LIKELY: Final = 0.3
"""From which probability by itself on an event speaks for those that articles report together with it."""


def judge_events(ranked: Sequence[RankedEvent], limit: int = 40) -> list[RankedEvent]:
    """Return events with how probable it is that the text reports each, first those that may be what it is about.

    Args:
        ranked: those whose score is best, which are judged beside each other.
        limit: at most so many.
    """
    main = _judge_main(ranked)
    order = sorted(range(len(ranked)), key=lambda number: -main[number])
    places = {number: place for place, number in enumerate(order)}
    fits = [
        _describe_rivals(item, ranked) | {"main": main[number], "rank": places[number] / 10}
        for number, item in enumerate(ranked)
    ]
    pairs = list(zip(ranked, fits, strict=True))
    alone = [replace(item, own_probability=_apply_logit(_LOGIT_ALONE, fit)) for item, fit in pairs]
    judged = [
        replace(item, probability=_apply_logit(_LOGIT, fit | _describe_company(item, alone)))
        for item, fit in zip(alone, fits, strict=True)
    ]
    return [judged[number] for number in order][:limit]


def _judge_main(ranked: Sequence[RankedEvent]) -> list[float]:
    """Return for each event how probable it is that of all these it is the main one."""
    scores = [sum(weight * item.fit[name] for name, weight in _MAIN.items()) for item in ranked]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def _apply_logit(coefficients: Mapping[str, float], features: Mapping[str, float]) -> float:
    return round(
        1 / (1 + math.exp(-sum(weight * features[name] for name, weight in coefficients.items()))), 3
    )


def _describe_rivals(item: RankedEvent, ranked: Sequence[RankedEvent]) -> dict[str, float]:
    """Return how well an event fits by itself, and beside those that compete with it for its parts."""
    best_part = item.parts[:1]
    rival = next((r for r in ranked if r.event.kind is item.event.kind and r.parts[:1] == best_part), item)
    return {
        **item.fit,
        "behind_kind": item.score - rival.score,
        "behind_first": item.score - ranked[0].score,
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

"""When one value says the same as another, only less exactly: the refinements of every field."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from communique.schema.dates import contains, parse

REFINED: dict[str, dict[str, set[str]]] = {
    "status": {
        "planned": {"occurred", "ongoing", "postponed", "cancelled"},
        "ongoing": {"occurred"},
    },
    "format": {"in-person": {"sidelines", "visit", "conference"}},
    "instrument": {
        "understanding": {
            "agreement", "treaty", "memorandum-of-understanding", "memorandum-of-cooperation", "arrangement",
            "framework", "joint-statement", "declaration", "exchange-of-notes", "resolution",
        },
        "agreement": {
            "treaty", "memorandum-of-understanding", "memorandum-of-cooperation", "arrangement", "framework",
            "exchange-of-notes",
        },
    },
    "type": {"field": {"live-fire", "patrol"}},
    "weapon_class": {
        "ballistic": {
            "short-range-ballistic", "medium-range-ballistic", "intermediate-range-ballistic",
            "intercontinental-ballistic", "submarine-launched-ballistic", "hypersonic",
        },
    },
}  # fmt: skip
"""For each field, each general word and the words that say more."""


def canonical(field: str, value: Any) -> str:
    """A text that is the same for values that mean the same, as JSON with sorted keys."""
    if field == "time":
        value = _instant(value)
    elif field in {"weapon", "edition"}:
        value = " ".join(str(value).casefold().split())
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def coarser(field: str, general: Any, exact: Any, parents: Mapping[str, str | None]) -> bool:
    """Whether ``general`` says the same as ``exact`` less exactly; never true of equal values.

    Args:
        field: the field that both are values of.
        general: the value that may be the coarser one.
        exact: the value that may refine it.
        parents: each place's larger place.
    """
    if field in {"date", "in_force"}:
        return contains(parse(general), parse(exact))
    if field in {"place", "splashdown"}:
        return general in _ancestors(exact, parents)
    if field == "figures":
        return _wider(general, exact)
    if field == "time":
        return not _has_seconds(general) and _has_seconds(exact) and _minute(general) == _minute(exact)
    return str(exact) in REFINED.get(field, {}).get(str(general), set())


def _ancestors(place: str, parents: Mapping[str, str | None]) -> set[str]:
    found: set[str] = set()
    above = parents.get(place)
    while above and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _span(figure: Mapping[str, float | None]) -> tuple[float, float]:
    """From at least to at most: "at least 400" leaves the top open, a best figure alone is a point."""
    low, best, high = (figure.get(key) for key in ("low", "best", "high"))
    bottom = next(number for number in (low, best, 0.0) if number is not None)
    top = next(number for number in (high, best, float("inf")) if number is not None)
    return bottom, top


def _wider(general: Mapping[str, float | None], exact: Mapping[str, float | None]) -> bool:
    (bottom, top), (low, high) = _span(general), _span(exact)
    return (bottom, top) != (low, high) and bottom <= low and high <= top


def _has_seconds(time: str) -> bool:
    return time.count(":", 0, 9) == 2 and time[5] == ":"


def _instant(time: str) -> int:
    """Seconds of the UTC day: 12:29+09:00 and 03:29Z are one instant."""
    moment = dt.time.fromisoformat(time)
    offset = moment.utcoffset() or dt.timedelta()
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second - int(offset.total_seconds())
    return seconds % 86400


def _minute(time: str) -> int:
    return _instant(time) // 60

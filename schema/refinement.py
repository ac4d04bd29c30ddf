"""Refinement of values: when one value states the same as another, only less exactly."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from communique.schema.dates.compare import is_refined_by
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import DATE_FIELDS, FIELDS, REFINEMENTS
from communique.schema.vocabulary import Entity, Modality


def canonical_value(field: str, value: Any) -> str:
    """Return a text that is the same for values that mean the same, as JSON with sorted keys."""
    if field == "time":
        value = _utc_seconds(value)
    elif field in FIELDS and FIELDS[field].type is str:
        value = " ".join(str(value).casefold().split())
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def speaks_against(field: str, modality: str) -> bool:
    """Return whether a claim speaks against the value that it names.

    A denial does. A source that counts otherwise does so where it names an element of a set, which has no other
    value to give; where a field holds one value it gives its own.
    """
    if modality == Modality.DIFFERS:
        return field != "figures" and not (field in FIELDS and not FIELDS[field].is_set)
    return modality == Modality.DENIED


def is_coarser(field: str, general: Any, exact: Any, parents: Mapping[str, str | None]) -> bool:
    """Return whether ``general`` states the same as ``exact`` less exactly; never true of equal values.

    Args:
        field: the field that both are values of.
        general: the value that may be the coarser one.
        exact: the value that may refine it.
        parents: each place's larger place.
    """
    if field in DATE_FIELDS:
        return is_refined_by(parse_date(general), parse_date(exact))
    if field in FIELDS and FIELDS[field].target is Entity.PLACE:
        return general in _place_ancestors(exact, parents)
    if field == "figures":
        return _is_wider_range(general, exact)
    if field == "time":
        return (
            not _has_seconds(general) and _has_seconds(exact) and _utc_minute(general) == _utc_minute(exact)
        )
    return str(exact) in REFINEMENTS.get(field, {}).get(str(general), ())


def _place_ancestors(place: str, parents: Mapping[str, str | None]) -> set[str]:
    ancestors: set[str] = set()
    parent = parents.get(place)
    while parent and parent not in ancestors:
        ancestors.add(parent)
        parent = parents.get(parent)
    return ancestors


def _figure_range(figure: Mapping[str, float | None]) -> tuple[float, float]:
    """Return the bounds of a figure: "at least 400" has no upper bound, a best figure alone is a point."""
    low, best, high = (figure.get(key) for key in ("low", "best", "high"))
    bottom = next(number for number in (low, best, 0.0) if number is not None)
    top = next(number for number in (high, best, float("inf")) if number is not None)
    return bottom, top


def _is_wider_range(general: Mapping[str, float | None], exact: Mapping[str, float | None]) -> bool:
    (bottom, top), (low, high) = _figure_range(general), _figure_range(exact)
    return (bottom, top) != (low, high) and bottom <= low and high <= top


def _has_seconds(time: str) -> bool:
    return time.count(":", 0, 9) == 2 and time[5] == ":"


def _utc_seconds(time: str) -> int:
    """Return the seconds since midnight UTC: 12:29+09:00 and 03:29Z are the same."""
    parsed = dt.time.fromisoformat(time)
    offset = parsed.utcoffset() or dt.timedelta()
    seconds = parsed.hour * 3600 + parsed.minute * 60 + parsed.second - int(offset.total_seconds())
    return seconds % 86400


def _utc_minute(time: str) -> int:
    return _utc_seconds(time) // 60

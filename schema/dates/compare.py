"""Comparison of imprecise dates: refinement, order, overlap and the interval that covers several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from communique.schema.dates.grammar import DateError, DatePrecision, SingleDate, parse_single_date
from communique.schema.dates.parse import OPEN, UNKNOWN, Edtf, parse_date

_BEFORE_ALL, _AFTER_ALL = date.min.toordinal() - 1, date.max.toordinal() + 1


class _DateBounds(NamedTuple):
    """The days that a date allows, as ordinals, and its qualifiers; all that ``is_refined_by`` compares."""

    start: tuple[int, int]
    end: tuple[int, int]
    qualifiers: frozenset[str]
    detail: int


@lru_cache(maxsize=16_384)
def _date_bounds(edtf: Edtf) -> _DateBounds:
    qualifiers = frozenset(name for name, given in (("~", edtf.approximate), ("?", edtf.uncertain)) if given)
    start_text, slash, end_text = edtf.text.partition("/")
    start, end = parse_single_date(start_text), parse_single_date(end_text if slash else start_text)
    detail = edtf.text.count("-XX") + edtf.text.count(OPEN)
    start_low, start_high = start.widened_bounds() if start else (_BEFORE_ALL, _AFTER_ALL)
    end_low, end_high = end.widened_bounds() if end else (_BEFORE_ALL, _AFTER_ALL)
    if slash:
        start_high, end_low = min(start_high, end_high), max(end_low, start_low)
    return _DateBounds((start_low, start_high), (end_low, end_high), qualifiers, detail)


def is_refined_by(coarse: Edtf, fine: Edtf) -> bool:
    """Return whether ``fine`` refines ``coarse``: it allows no other days and is more specific.

    What a date allows are its bounds for start and end. An approximate side (``~`` or ``%``) allows one unit
    of its own precision more each way, so ``2018-12~`` runs from November 2018 to January 2019: it is refined
    by ``2018-11-30``, and does not refine ``2018``. An open or unknown side allows every day the other side
    leaves. Where two dates allow the same, fewer qualifiers say more (``2018?`` is refined by ``2018``), then
    more detail does (``2018-12`` by ``2018-12-XX``, ``2017/`` by ``2017/..``). A set refines what all its dates
    refine, and is refined by what refines one of them.
    The relation is a strict partial order: no date refines itself, and refinements chain.
    """
    if coarse.alternatives or fine.alternatives:
        return coarse != fine and all(
            any(outer == inner or is_refined_by(outer, inner) for outer in coarse.alternatives or (coarse,))
            for inner in fine.alternatives or (fine,)
        )
    outer, inner = _date_bounds(coarse), _date_bounds(fine)
    if not (_is_within(outer.start, inner.start) and _is_within(outer.end, inner.end)):
        return False
    if (outer.start, outer.end) != (inner.start, inner.end):
        return True
    if outer.qualifiers != inner.qualifiers:
        return outer.qualifiers > inner.qualifiers
    return outer.detail < inner.detail


def _is_within(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def is_compatible(a: Edtf, b: Edtf) -> bool:
    """Return whether two dates do not contradict: they mean the same, or one refines the other."""
    is_plain = not (a.alternatives or b.alternatives)
    is_same = _date_bounds(a) == _date_bounds(b) if is_plain else a == b
    return is_same or is_refined_by(a, b) or is_refined_by(b, a)


def has_overlap(a: Edtf, b: Edtf) -> bool:
    """Return whether two dates share a day; an unbounded side has no limit."""
    (a_first, a_last, _), (b_first, b_last, _) = date_sort_key(a), date_sort_key(b)
    return a_first <= b_last and b_first <= a_last


def date_sort_key(edtf: Edtf) -> tuple[date, date, str]:
    """Return a key for chronological order: earliest start, then latest end, then text."""
    return edtf.start_earliest or date.min, edtf.end_latest or date.max, edtf.text


def covering_interval(dates: Iterable[Edtf]) -> Edtf:
    """Return the smallest date that reaches from the earliest start to the latest end of all the dates.

    The two sides are written as they stand in the dates, coarsest first where several reach as far:
    ``2024-06`` and ``2024-07-02`` give ``2024-06/2024-07-02``.

    Raises:
        DateError: there are no dates, or no day bounds them on either side.

    """
    unique = sorted(set(dates), key=date_sort_key)
    if not unique:
        raise DateError("no dates to cover", "give at least one")
    if len(unique) == 1:
        return unique[0]
    pairs = [_side_texts(edtf) for edtf in unique]
    start, end = (
        _outermost_side([pair[0] for pair in pairs], 0),
        _outermost_side([pair[1] for pair in pairs], 1),
    )
    if start in (OPEN, UNKNOWN) and end in (OPEN, UNKNOWN):
        raise DateError(f"no day bounds {' and '.join(map(str, unique))}", "rule on the date by hand")
    return parse_date(f"{start}/{end}")


def _side_texts(edtf: Edtf) -> tuple[str, str]:
    """Return the texts of the start and the end of a date: of one of a set, the first and the last."""
    if edtf.alternatives:
        return edtf.alternatives[0].text, edtf.alternatives[-1].text
    start, slash, end = edtf.text.partition("/")
    return start, end if slash else start


def _outermost_side(texts: list[str], side: int) -> str:
    """Return the start text (side 0) or end text (side 1) that reaches furthest out."""
    parts = [part for text in texts if (part := parse_single_date(text))]
    if len(parts) < len(texts):
        return OPEN if OPEN in texts else UNKNOWN
    best = max(
        parts,
        key=lambda part: (
            part.last.toordinal() if side else -part.first.toordinal(),
            part.last - part.first,
            part.approximate,
            part.uncertain,
            part.text,
        ),
    )
    return _without_unspecified(best, side)


def _without_unspecified(part: SingleDate, side: int) -> str:
    """Return a date's text as an interval may use it: 2018-12-XX as 2018-12, 201X as 2010 or 2019."""
    if part.precision in (DatePrecision.DECADE, DatePrecision.CENTURY):
        mark = part.text[4:]
        return f"{(part.last if side else part.first).year:04}{mark}"
    return part.text.replace("-XX", "")

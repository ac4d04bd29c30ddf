"""How imprecise dates stand to each other: which says more, which come first, what covers them all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from communique.schema.date_grammar import DateError, DatePrecision, Part, read_part
from communique.schema.date_text import OPEN, UNKNOWN, Edtf, parse

_BEFORE_ALL, _AFTER_ALL = date.min.toordinal() - 1, date.max.toordinal() + 1


class _Meaning(NamedTuple):
    """What a date allows, as ordinals, and what it says besides; ``contains`` compares nothing else."""

    start: tuple[int, int]
    end: tuple[int, int]
    qualifiers: frozenset[str]
    detail: int


@lru_cache(maxsize=16_384)
def _meaning(edtf: Edtf) -> _Meaning:
    qualifiers = frozenset(name for name, given in (("~", edtf.approximate), ("?", edtf.uncertain)) if given)
    start_text, slash, end_text = edtf.text.partition("/")
    start, end = read_part(start_text), read_part(end_text if slash else start_text)
    detail = edtf.text.count("-XX") + edtf.text.count(OPEN)
    start_low, start_high = start.widened() if start else (_BEFORE_ALL, _AFTER_ALL)
    end_low, end_high = end.widened() if end else (_BEFORE_ALL, _AFTER_ALL)
    if slash:
        start_high, end_low = min(start_high, end_high), max(end_low, start_low)
    return _Meaning((start_low, start_high), (end_low, end_high), qualifiers, detail)


def contains(coarse: Edtf, fine: Edtf) -> bool:
    """Whether ``fine`` refines ``coarse``: it allows nothing that ``coarse`` does not, and says more.

    What a date allows are its bounds for start and end. An approximate side (``~`` or ``%``) allows one unit
    of its own precision more each way, so ``2018-12~`` runs from November 2018 to January 2019: it is refined
    by ``2018-11-30``, and does not refine ``2018``. An open or unknown side allows every day the other side
    leaves. Where two dates allow the same, fewer qualifiers say more (``2018?`` is refined by ``2018``), then
    more detail does (``2018-12`` by ``2018-12-XX``, ``2017/`` by ``2017/..``).
    The relation is a strict partial order: no date refines itself, and refinements chain.
    """
    outer, inner = _meaning(coarse), _meaning(fine)
    if not (_within(outer.start, inner.start) and _within(outer.end, inner.end)):
        return False
    if (outer.start, outer.end) != (inner.start, inner.end):
        return True
    if outer.qualifiers != inner.qualifiers:
        return outer.qualifiers > inner.qualifiers
    return outer.detail < inner.detail


def _within(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def compatible(a: Edtf, b: Edtf) -> bool:
    """Whether two dates do not contradict: they mean the same, or one refines the other."""
    return _meaning(a) == _meaning(b) or contains(a, b) or contains(b, a)


def overlaps(a: Edtf, b: Edtf) -> bool:
    """Whether some day lies in both, from earliest start to latest end; an unbounded side has no limit."""
    (a_first, a_last, _), (b_first, b_last, _) = sort_key(a), sort_key(b)
    return a_first <= b_last and b_first <= a_last


def sort_key(edtf: Edtf) -> tuple[date, date, str]:
    """Chronological order: by earliest start, then latest end (a day before its month), then text."""
    return edtf.start_earliest or date.min, edtf.end_latest or date.max, edtf.text


def hull(dates: Iterable[Edtf]) -> Edtf:
    """The smallest date that reaches from the earliest start to the latest end of all the dates.

    The two sides are written as they stand in the dates, coarsest first where several reach as far:
    ``2024-06`` and ``2024-07-02`` give ``2024-06/2024-07-02``.

    Raises:
        DateError: there are no dates, or no day bounds them on either side.

    """
    unique = sorted(set(dates), key=sort_key)
    if not unique:
        raise DateError("no dates to cover", "give at least one")
    if len(unique) == 1:
        return unique[0]
    pairs = [edtf.text.split("/") if edtf.is_interval else [edtf.text] * 2 for edtf in unique]
    start, end = _reach([pair[0] for pair in pairs], 0), _reach([pair[1] for pair in pairs], 1)
    if start in (OPEN, UNKNOWN) and end in (OPEN, UNKNOWN):
        raise DateError(f"no day bounds {' and '.join(map(str, unique))}", "rule on the date by hand")
    return parse(f"{start}/{end}")


def _reach(texts: list[str], side: int) -> str:
    """Of these start texts (side 0) or end texts (side 1), the one that reaches furthest out."""
    parts = [part for text in texts if (part := read_part(text))]
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


def _without_unspecified(part: Part, side: int) -> str:
    """The text of a part as an interval may use it: 2018-12-XX becomes 2018-12, 201X becomes 2010 or 2019."""
    if part.precision in (DatePrecision.DECADE, DatePrecision.CENTURY):
        mark = part.text[4:]
        return f"{(part.last if side else part.first).year:04}{mark}"
    return part.text.replace("-XX", "")

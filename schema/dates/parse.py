"""Parsing of EDTF text into the bounds of a date or an interval; equal texts give the same object."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from communique.schema.dates.grammar import DateError, DatePrecision, SingleDate, parse_single_date
from communique.schema.dates.suggest import explain_invalid_date

_match_day = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})").fullmatch
OPEN, UNKNOWN = "..", ""


@dataclass(frozen=True, slots=True)
class Edtf:
    """An imprecise date, made by ``parse_date`` only; two are equal when their canonical texts are.

    The event began on a day from ``start_earliest`` to ``start_latest`` and ended on a day from
    ``end_earliest`` to ``end_latest``, all inclusive. Both days of a side are None where that side of an
    interval is open (``..``) or unknown (nothing written). The days are those of the text: ``~``, ``?`` and
    ``%`` do not move them. ``approximate`` and ``uncertain`` hold when any part of the text is so qualified.
    """

    text: str
    start_earliest: date | None
    start_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    precision: DatePrecision
    approximate: bool
    uncertain: bool
    alternatives: tuple[Edtf, ...] = ()
    """The dates of which one is meant, in order; none where the text is one date or an interval."""

    @property
    def is_interval(self) -> bool:
        """Return whether the text has two sides, as ``2024-06-01/2024-06-30`` has."""
        return self.precision is DatePrecision.INTERVAL

    @property
    def has_open_start(self) -> bool:
        """Return whether the start is ``..``; an unknown start (``/2017``) is not open."""
        return self.text.startswith("../")

    @property
    def has_open_end(self) -> bool:
        """Return whether the end is ``..``; an unknown end (``2017/``) is not open."""
        return self.text.endswith("/..")

    def __str__(self) -> str:
        return self.text


def parse_date(text: str) -> Edtf:
    """Return the date that an EDTF text states.

    The canonical text is the text itself, except that an interval of a date with itself is that date, and that a set
    is sorted.

    Raises:
        DateError: the text is not a date we accept; says what is wrong and what to write.

    """
    return _parse_cached(text)


def is_valid_date(text: str) -> bool:
    """Return whether ``parse_date`` accepts the text."""
    try:
        return _parse_or_none(text) is not None
    except DateError:
        return False


@lru_cache(maxsize=16_384)
def _parse_cached(text: str) -> Edtf:
    if match := _match_day(text):
        year, month, day = match.groups()
        try:
            exact = date(int(year), int(month), int(day))
        except ValueError:
            pass  # the slow way says what is wrong with it
        else:
            return Edtf(text, exact, exact, exact, exact, DatePrecision.DAY, False, False)
    parsed = _parse_or_none(text)
    if parsed is None:
        raise explain_invalid_date(text, is_valid_date)
    return parsed


def _parse_or_none(text: str) -> Edtf | None:
    """Return the date, or None where the text is not of the grammar."""
    if text.startswith("[") and text.endswith("]"):
        return _parse_alternatives(text)
    start_text, slash, end_text = text.partition("/")
    if slash and (start_text != end_text or start_text in (OPEN, UNKNOWN)):
        return _parse_interval(text, start_text, end_text)
    part = parse_single_date(start_text)
    if part is None or (slash and "X" in part.text):
        return None
    days = (part.first, part.last)
    return Edtf(part.text, *days, *days, part.precision, part.approximate, part.uncertain)


def _parse_alternatives(text: str) -> Edtf | None:
    """Return the date that is one of a set, written ``[2018-05, 2018-06]``, sorted; None where a part is no date.

    Raises:
        DateError: a part does not exist, or the set says less or more than one of several dates.
    """
    parts = [parse_single_date(part.strip()) for part in text[1:-1].split(",")]
    dates = sorted((part for part in parts if part), key=lambda part: (part.first, part.last))
    if len(dates) < len(parts) or any(
        "X" in part.text or part.approximate or part.uncertain for part in dates
    ):
        return None
    if len(dates) < 2:
        raise DateError(f"{text}: a set of one date", f"write {dates[0].text}")
    for earlier, later in pairwise(dates):
        if later.first <= earlier.last:
            coarse, fine = sorted((earlier, later), key=lambda part: part.first - part.last)
            raise DateError(f"{text}: {coarse.text} holds {fine.text}", "write dates that exclude each other")
    days = (dates[0].first, dates[-1].last)
    joined = f"[{', '.join(part.text for part in dates)}]"
    members = tuple(parse_date(part.text) for part in dates)
    return Edtf(joined, *days, *days, DatePrecision.ALTERNATIVES, False, False, members)


def _parse_interval(text: str, start_text: str, end_text: str) -> Edtf | None:
    sides: list[SingleDate | None] = []
    for side in (start_text, end_text):
        part = None if side in (OPEN, UNKNOWN) else parse_single_date(side)
        if (part is None and side not in (OPEN, UNKNOWN)) or (part and "X" in part.text):
            return None  # unspecified digits inside an interval are EDTF level 2
        sides.append(part)
    start, end = sides
    if start is None and end is None:
        return None
    if start and end and start.first > end.last:
        raise DateError(f"end before start: {text}", f"write {end_text}/{start_text} if that is meant")
    low, late = (start.first, start.last) if start else (None, None)
    early, high = (end.first, end.last) if end else (None, None)
    if low and late and early and high:
        late, early = min(late, high), max(early, low)
    approximate = any(part.approximate for part in sides if part)
    uncertain = any(part.uncertain for part in sides if part)
    return Edtf(text, low, late, early, high, DatePrecision.INTERVAL, approximate, uncertain)

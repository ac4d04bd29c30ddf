"""The grammar of a single imprecise date: from text such as ``2018-12~`` to its first and last day.

The rules are those of EDTF levels 0 and 1 (Library of Congress, Extended Date/Time Format specification,
4 February 2019), less three things a record of events does not need: times of day, years outside 0001-9999
(letter-prefixed and negative years) and a bare ``XXXX``. Of level 2 there are quarters (33 to 36).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
QUARTER_NAMES = {33: "first quarter", 34: "second quarter", 35: "third quarter", 36: "fourth quarter"}

_SINGLE_DATE = re.compile(
    r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([~?%]?)",
)

_YEAR = r"\d{3}X|\d{2}XX|\d{4}"
_MONTH = r"\d{4}-(0[1-9]|1[0-2]|2[1-4]|3[3-6]|XX)"  # months, seasons and quarters
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]|XX)|\d{4}-XX-XX"
_EXPRESSION = f"({_YEAR}|{_MONTH}|{_DAY})[~?%]?"
_INTERVAL = rf"({_EXPRESSION}|\.\.)?/{_EXPRESSION}|{_EXPRESSION}/(\.\.)?"
EDTF_PATTERN = rf"^({_EXPRESSION}|{_INTERVAL}|\[{_EXPRESSION}(, ?{_EXPRESSION})*\])$"
"""What editors hold a date against as it is typed: each date that is accepted fits, and nearly nothing else does."""


class DateError(ValueError):
    """An error for a date that cannot be accepted.

    Args:
        what: what is wrong, one clause that quotes the text.
        cure: what to write instead, one clause.

    """

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.what}; {self.cure}"


class DatePrecision(StrEnum):
    """How closely a date is known. ``2018-12-XX`` is known to the month: its day is not known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    ALTERNATIVES = "alternatives"

    @property
    def meaning(self) -> str:
        """What is known of a date of this precision."""
        return _MEANINGS[self]


_MEANINGS = {
    DatePrecision.DAY: "a day",
    DatePrecision.MONTH: "a month",
    DatePrecision.SEASON: "a season of three months",
    DatePrecision.QUARTER: "a quarter of a year, from January, April, July or October on",
    DatePrecision.YEAR: "a year",
    DatePrecision.DECADE: "ten years",
    DatePrecision.CENTURY: "a hundred years",
    DatePrecision.INTERVAL: "from one date to another, or open at one end",
    DatePrecision.ALTERNATIVES: "one of several dates, and it is not known which",
}

_MONTHS_IN = {
    DatePrecision.MONTH: 1,
    DatePrecision.SEASON: 3,
    DatePrecision.QUARTER: 3,
    DatePrecision.YEAR: 12,
    DatePrecision.DECADE: 120,
    DatePrecision.CENTURY: 1200,
}


@dataclass(frozen=True, slots=True)
class SingleDate:
    """A single date, or one side of an interval, from the day ``first`` to ``last`` inclusive.

    ``unspecified`` counts the ``XX`` in the text: ``2018-XX-XX`` speaks of a day, ``2018`` does not.
    """

    text: str
    first: date
    last: date
    precision: DatePrecision
    approximate: bool
    uncertain: bool
    unspecified: int

    def widened_bounds(self) -> tuple[int, int]:
        """Return the first and last ordinal day, one unit more each way if the date is approximate."""
        first, last = self.first.toordinal(), self.last.toordinal()
        if not self.approximate:
            return first, last
        if self.precision is DatePrecision.DAY:
            return max(first - 1, date.min.toordinal()), min(last + 1, date.max.toordinal())
        months = _MONTHS_IN[self.precision]
        return _first_of_month(self.first, -months), _first_of_month(self.last, months + 1) - 1


def _first_of_month(day: date, months: int) -> int:
    """Return the ordinal of the first of the month ``months`` away, limited to the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min.toordinal()
    if year > date.max.year:
        return date.max.toordinal() + 1
    return date(year, month + 1, 1).toordinal()


def parse_single_date(text: str) -> SingleDate | None:
    """Return the date that a text states, or None where the text is not of the grammar.

    Raises:
        DateError: the text has the right form, but names a year, month or day that does not exist.

    """
    match = _SINGLE_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.groups()
    if "X" in year:
        if month is not None:
            return None
        precision = DatePrecision.CENTURY if year.endswith("XX") else DatePrecision.DECADE
        # There is no year 0, so 000X and 00XX begin in year 1.
        first, last = (
            date(max(int(year.replace("X", "0")), 1), 1, 1),
            date(int(year.replace("X", "9")), 12, 31),
        )
    elif year == "0000":
        raise DateError(f"{text}: there is no year 0000", "write a year from 0001 to 9999")
    elif month is None or month == "XX":
        if day not in (None, "XX"):
            return None
        precision, first, last = DatePrecision.YEAR, date(int(year), 1, 1), date(int(year), 12, 31)
    elif day is None or day == "XX":
        precision, first, last = _parse_month_or_season(text, int(year), int(month), day)
    else:
        precision = DatePrecision.DAY
        first = last = _parse_day(text, int(year), int(month), int(day))
    return SingleDate(text, first, last, precision, mark in ("~", "%"), mark in ("?", "%"), text.count("-XX"))


def _parse_month_or_season(
    text: str, year: int, month: int, day: str | None
) -> tuple[DatePrecision, date, date]:
    """Return precision, first and last day of a month, a quarter, or a season of the northern hemisphere.

    EDTF leaves the months of a season open and only says that spring < summer < autumn < winter.
    """
    if month in SEASON_NAMES and day is None:
        start = date(year, 3 * (month - 20), 1)
        return DatePrecision.SEASON, start, date.fromordinal(_first_of_month(start, 3) - 1)
    if month in QUARTER_NAMES and day is None:
        start = date(year, 3 * (month - 33) + 1, 1)
        return DatePrecision.QUARTER, start, date.fromordinal(_first_of_month(start, 3) - 1)
    _check_month(text, year, month, None)
    return DatePrecision.MONTH, date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _parse_day(text: str, year: int, month: int, day: int) -> date:
    _check_month(text, year, month, day)
    days = monthrange(year, month)[1]
    if day == 0:
        raise DateError(f"{text}: there is no day 00", f"write {text[:7]} when the day is not known")
    if day > days:
        what = f"{text}: {MONTH_NAMES[month - 1]} {year} has {days} days"
        raise DateError(what, f"write a day from 1 to {days}")
    return date(year, month, day)


def _check_month(text: str, year: int, month: int, day: int | None) -> None:
    """Raise a DateError where there is no such month, with the likeliest form that was meant."""
    if 1 <= month <= 12:
        return
    if month == 0:
        raise DateError(f"{text}: there is no month 00", f"write {year:04} when the month is not known")
    swapped = f"{year:04}-{day:02}-{month:02}" if day and day <= 12 and month <= 31 else ""
    if month in SEASON_NAMES:
        cure = f"write {year:04}-{month} for the season" + (f", {swapped} for the day" if swapped else "")
        raise DateError(f"{text}: {month} means {SEASON_NAMES[month]}, and a season has no day", cure)
    if swapped and month <= monthrange(year, day or 1)[1]:
        cure = f"write {swapped}"
    elif day is None and month == (year + 1) % 100:
        cure = f"write {year:04}/{year + 1:04} for the years, or a month from 01 to 12"
    else:
        cure = "write a month from 01 to 12, a season from 21 (spring) to 24 (winter), or a quarter from 33 to 36"
    raise DateError(f"{text}: there is no month {month:02}", cure)

"""Resolve what looks like a date: a day, a month, a weekday, "last month", "a day after"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from communique.schema.vocabulary import Basis

_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORD_COUNT: Final = ("a", "two", "three", "four", "five", "six", "seven")

_MONTH_PATTERN = "|".join(rf"{name.capitalize()}|{name[:3].capitalize()}\.?" for name in _MONTH_NAMES)
_MONTH = rf"(?P<month>{_MONTH_PATTERN}|Sept\.?)(?![a-z])"
_WEEKDAY = rf"(?P<weekday>{'|'.join(n.capitalize() for n in _DAY_NAMES)}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|—|to|through|until|and)\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_WORD = r"(?P<yearword>last year|this year|next year|the same year|the previous year)"
_YEAR_END = rf"(?:,? ?(?:of )?{_YEAR}(?![\d-])|,? (?:of )?{_YEAR_WORD})?"

Span = tuple[str, dt.date, dt.date]
"""EDTF text, first and last day."""


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date without a year or month is resolved by: the reference day, and what was named before."""

    reference: dt.date
    is_planned: bool
    is_past: bool
    previous: dt.date | None


Resolved = tuple[Span, Basis] | None
Rule = Callable[[re.Match[str], DateContext], Resolved]


def _day_span(day: dt.date) -> Span:
    return day.isoformat(), day, day


def _month_span(year: int, month: int) -> Span:
    last = calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}", dt.date(year, month, 1), dt.date(year, month, last)


def _year_span(year: int) -> Span:
    return f"{year:04d}", dt.date(year, 1, 1), dt.date(year, 12, 31)


def _range_span(first: dt.date, last: dt.date) -> Span:
    return (f"{first.isoformat()}/{last.isoformat()}", first, last) if last > first else _day_span(first)


def _number_month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTH_NAMES, 1) if month[:3] == name[:3].lower())


def _parse_count(text: str) -> int:
    return int(text) if text.isdigit() else 1 if text == "one" else _WORD_COUNT.index(text) + 1


def _parse_month(match: re.Match[str]) -> int:
    return _number_month(match["month"])


def _choose_year(match: re.Match[str], month: int, day: int, context: DateContext) -> tuple[int, Basis]:
    """Return the year of a day or month, written out or nearest to the reference."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), Basis.EXPLICIT
    word, year = groups.get("yearword"), context.reference.year
    if word:
        anchor = context.previous.year if context.previous and "same" in word else year
        return anchor + {"last": -1, "next": 1}.get(word.split()[0], 0), Basis.RELATIVE
    if context.reference == dt.date.min:
        return year, Basis.RELATIVE
    day = min(day, 28) if month == 2 else day
    candidates = [
        dt.date(y, month, min(day, calendar.monthrange(y, month)[1])) for y in (year - 1, year, year + 1)
    ]
    if context.is_planned and not context.is_past:
        candidates = [c for c in candidates if (c - context.reference).days >= -31] or candidates
    else:  # news tells of what was, unless it says otherwise
        candidates = [c for c in candidates if (c - context.reference).days <= 31] or candidates
    return min(candidates, key=lambda c: abs((c - context.reference).days)).year, Basis.RELATIVE


def _resolve_day(match: re.Match[str], context: DateContext) -> Resolved:
    month, day = _parse_month(match), int(match["day"])
    year, basis = _choose_year(match, month, day, context)
    try:
        return _day_span(dt.date(year, month, day)), basis
    except ValueError:
        return None


def _resolve_second_day(match: re.Match[str], context: DateContext) -> Resolved:
    """Resolve the second of two days of a month, `on Jan. 19 and 30`."""
    head = re.search(rf"\b{_MONTH} \d{{1,2}} $", match.string[: match.start()])
    if head is None or context.previous is None or context.previous.month != _parse_month(head):
        return None
    try:
        return _day_span(context.previous.replace(day=int(match["day"]))), Basis.RELATIVE
    except ValueError:
        return None


def _resolve_range(match: re.Match[str], context: DateContext) -> Resolved:
    if "and" in match[0] and "between" not in match.string[: match.start()].lower():
        return _resolve_day(match, context)
    month, first, last = _parse_month(match), int(match["day"]), int(match["last"])
    year, basis = _choose_year(match, month, first, context)
    groups = match.groupdict()
    last_month = _number_month(groups["month2"]) if groups.get("month2") else month
    try:
        return _range_span(dt.date(year, month, first), dt.date(year, last_month, last)), basis
    except ValueError:
        return None


def _resolve_month(match: re.Match[str], context: DateContext) -> Resolved:
    month = _parse_month(match)
    groups = match.groupdict()
    year, basis = _choose_year(match, month, 15, context)
    if groups.get("which") and basis is Basis.RELATIVE:
        reference = context.reference
        if groups["which"].lower() == "last":
            year = reference.year - (month >= reference.month)
        elif groups["which"].lower() == "next":
            year = reference.year + (month <= reference.month)
    elif basis is Basis.RELATIVE and not groups.get("yearword"):
        reference = context.reference
        if context.is_planned and not context.is_past:
            year = reference.year + (month < reference.month)
        else:
            year = reference.year - (month > reference.month)
    return (_month_span(year, month), basis) if 1 <= year <= 9998 else None


def _resolve_year(match: re.Match[str], context: DateContext) -> Resolved:
    return _year_span(int(match["year"])), Basis.EXPLICIT


def _resolve_iso(match: re.Match[str], context: DateContext) -> Resolved:
    try:
        return _day_span(dt.date(int(match["year"]), int(match["m"]), int(match["day"]))), Basis.EXPLICIT
    except ValueError:
        return None


def _resolve_east_asian(match: re.Match[str], context: DateContext) -> Resolved:
    groups = match.groupdict()
    month = int(groups["m"]) if groups.get("m") else context.reference.month
    day = int(groups["day"]) if groups.get("day") else 0
    basis = Basis.EXPLICIT if groups.get("year") else Basis.RELATIVE
    year = int(groups["year"]) if groups.get("year") else context.reference.year
    try:
        if not day:
            return _month_span(year, month), basis
        value = dt.date(year, month, day)
    except ValueError:
        return None
    if basis is Basis.RELATIVE and not groups.get("m") and (value - context.reference).days > 15:
        value = (value.replace(day=1) - dt.timedelta(days=1)).replace(day=min(day, 28))
    return _day_span(value), basis


_LOCAL_TIME: Final = re.compile(r"[^.;,]{0,30}?\b(?:local|[A-Z]\w+) time\b")
"""Said behind a weekday: local time, or that of a country or town."""


def _resolve_weekday(match: re.Match[str], context: DateContext) -> Resolved:
    weekday = next(n for n, name in enumerate(_DAY_NAMES) if name[:3] == match["weekday"][:3].lower())
    which = (match.groupdict().get("which") or "").lower()
    reference = context.reference
    if reference == dt.date.min:
        return None
    back = (reference.weekday() - weekday) % 7
    ahead = (weekday - reference.weekday()) % 7
    if which == "last":
        day = reference - dt.timedelta(days=back or 7)
    elif ahead == 1 and _LOCAL_TIME.match(match.string, match.end()):  # a dateline elsewhere is a day behind
        day = reference + dt.timedelta(days=1)
    elif which == "next" or (context.is_planned and not context.is_past):
        day = reference + dt.timedelta(days=(ahead or 7) if which == "next" else ahead)
    else:
        day = reference - dt.timedelta(days=back)
    return _day_span(day), Basis.RELATIVE


def _resolve_word(match: re.Match[str], context: DateContext) -> Resolved:
    word = match[0].lower()
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if context.reference == dt.date.min:
        return None
    return _day_span(context.reference + dt.timedelta(days=shift)), Basis.RELATIVE


def _resolve_relative(match: re.Match[str], context: DateContext) -> Resolved:
    reference = context.reference
    if reference == dt.date.min:
        return None
    shift = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"].lower().split()[-1], 0)
    if match["unit"].lower() == "year":
        return _year_span(reference.year + shift), Basis.RELATIVE
    months = reference.year * 12 + reference.month - 1 + shift
    return _month_span(months // 12, months % 12 + 1), Basis.RELATIVE


def _resolve_offset(match: re.Match[str], context: DateContext) -> Resolved:
    """Resolve "a day after", "the next day", "two days earlier" from the day that was named last."""
    if context.previous is None:
        return None
    groups = match.groupdict()
    if groups.get("near"):
        shift = -1 if groups["near"].lower() == "previous" else 1
    else:
        count = _parse_count(groups["count"].lower())
        # "met a day after it fired": what follows happened earlier.
        shift = count * {"after": -1, "before": 1, "later": 1, "earlier": -1}[groups["side"].lower()]
    return _day_span(context.previous + dt.timedelta(days=shift)), Basis.RELATIVE


def _compile(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_PREPOSITION = r"(?:[Ii]n|[Dd]uring|[Bb]y|[Ss]ince|[Ee]arly|[Ll]ate|[Mm]id-?|[Uu]ntil|[Ff]rom)"
_SIDE = r"(?P<side>after|before|later|earlier)"
_UNIT = r"[-\s]?(?:troops|people|km|meters|soldiers|personnel|tons)"
_LAST_DAY = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_SECOND_MONTH = _MONTH.replace("?P<month>", "?P<month2>")
DATE_RULES: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = (
    (_compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<m>\d{2})-(?P<day>\d{2})\b"), _resolve_iso),
    (_compile(r"\b(?P<day>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b"), _resolve_iso),
    (_compile(rf"{_YEAR}[年년] ?(?P<m>\d{{1,2}})[月월](?: ?(?P<day>\d{{1,2}})[日일])?"), _resolve_east_asian),
    (_compile(r"(?P<m>\d{1,2})[月월] ?(?P<day>\d{1,2})[日일]"), _resolve_east_asian),
    (_compile(r"(?<![\d月월] )(?<![\d月월])(?P<day>\d{1,2})[日일](?![本米中間韓目連])"), _resolve_east_asian),
    (_compile(rf"\b{_MONTH} {_DAY}(?= and \d{{1,2}}\b)", 0), _resolve_day),
    (_compile(r"(?<=\d )and (?P<day>\d{1,2})(?=[,.;)]| [a-z]|$)"), _resolve_second_day),
    (_compile(rf"\b{_MONTH} {_DAY}{_TO}{_SECOND_MONTH} {_LAST_DAY}{_YEAR_END}", 0), _resolve_range),
    (_compile(rf"\b{_MONTH} {_DAY}{_TO}{_LAST_DAY}(?!\d){_YEAR_END}", 0), _resolve_range),
    (_compile(rf"\b{_DAY}{_TO}{_LAST_DAY} {_MONTH}{_YEAR_END}", 0), _resolve_range),
    (_compile(rf"\b{_MONTH} {_DAY}(?!\d){_YEAR_END}", 0), _resolve_day),
    (_compile(rf"\b{_DAY} (?:of )?{_MONTH}\b{_YEAR_END}", 0), _resolve_day),
    (_compile(rf"\b(?P<which>last|next|this) {_MONTH}(?!\w)"), _resolve_month),
    (_compile(rf"\b{_MONTH}(?:,| of)? {_YEAR}(?![\d-])", 0), _resolve_month),
    (_compile(rf"\b{_MONTH}(?:,| of)? {_YEAR_WORD}", 0), _resolve_month),
    (_compile(rf"\b(?:(?P<which>last|next|this|on) )?{_WEEKDAY}\b(?!\.com)", 0), _resolve_weekday),
    (_compile(rf"\b{_PREPOSITION} {_MONTH}(?!\w)(?! \d)", 0), _resolve_month),
    (_compile(r"\b(?:yesterday|today|tomorrow)\b"), _resolve_word),
    (
        _compile(r"\b(?:earlier |later )?(?P<which>last|this|next|previous|coming) (?P<unit>month|year)\b(?!'s)"),
        _resolve_relative,
    ),
    (_compile(r"\bthe (?P<near>next|following|previous) day\b"), _resolve_offset),
    (_compile(rf"\b(?P<count>one|{'|'.join(_WORD_COUNT)}|\d) days? {_SIDE}\b"), _resolve_offset),
    (_compile(rf"(?<![\d,.$-]){_YEAR}(?![\d,]\d|-\d|{_UNIT})\b", 0), _resolve_year),
)  # fmt: skip
"""What looks like a date, most exact first, and the rule that resolves it."""

"""Formatting of imprecise dates in English, for the site and the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from communique.schema.dates.grammar import (
    MONTH_NAMES,
    QUARTER_NAMES,
    SEASON_NAMES,
    DatePrecision,
    SingleDate,
    parse_single_date,
)
from communique.schema.dates.parse import OPEN, Edtf


def format_date(edtf: Edtf) -> str:
    """Return a date in English: ``28 July 2024``, ``27–29 June 2024``, ``about December 2018``.

    ``?`` is "possibly", ``~`` is "about", ``%`` is both. What two sides of an interval share is said once. An
    open side (``..``) is left out; an unknown one (nothing written) is called unknown.
    """
    if edtf.alternatives:
        return _format_alternatives(edtf.alternatives)
    start_text, slash, end_text = edtf.text.partition("/")
    start, end = parse_single_date(start_text), parse_single_date(end_text)
    if start and not slash:
        return _format_single_date(start)
    if start and end:
        return _format_interval(start, end)
    if start:
        return (
            f"since {_format_single_date(start)}"
            if end_text == OPEN
            else f"from {_format_single_date(start)}, end unknown"
        )
    if end:
        return (
            f"until {_format_single_date(end)}"
            if start_text == OPEN
            else f"until {_format_single_date(end)}, start unknown"
        )
    raise AssertionError(f"not made by parse: {edtf.text!r}")


def _format_single_date(part: SingleDate) -> str:
    qualifier = ("possibly " if part.uncertain else "") + ("about " if part.approximate else "")
    return qualifier + _format_unqualified(part)


def _format_unqualified(part: SingleDate) -> str:
    """Return the date in English without its qualifier."""
    year = part.first.year
    month = MONTH_NAMES[part.first.month - 1]
    match part.precision:
        case DatePrecision.DAY:
            return f"{part.first.day} {month} {year}"
        case DatePrecision.MONTH:
            return f"{month} {year}" + (" (day unknown)" if part.unspecified else "")
        case DatePrecision.SEASON:
            return _format_season(int(part.text[5:7]), year)
        case DatePrecision.QUARTER:
            return f"{QUARTER_NAMES[int(part.text[5:7])]} of {year}"
        case DatePrecision.DECADE:
            return f"the {year // 10 * 10}s"
        case DatePrecision.CENTURY:
            return f"the {_format_ordinal(year // 100 + 1)} century"
        case _:
            return str(year) + ("", " (month unknown)", " (month and day unknown)")[part.unspecified]


def _format_season(number: int, year: int) -> str:
    """Return a season with its year; a winter ends in the next: winter 2024–25, winter 1999–2000."""
    if SEASON_NAMES[number] != "winter":
        return f"{SEASON_NAMES[number]} {year}"
    following = year + 1
    return f"winter {year}–{following if following % 100 == 0 else f'{following % 100:02}'}"


def _format_ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _format_alternatives(dates: Sequence[Edtf]) -> str:
    """Return dates of which one is meant; what all of them share is said once: ``3 or 5 May 2018``."""
    texts = [format_date(date) for date in dates]
    tails = {text.partition(" ")[2] for text in texts}
    if len(tails) == 1 and dates[0].precision in (DatePrecision.DAY, DatePrecision.MONTH):
        texts[:-1] = [text.partition(" ")[0] for text in texts[:-1]]
    return f"{', '.join(texts[:-1])} or {texts[-1]}"


def _format_interval(start: SingleDate, end: SingleDate) -> str:
    """Return both sides joined by a dash, close between bare numbers or names, spaced between phrases."""
    start_text, end_text = _format_single_date(start), _format_single_date(end)
    qualified = start.approximate or start.uncertain or end.approximate or end.uncertain
    if qualified or start.precision is not end.precision:
        return f"{start_text} – {end_text}"
    first, last = start.first, end.first
    match start.precision:
        case DatePrecision.YEAR:
            return f"{start_text}–{end_text}"
        case DatePrecision.MONTH if first.year == last.year:
            return f"{MONTH_NAMES[first.month - 1]}–{end_text}"
        case DatePrecision.DAY if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{end_text}"
        case DatePrecision.DAY if first.year == last.year:
            return f"{first.day} {MONTH_NAMES[first.month - 1]} – {end_text}"
        case _:
            return f"{start_text} – {end_text}"

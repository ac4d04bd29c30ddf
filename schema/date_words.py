"""Imprecise dates in English, as a reader of the site sees them."""

from __future__ import annotations

from communique.schema.date_grammar import MONTH_NAMES, SEASON_NAMES, DatePrecision, Part, read_part
from communique.schema.date_text import OPEN, Edtf


def words(edtf: Edtf) -> str:
    """Say a date in English: ``28 July 2024``, ``27–29 June 2024``, ``about December 2018``, ``until 2017``.

    ``?`` is "possibly", ``~`` is "about", ``%`` is both. What two sides of an interval share is said once. An
    open side (``..``) is left out; an unknown one (nothing written) is called unknown.
    """
    start_text, slash, end_text = edtf.text.partition("/")
    start, end = read_part(start_text), read_part(end_text)
    if start and not slash:
        return _part(start)
    if start and end:
        return _span(start, end)
    if start:
        return f"since {_part(start)}" if end_text == OPEN else f"from {_part(start)}, end unknown"
    if end:
        return f"until {_part(end)}" if start_text == OPEN else f"until {_part(end)}, start unknown"
    raise AssertionError(f"not made by parse: {edtf.text!r}")


def _part(part: Part) -> str:
    qualifier = ("possibly " if part.uncertain else "") + ("about " if part.approximate else "")
    return qualifier + _plain(part)


def _plain(part: Part) -> str:
    """The date without its qualifier."""
    year = part.first.year
    month = MONTH_NAMES[part.first.month - 1]
    match part.precision:
        case DatePrecision.DAY:
            return f"{part.first.day} {month} {year}"
        case DatePrecision.MONTH:
            return f"{month} {year}" + (" (day unknown)" if part.unspecified else "")
        case DatePrecision.SEASON:
            return _season(int(part.text[5:7]), year)
        case DatePrecision.DECADE:
            return f"the {year // 10 * 10}s"
        case DatePrecision.CENTURY:
            return f"the {_ordinal(year // 100 + 1)} century"
        case _:
            return str(year) + ("", " (month unknown)", " (month and day unknown)")[part.unspecified]


def _season(number: int, year: int) -> str:
    """A winter ends in the next year, and says so: winter 2024–25, winter 1999–2000."""
    if SEASON_NAMES[number] != "winter":
        return f"{SEASON_NAMES[number]} {year}"
    following = year + 1
    return f"winter {year}–{following if following % 100 == 0 else f'{following % 100:02}'}"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _span(start: Part, end: Part) -> str:
    """Two sides with a dash, close between bare numbers or names, spaced between phrases."""
    said_start, said_end = _part(start), _part(end)
    qualified = start.approximate or start.uncertain or end.approximate or end.uncertain
    if qualified or start.precision is not end.precision:
        return f"{said_start} – {said_end}"
    first, last = start.first, end.first
    match start.precision:
        case DatePrecision.YEAR:
            return f"{said_start}–{said_end}"
        case DatePrecision.MONTH if first.year == last.year:
            return f"{MONTH_NAMES[first.month - 1]}–{said_end}"
        case DatePrecision.DAY if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{said_end}"
        case DatePrecision.DAY if first.year == last.year:
            return f"{first.day} {MONTH_NAMES[first.month - 1]} – {said_end}"
        case _:
            return f"{said_start} – {said_end}"

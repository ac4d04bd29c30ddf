"""Suggestions for dates that are not EDTF, so that an error message can name what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from communique.schema.dates.grammar import MONTH_NAMES, QUARTER_NAMES, SEASON_NAMES, DateError

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_SEASONS = {name: number for number, name in SEASON_NAMES.items()} | {"fall": 23}
_MONTH = r"(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTH_NAMES) + r"|sept)\.?"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_Y = r"(?P<year>\d{4})"
_NAMED_MONTH = [
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?:the )?(?:{_D}[ -](?:of )?)?{_MONTH},?[ -](?:of )?{_Y}",
        rf"{_MONTH} {_D},? {_Y}",
        rf"{_Y},?[ -]{_MONTH}(?:[ -]{_D})?",
    )
]
_SEASON = re.compile(rf"(?:the )?(?P<season>{'|'.join(_SEASONS)})(?: of)?,? {_Y}", re.IGNORECASE | re.ASCII)
_QUARTERS = {name.split()[0]: number for number, name in QUARTER_NAMES.items()}
_QUARTER = [
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_Y}[- ]?Q(?P<quarter>[1-4])",
        rf"Q(?P<quarter>[1-4])[- ]?{_Y}",
        rf"(?:the )?(?P<quarter>{'|'.join(_QUARTERS)}) quarter(?: of)?,? {_Y}",
    )
]
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})", re.ASCII)
_UNSPECIFIED = re.compile(r"[0-9xu]{4}(?:-[0-9xu]{2}){0,2}", re.IGNORECASE)
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}(?::?\d{2}.*)?", re.ASCII | re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.IGNORECASE)
_QUALIFIER_PATTERNS = {
    "~": re.compile(r"(?:about|around|approximately|circa|ca?\.) *", re.IGNORECASE),
    "?": re.compile(r"(?:possibly|perhaps|probably|maybe) *", re.IGNORECASE),
}
_EXAMPLES = "2024-07-28, 2024-07, 2024 or 2024-06-27/2024-06-29"


def explain_invalid_date(text: str, accepts: Callable[[str], bool]) -> DateError:
    """Return the error for a text outside the grammar, with the right form where only one is possible.

    Args:
        text: what was written.
        accepts: whether a text is a date; only texts it accepts are ever suggested.

    Returns:
        The error, to be raised.
    """
    quoted = text if text == " ".join(text.split()) else repr(text)
    if not text.strip():
        return DateError("the date is empty", f"write for example {_EXAMPLES}")
    if timed := _DATE_TIME.fullmatch(text.strip()):
        day = timed[1]
        cure = f"write {day} and give the time separately" if accepts(day) else "give the time separately"
        return DateError(f"{quoted}: a date has no time of day", cure)
    suggestions = list(
        dict.fromkeys(reading for reading in _date_readings(_normalize_text(text)) if accepts(reading))
    )
    if special := _explain_unsupported_form(text.strip(), suggestions):
        return special
    what = f"{quoted} is not EDTF"
    if not suggestions:
        return DateError(what, f"write for example {_EXAMPLES}")
    if len(suggestions) > 1:
        return DateError(f"{what} and could be {' or '.join(suggestions)}", "write the one that is meant")
    return DateError(what, f"write {suggestions[0]}")


def _explain_unsupported_form(text: str, suggestions: list[str]) -> DateError | None:
    """Return the error for a form of EDTF that is not supported, or None for any other text."""
    cure = f"write {suggestions[0]}" if len(suggestions) == 1 else ""
    if re.fullmatch(r"Y-?\d+.*", text, re.ASCII):
        return DateError(f"{text}: letter-prefixed years are not accepted", "write a year from 0001 to 9999")
    if re.fullmatch(r"-\d{4}.*", text, re.ASCII):
        return DateError(f"{text}: years before 0001 are not accepted", "write a year from 0001 to 9999")
    if text[0] == "{":
        what = f"{text}: a set of dates that are all meant is not accepted"
        return DateError(what, "write an interval such as 2024-06/2024-08")
    if text[0] == "[":
        what = f"{text} is no set of dates of which one is meant"
        return DateError(what, 'write "[2018-05, 2018-06]" with two or more years, months or days')
    if set(text) <= {".", "/"}:
        return DateError(
            f"{text}: an interval needs a date on one side", "write for example ../2017 or 2017/.."
        )
    if re.fullmatch(r"[0-9X~?%./-]+", text) and "X" in text:
        if "/" in text:
            what = f"{text}: an interval cannot have unspecified digits (X)"
            return DateError(what, cure or "write its years, months or days in full")
        what = f"{text}: unspecified digits (X) are accepted from the right only"
        return DateError(what, cure or "write for example 201X, 20XX, 2018-XX, 2018-12-XX or 2018-XX-XX")
    if cure and re.fullmatch(r"[0-9./-]*[~?%][0-9~?%./-]*", text):
        return DateError(f"{text}: a date has one qualifier (~, ? or %), at its end", cure)
    return None


def _normalize_text(text: str) -> str:
    """Return a text with one kind of dash and space, no weekday and no spaces at the ends."""
    text = unicodedata.normalize("NFKC", text)  # digits of full width
    text = _WEEKDAY.sub("", " ".join(re.sub("[‐-―−]", "-", text).split()))
    days = re.fullmatch(r"([A-Za-z]+\.?) (\d{1,2}) ?- ?(\d{1,2}),? (\d{4})", text, re.ASCII)
    return f"{days[2]}-{days[3]} {days[1]} {days[4]}" if days else text


def _date_readings(text: str) -> Iterator[str]:
    """Yield every reading of a text: as a single date, else as an interval."""
    single = list(_single_readings(text))
    yield from single
    if single:
        return
    if since := re.fullmatch(r"(?:since|from) (.+)", text, re.IGNORECASE):
        yield from (f"{start}/.." for start in _single_readings(since[1]) if " to " not in text)
    if until := re.fullmatch(r"(?:until|till|before|up to) (.+)", text, re.IGNORECASE):
        yield from (f"../{end}" for end in _single_readings(until[1]))
    text = re.sub(r"^(?:from|between) ", "", text, flags=re.IGNORECASE)
    for separator in (r" ?/ ?", r" ?-- ?", r" - ", r" (?:to|until|and) ", r"-"):
        sides = re.split(separator, text, flags=re.IGNORECASE)
        if len(sides) == 2:
            yield from _interval_readings(*sides)
            return


def _interval_readings(left: str, right: str) -> Iterator[str]:
    """Yield readings of two sides, the shorter borrowing month or year: 27-29 June 2024, 2024-06-27/29."""
    borrowed = right.split()
    lefts = [left, *(f"{left} {' '.join(borrowed[-count:])}" for count in (1, 2) if count < len(borrowed))]
    starts = next((readings for form in lefts if (readings := list(_single_readings(form, side=True)))), [])
    rights = [right, *(left[:length] + right for length in (8, 5) if len(left) > length)]
    ends = next((readings for form in rights if (readings := list(_single_readings(form, side=True)))), [])
    yield from (f"{start}/{end}" for start in starts for end in ends)


def _single_readings(text: str, *, side: bool = False) -> Iterator[str]:
    """Yield every reading of a text as a single date or one side of an interval, qualifier at the end."""
    if side and text.lower() in ("open", "now", "present", "..."):
        yield ".."
    elif side and text.lower() in ("", "..", "unknown"):
        yield ".." if text == ".." else ""
    marks = set(re.findall(r"[~?%]", text))
    for mark, pattern in _QUALIFIER_PATTERNS.items():
        text, count = pattern.subn("", text)
        marks |= {mark} if count else set()
    mark = "%" if "%" in marks or len(marks) > 1 else "".join(marks)
    for reading in _unqualified_readings(re.sub(r"[~?%]", "", text).strip()):
        yield reading.replace("-XX", "") + mark if side else reading + mark


def _unqualified_readings(text: str) -> Iterator[str]:
    if matched := _YEAR_FIRST.fullmatch(text):
        yield "-".join([matched[1], *(number.zfill(2) for number in matched.groups()[2:] if number)])
    elif matched := _YEAR_LAST.fullmatch(text):
        first, second = int(matched[1]), int(matched[3])
        orders = {(second, first), (first, second)}
        yield from (f"{matched[4]}-{month:02}-{day:02}" for month, day in sorted(orders) if month <= 12)
    elif re.fullmatch(r"\d{8}", text, re.ASCII):
        yield f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif _UNSPECIFIED.fullmatch(text):
        yield _unspecify_tail(text.upper().replace("U", "X"))
    elif matched := re.fullmatch(r"(?:the )?(\d{3})0'?s", text, re.ASCII):
        yield f"{matched[1]}X"
        if matched[1].endswith("0"):
            yield f"{matched[1][:2]}XX"
    elif matched := next((match for form in _QUARTER if (match := form.fullmatch(text))), None):
        number = _QUARTERS.get(matched["quarter"].lower()) or 32 + int(matched["quarter"])
        yield f"{matched['year']}-{number}"
    elif matched := _SEASON.fullmatch(text):
        yield f"{matched['year']}-{_SEASONS[matched['season'].lower()]}"
    elif matched := next((match for form in _NAMED_MONTH if (match := form.fullmatch(text))), None):
        day = matched["day"]
        month = _MONTHS[matched["month"][:3].lower()]
        yield f"{matched['year']}-{month:02}" + (f"-{int(day):02}" if day else "")


def _unspecify_tail(text: str) -> str:
    """Return a date with all digits after the first unspecified one unspecified: 2018-1X as 2018-XX."""
    year, *rest = text.split("-")
    if "X" in year:
        return year
    first = next((index for index, number in enumerate(rest) if "X" in number), len(rest))
    return "-".join([year, *rest[:first], *("XX" for _ in rest[first:])])

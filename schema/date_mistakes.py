"""What a curator most likely meant by a date that is not EDTF, so that the message can give the cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from communique.schema.date_grammar import MONTH_NAMES, SEASON_NAMES, DateError

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
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})", re.ASCII)
_UNSPECIFIED = re.compile(r"[0-9xu]{4}(?:-[0-9xu]{2}){0,2}", re.IGNORECASE)
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}(?::?\d{2}.*)?", re.ASCII | re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.IGNORECASE)
_MARK_WORDS = {
    "~": re.compile(r"(?:about|around|approximately|circa|ca?\.) *", re.IGNORECASE),
    "?": re.compile(r"(?:possibly|perhaps|probably|maybe) *", re.IGNORECASE),
}
_EXAMPLES = "2024-07-28, 2024-07, 2024 or 2024-06-27/2024-06-29"


def explain(text: str, accepts: Callable[[str], bool]) -> DateError:
    """The error for a text outside the grammar, with the right form where it is the only one possible.

    Args:
        text: what was written.
        accepts: whether a text is a date; only texts it accepts are ever suggested.

    Returns:
        The error, to be raised.
    """
    shown = text if text == " ".join(text.split()) else repr(text)
    if not text.strip():
        return DateError("the date is empty", f"write for example {_EXAMPLES}")
    if timed := _TIMED.fullmatch(text.strip()):
        day = timed[1]
        cure = f"write {day} and give the time separately" if accepts(day) else "give the time separately"
        return DateError(f"{shown}: a date has no time of day", cure)
    meant = list(dict.fromkeys(found for found in _whole(_clean(text)) if accepts(found)))
    if special := _special(text.strip(), meant):
        return special
    what = f"{shown} is not EDTF"
    if not meant:
        return DateError(what, f"write for example {_EXAMPLES}")
    if len(meant) > 1:
        return DateError(f"{what} and could be {' or '.join(meant)}", "write the one that is meant")
    return DateError(what, f"write {meant[0]}")


def _special(text: str, meant: list[str]) -> DateError | None:
    """Forms of EDTF that we leave out, and why."""
    write = f"write {meant[0]}" if len(meant) == 1 else ""
    if re.fullmatch(r"Y-?\d+.*", text, re.ASCII):
        return DateError(f"{text}: letter-prefixed years are not accepted", "write a year from 0001 to 9999")
    if re.fullmatch(r"-\d{4}.*", text, re.ASCII):
        return DateError(f"{text}: years before 0001 are not accepted", "write a year from 0001 to 9999")
    if text[0] in "[{":
        return DateError(
            f"{text}: sets of dates are not accepted", "write an interval such as 2024-06/2024-08"
        )
    if set(text) <= {".", "/"}:
        return DateError(
            f"{text}: an interval needs a date on one side", "write for example ../2017 or 2017/.."
        )
    if re.fullmatch(r"[0-9X~?%./-]+", text) and "X" in text:
        if "/" in text:
            what = f"{text}: an interval cannot have unspecified digits (X)"
            return DateError(what, write or "write its years, months or days in full")
        what = f"{text}: unspecified digits (X) are accepted from the right only"
        return DateError(what, write or "write for example 201X, 20XX, 2018-XX, 2018-12-XX or 2018-XX-XX")
    if write and re.fullmatch(r"[0-9./-]*[~?%][0-9~?%./-]*", text):
        return DateError(f"{text}: a date has one qualifier (~, ? or %), at its end", write)
    return None


def _clean(text: str) -> str:
    """One kind of dash and space, no weekday, no spaces at the ends."""
    text = _WEEKDAY.sub("", " ".join(re.sub("[‐-―−]", "-", text).split()))
    days = re.fullmatch(r"([A-Za-z]+\.?) (\d{1,2}) ?- ?(\d{1,2}),? (\d{4})", text, re.ASCII)
    return f"{days[2]}-{days[3]} {days[1]} {days[4]}" if days else text


def _whole(text: str) -> Iterator[str]:
    """Every reading of the text: as one date, else as an interval."""
    single = list(_one(text))
    yield from single
    if single:
        return
    if since := re.fullmatch(r"(?:since|from) (.+)", text, re.IGNORECASE):
        yield from (f"{start}/.." for start in _one(since[1]) if " to " not in text)
    if until := re.fullmatch(r"(?:until|till|before|up to) (.+)", text, re.IGNORECASE):
        yield from (f"../{end}" for end in _one(until[1]))
    text = re.sub(r"^(?:from|between) ", "", text, flags=re.IGNORECASE)
    for separator in (r" ?/ ?", r" ?-- ?", r" - ", r" (?:to|until|and) ", r"-"):
        sides = re.split(separator, text, flags=re.IGNORECASE)
        if len(sides) == 2:
            yield from _interval(*sides)
            return


def _interval(left: str, right: str) -> Iterator[str]:
    """Two sides, the shorter borrowing its month or year from the other: 27-29 June 2024, 2024-06-27/29."""
    borrowed = right.split()
    lefts = [left, *(f"{left} {' '.join(borrowed[-count:])}" for count in (1, 2) if count < len(borrowed))]
    starts = next((found for form in lefts if (found := list(_one(form, side=True)))), [])
    rights = [right, *(left[:length] + right for length in (8, 5) if len(left) > length)]
    ends = next((found for form in rights if (found := list(_one(form, side=True)))), [])
    yield from (f"{start}/{end}" for start in starts for end in ends)


def _one(text: str, *, side: bool = False) -> Iterator[str]:
    """Every reading of the text as one date, or as one side of an interval, its qualifier at the end."""
    if side and text.lower() in ("open", "now", "present", "..."):
        yield ".."
    elif side and text.lower() in ("", "..", "unknown"):
        yield ".." if text == ".." else ""
    marks = set(re.findall(r"[~?%]", text))
    for mark, word in _MARK_WORDS.items():
        text, count = word.subn("", text)
        marks |= {mark} if count else set()
    mark = "%" if "%" in marks or len(marks) > 1 else "".join(marks)
    for plain in _unqualified(re.sub(r"[~?%]", "", text).strip()):
        yield plain.replace("-XX", "") + mark if side else plain + mark


def _unqualified(text: str) -> Iterator[str]:
    if found := _YEAR_FIRST.fullmatch(text):
        yield "-".join([found[1], *(number.zfill(2) for number in found.groups()[2:] if number)])
    elif found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        orders = {(second, first), (first, second)}
        yield from (f"{found[4]}-{month:02}-{day:02}" for month, day in sorted(orders) if month <= 12)
    elif re.fullmatch(r"\d{8}", text, re.ASCII):
        yield f"{text[:4]}-{text[4:6]}-{text[6:]}"
    elif _UNSPECIFIED.fullmatch(text):
        yield _from_the_right(text.upper().replace("U", "X"))
    elif found := re.fullmatch(r"(?:the )?(\d{3})0'?s", text, re.ASCII):
        yield f"{found[1]}X"
        if found[1].endswith("0"):
            yield f"{found[1][:2]}XX"
    elif found := _SEASON.fullmatch(text):
        yield f"{found['year']}-{_SEASONS[found['season'].lower()]}"
    elif found := next((match for form in _NAMED_MONTH if (match := form.fullmatch(text))), None):
        day = found["day"]
        month = _MONTHS[found["month"][:3].lower()]
        yield f"{found['year']}-{month:02}" + (f"-{int(day):02}" if day else "")


def _from_the_right(text: str) -> str:
    """Everything after the first unspecified digit made unspecified too: 2018-1X becomes 2018-XX."""
    year, *rest = text.split("-")
    if "X" in year:
        return year
    first = next((index for index, number in enumerate(rest) if "X" in number), len(rest))
    return "-".join([year, *rest[:first], *("XX" for _ in rest[first:])])

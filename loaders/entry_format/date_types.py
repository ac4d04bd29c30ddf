"""Define the types of dates and times in an entry, each with the cure for what people write instead."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from communique.loaders.entry_format.string_types import entry_error
from communique.schema.dates.grammar import EDTF_PATTERN, DateError
from communique.schema.dates.parse import parse_date

_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_IS_DAY = re.compile(_DAY).fullmatch
_IS_TIME = re.compile(rf"{_CLOCK})?{_OFFSET}").fullmatch
_IS_MOMENT = re.compile(rf"{_DAY}[T ]{_CLOCK}(\.[0-9]+)?)?{_OFFSET}").fullmatch
_MAX_OFFSET = {"+": 14, "-": 12}


def year_to_text(value: object) -> object:
    """Return a bare year, which is a number to YAML, or a list of dates of which one is meant, as text."""
    if isinstance(value, list) and value and all(isinstance(item, int | str) for item in value):
        return f"[{', '.join(str(year_to_text(item)) for item in value)}]"
    return f"{value:04d}" if type(value) is int and 0 < value < 10_000 else value


def _normalize_edtf(text: str) -> str:
    try:
        return parse_date(text).text
    except DateError as error:
        what, _, cure = str(error).partition("; ")
        raise entry_error(what, cure or "write an EDTF date such as 2024-07-28") from error


def _check_publication_date(text: str) -> str:
    try:
        if _IS_DAY(text):
            dt.date.fromisoformat(text)
            return text
        if not _IS_MOMENT(text):
            raise ValueError(text)
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise entry_error(
            f"{text!r} is no date", "write 2024-07-28, or with time and zone 2024-07-28T12:07:32+09:00"
        ) from None
    if moment.tzinfo is None:
        raise entry_error("a time without a zone", f"add the publisher's own offset, as {text}+09:00")
    _check_offset(text)
    return text


def _check_time(text: str) -> str:
    if not _IS_TIME(text):
        raise entry_error(f"{text!r} is no time", "write hours, minutes and offset, as 07:22+09:00")
    if not re.search("[Z+-]", text):
        raise entry_error("a time without a zone", f"add the offset at the place, as {text}+09:00")
    _check_offset(text)
    return text


def _check_offset(text: str) -> None:
    """Refuse an offset that no clock has: Kiribati's easternmost is 14 hours ahead, Baker Island's 12 behind."""
    match = re.search(r"([+-])([0-9]{2}):([0-9]{2})$", text)
    if match and not (
        int(match[3]) < 60 and int(match[2]) * 60 + int(match[3]) <= _MAX_OFFSET[match[1]] * 60
    ):
        raise entry_error(f"no place has the offset {match[0]}", "write one from -12:00 to +14:00")


def _check_day(text: str) -> str:
    try:
        if not _IS_DAY(text):
            raise ValueError(text)
        dt.date.fromisoformat(text)
    except ValueError:
        raise entry_error(f"{text!r} is no day", "write it as 2024-07-28") from None
    return text


EdtfText = Annotated[
    str,
    BeforeValidator(year_to_text, json_schema_input_type=str | int | list[str | int]),
    Field(
        strict=True,
        max_length=40,
        json_schema_extra={
            "pattern": EDTF_PATTERN,
            "patternErrorMessage": "no EDTF date: write 2024-07-28, 2024-07, 2024-06-27/2024-06-29 or 2018-12~",
            "examples": ["2024-07-28", "2024-07", "2024-06-27/2024-06-29", "2018-12~", "2023-09-13/.."],
        },
    ),
    AfterValidator(_normalize_edtf),
]
_DAY_PATTERN = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK_PATTERN = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_ZONE_PATTERN = r"(Z|[+-]\d{2}:\d{2})"


def _describe_pattern(pattern: str, *examples: str) -> dict[str, JsonValue]:
    """Return what a JSON Schema says to editors of a text: its pattern, examples, and what to write instead."""
    message = f"write it as {' or '.join(examples)}"
    return {"pattern": f"^{pattern}$", "patternErrorMessage": message, "examples": list(examples)}


Day = Annotated[
    str,
    Field(strict=True, max_length=10, json_schema_extra=_describe_pattern(_DAY_PATTERN, "2024-07-28")),
    AfterValidator(_check_day),
]
PublicationDate = Annotated[
    str,
    Field(
        strict=True,
        max_length=40,
        json_schema_extra=_describe_pattern(
            rf"{_DAY_PATTERN}([T ]{_CLOCK_PATTERN}(\.\d+)?{_ZONE_PATTERN})?",
            "2024-07-28",
            "2024-07-28T12:07:32+09:00",
        ),
    ),
    AfterValidator(_check_publication_date),
]
Time = Annotated[
    str,
    Field(
        strict=True,
        max_length=14,
        json_schema_extra=_describe_pattern(f"{_CLOCK_PATTERN}{_ZONE_PATTERN}", "07:22+09:00"),
    ),
    AfterValidator(_check_time),
]

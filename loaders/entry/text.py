"""The kinds of text an entry may hold, each refusing what would harm a reader, a path or a page."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from communique.schema.dates import DateError, parse

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
QUOTE_WORDS = 25
_IS_SLUG = re.compile(SLUG[1:-1]).fullmatch


def wrong(what: str, cure: str) -> PydanticCustomError:
    """A validation error that carries its cure."""
    return PydanticCustomError("entry", "{what}; {cure}", {"what": what, "cure": cure})


def _plain(text: str) -> str:
    if text != text.strip():
        raise wrong("space at the start or end", "remove it")
    if text.isprintable():  # then there is no control character, and nearly all texts are
        return text
    bad = next((c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Co"} and c != "\n"), None)
    if bad:
        raise wrong(f"control character U+{ord(bad):04X}", "remove it")
    return text


def _quote(text: str) -> str:
    words = len(text.split())
    if words > QUOTE_WORDS:
        raise wrong(f"a quote of {words} words", f"quote at most {QUOTE_WORDS}, or say it in your own words")
    return text


def _year(value: object) -> object:
    """A bare year is a number to YAML."""
    return f"{value:04d}" if type(value) is int and 0 < value < 10_000 else value


def _number(value: object) -> object:
    """A bare number, such as an edition's, is a number to YAML."""
    return str(value) if type(value) is int else value


def _edtf(text: str) -> str:
    try:
        return parse(text).text
    except DateError as error:
        what, _, cure = str(error).partition("; ")
        raise wrong(what, cure or "write an EDTF date such as 2024-07-28") from error


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"}:
        raise wrong(
            f"{parts.scheme or 'no scheme'!r} is no web address", "write an http:// or https:// URL, or null"
        )
    if not host or re.search(r"[\s<>\"'`\\{}|^]", text) or parts.username or parts.password:
        raise wrong("not a plain web address", "percent-encode spaces and quotes, and leave out user names")
    return text


def _published(text: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            dt.date.fromisoformat(text)
            return text
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise wrong(
            f"{text!r} is no date", "write 2024-07-28, or with time and zone 2024-07-28T12:07:32+09:00"
        ) from None
    if moment.tzinfo is None:
        raise wrong("a time without a zone", f"add the publisher's own offset, as {text}+09:00")
    return text


def _time(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d{2}:\d{2})?", text):
        raise wrong(f"{text!r} is no time", "write hours, minutes and offset, as 07:22+09:00")
    if re.fullmatch(r"[\d:]+", text):
        raise wrong("a time without a zone", f"add the offset at the place, as {text}+09:00")
    return text


def _day(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise wrong(f"{text!r} is no day", "write it as 2024-07-28") from None
    return text


def _slug(text: str) -> str:
    if not _IS_SLUG(text):
        raise wrong(f"{text!r} is no id", "use lower-case letters, digits and single hyphens")
    return text


def _actor_id(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        _slug(text)
    return text


Line = Annotated[str, Field(strict=True, min_length=1, max_length=300), AfterValidator(_plain)]
Prose = Annotated[str, Field(strict=True, min_length=1, max_length=2000), AfterValidator(_plain)]
Quote = Annotated[
    str, Field(strict=True, min_length=1, max_length=400), AfterValidator(_plain), AfterValidator(_quote)
]
Slug = Annotated[
    str,
    Field(strict=True, min_length=1, max_length=120, json_schema_extra={"pattern": SLUG}),
    AfterValidator(_slug),
]
ActorId = Annotated[
    str,
    Field(strict=True, min_length=2, max_length=120, json_schema_extra={"pattern": f"^[A-Z]{{2}}$|{SLUG}"}),
    AfterValidator(_actor_id),
]
EdtfText = Annotated[
    str,
    BeforeValidator(_year, json_schema_input_type=str | int),
    Field(strict=True, max_length=40),
    AfterValidator(_edtf),
]
Label = Annotated[
    str,
    BeforeValidator(_number, json_schema_input_type=str | int),
    Field(strict=True, min_length=1, max_length=40),
    AfterValidator(_plain),
]
Day = Annotated[str, Field(strict=True, max_length=10), AfterValidator(_day)]
Published = Annotated[str, Field(strict=True, max_length=40), AfterValidator(_published)]
Time = Annotated[str, Field(strict=True, max_length=14), AfterValidator(_time)]
Url = Annotated[
    str,
    Field(strict=True, max_length=1000, json_schema_extra={"pattern": "^https?://"}),
    AfterValidator(_url),
]
Language = Annotated[
    str,
    Field(
        strict=True, pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", description="BCP 47 language tag"
    ),
]

"""Define the string types of an entry, each refusing what would harm a reader, a path or a page."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from communique.loaders.layout import INVISIBLE, MAX_SLUG_LENGTH, RESERVED_NAMES, SLUG

ACTOR_ID = f"^[A-Z]{{2}}$|{SLUG}"
MAX_QUOTE_WORDS = 25
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # some locales run the wide ones too
_DIRECTIONS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they make text read as another
_GROUPED_DIGITS = re.compile(r"[0-9]{1,3}(?:[,'’_ \u00a0\u202f.][0-9]{3})+")
_SPAN = re.compile(r"([0-9.]+) *(?:-|–|to|and|or) *([0-9.]+)")
_IS_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?").fullmatch
_IS_COMMON_URL = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(/[!#-&(-;=?-\[\]_a-z~]*)?").fullmatch
_HAS_SUBSTANCE = re.compile(rf"[^\s\u200c\u200d{INVISIBLE}]").search
_IS_SLUG = re.compile(SLUG[1:-1]).fullmatch


def entry_error(what: str, cure: str) -> PydanticCustomError:
    """Return a validation error that carries what is wrong and its cure."""
    return PydanticCustomError("entry", "{what}; {cure}", {"what": what, "cure": cure})


def _check_characters(text: str) -> str:
    if text != text.strip():
        raise entry_error("space at the start or end", "remove it")
    if text.startswith(_FORMULA_STARTS):
        cure = "begin it with a word, or with a quotation mark where the text does"
        raise entry_error(f"a text that begins with {text[0]!r}, which spreadsheets run as a formula", cure)
    if not _HAS_SUBSTANCE(text):
        raise entry_error("nothing in it can be seen", "write a text")
    if text.isprintable():  # then there is no control character, and nearly all texts are
        return text
    control_character = next(
        (
            c
            for c in text
            if (unicodedata.category(c) in {"Cc", "Cs", "Co"} and c != "\n") or c in _DIRECTIONS
        ),
        None,
    )
    if control_character:
        raise entry_error(f"control character U+{ord(control_character):04X}", "remove it")
    return text


def _check_line(text: str) -> str:
    if "\n" in text:
        raise entry_error("a line ends within it", "write it on one line")
    return text


def _check_quote_length(text: str) -> str:
    count = len(text.split())
    if count > MAX_QUOTE_WORDS:
        raise entry_error(
            f"a quote of {count} words", f"quote at most {MAX_QUOTE_WORDS}, or say it in your own words"
        )
    return text


def _number_to_text(value: object) -> object:
    """Return a bare number, such as an edition's, as text; anything else unchanged."""
    return str(value) if type(value) is int else value


def _check_number(value: object) -> object:
    """Return a number, or digits in quotes as one, refusing what no figure is and what people write for one."""
    if isinstance(value, bool):
        raise entry_error(f"{str(value).lower()} is no number", "write the number in digits")
    if isinstance(value, float) and not math.isfinite(value):
        raise entry_error("this number has no end, or is none", "leave it out if it is not known")
    if not isinstance(value, str):
        return value
    if _GROUPED_DIGITS.fullmatch(value.strip()):
        cure = f"write {re.sub('[^0-9]', '', value)} without separators"
        raise entry_error(f"{value!r} holds separators", cure)
    if _IS_NUMBER(value):
        return float(value)
    if span := _SPAN.fullmatch(value.strip()):
        raise entry_error(f"{value[:40]!r} is no number", f"write {{low: {span[1]}, high: {span[2]}}}")
    number = re.search(r"[0-9]+(\.[0-9]+)?", value)
    cure = f"write {number[0]}, with low or high for its bounds" if number else "write it in digits, as 1200"
    raise entry_error(f"{value[:40]!r} is no number", cure)


def _check_url(text: str) -> str:
    if _IS_COMMON_URL(text):  # as nearly every one
        return text
    try:
        parts = urlsplit(text)
        is_plain = (
            parts.port != 0 and parts.hostname and "" not in parts.hostname.removesuffix(".").split(".")
        )
    except ValueError:  # brackets that do not close, a port that is none
        parts, is_plain = None, False
    if parts and parts.scheme not in {"http", "https"}:
        raise entry_error(f"{text[:60]!r} is no web address", "write an http:// or https:// URL, or null")
    if not parts or not is_plain or parts.username or parts.password or re.search(r"[\s<>\"'`\\{}|^]", text):
        raise entry_error(
            "not a plain web address", "percent-encode spaces and quotes, and leave out user names"
        )
    return text


def _check_slug(text: str) -> str:
    if not _IS_SLUG(text):
        suggested = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
        cure = f"use lower-case letters, digits and single hyphens{f', as {suggested}' if suggested else ''}"
        raise entry_error(f"{text!r} is no id", f"{cure}; `communique find` knows the ids of names")
    if text in RESERVED_NAMES:
        raise entry_error(
            f"{text!r} cannot name a file or a page everywhere", f"use another id, as {text}-2024"
        )
    return text


def _check_actor_id(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        _check_slug(text)
    return text


Line = Annotated[
    str,
    Field(strict=True, min_length=1, max_length=300),
    AfterValidator(_check_characters),
    AfterValidator(_check_line),
]
Prose = Annotated[str, Field(strict=True, min_length=1, max_length=2000), AfterValidator(_check_characters)]
Quote = Annotated[
    str,
    Field(strict=True, min_length=1, max_length=400),
    AfterValidator(_check_characters),
    AfterValidator(_check_quote_length),
]
Slug = Annotated[
    str,
    Field(strict=True, min_length=1, max_length=MAX_SLUG_LENGTH, json_schema_extra={"pattern": SLUG}),
    AfterValidator(_check_slug),
]
ActorId = Annotated[
    str,
    Field(
        strict=True,
        min_length=2,
        max_length=MAX_SLUG_LENGTH,
        json_schema_extra={"pattern": f"^[A-Z]{{2}}$|{SLUG}"},
    ),
    AfterValidator(_check_actor_id),
]
Label = Annotated[
    str,
    BeforeValidator(_number_to_text, json_schema_input_type=str | int),
    Field(strict=True, min_length=1, max_length=40),
    AfterValidator(_check_characters),
    AfterValidator(_check_line),
]
Url = Annotated[
    str,
    Field(strict=True, max_length=1000, json_schema_extra={"pattern": "^https?://"}),
    AfterValidator(_check_url),
]
Language = Annotated[
    str,
    Field(
        strict=True, pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$", description="BCP 47 language tag"
    ),
]
READ_NUMBER = BeforeValidator(_check_number)
"""Stands behind the bounds of a number, which would miss in the JSON Schema otherwise."""

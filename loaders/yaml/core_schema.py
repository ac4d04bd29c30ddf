"""Resolve unquoted YAML scalars by the core schema, so that ``NO`` stays Norway and a date stays text."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import yaml

Scalar = str | int | float | bool | None

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it. The pure Python one gives the same events, only slower,
but for tabs outside quotation marks: it refuses some that libyaml takes for spaces."""

# Both PostgreSQL's bigint and SQLite's integer end here; beyond it a number would be rounded or refused.
MIN_INTEGER, MAX_INTEGER = -(2**63), 2**63 - 1
_MAX_DIGITS: Final = len(str(MAX_INTEGER))

_CONSTANTS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NOT_A_NUMBER: Final = frozenset((".nan", ".NaN", ".NAN"))


def resolve_scalar(text: str) -> Scalar:
    """Return the value of a plain (unquoted) scalar under the YAML 1.2 core schema.

    Only ``null``, ``true``, ``false`` (three spellings of each), ``~``, the empty word and numbers are
    special: ``NO``, ``yes``, ``12:30``, ``1_000`` and ``2024-07-28`` are text. ``010`` is ten, as the core
    schema says; octal is written ``0o10``.

    Source: YAML 1.2.2, section 10.3.2, "Tag Resolution" of the core schema.

    Raises:
        OverflowError: the word is a number that a database cannot keep.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        digits = text.lstrip("+-").lstrip("0") or "0"
        if len(digits) > _MAX_DIGITS:  # int() itself refuses some thousands of digits
            raise OverflowError
        return _check_integer_range(-int(digits) if text[0] == "-" else int(digits))
    if _OTHER_BASE.fullmatch(text):
        return _check_integer_range(int(text, base=0))
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise OverflowError
        return number
    if _INFINITE.fullmatch(text):
        return -math.inf if text[0] == "-" else math.inf
    return math.nan if text in _NOT_A_NUMBER else text


def _check_integer_range(number: int) -> int:
    if not MIN_INTEGER <= number <= MAX_INTEGER:
        raise OverflowError
    return number

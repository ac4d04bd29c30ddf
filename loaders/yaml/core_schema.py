"""What an unquoted YAML word means, by one short rule, so that ``NO`` stays Norway and a date stays text."""

from __future__ import annotations

import math
import re
from typing import Final

Scalar = str | int | float | bool | None

# Both PostgreSQL's bigint and SQLite's integer end here; beyond it a number would be rounded or refused.
SMALLEST, LARGEST = -(2**63), 2**63 - 1
_LONGEST: Final = len(str(LARGEST))

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_STARTS: Final = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NOT_A_NUMBER: Final = frozenset((".nan", ".NaN", ".NAN"))


def resolve(word: str) -> Scalar:
    """The value of a plain (unquoted) scalar under the YAML 1.2 core schema.

    Only ``null``, ``true``, ``false`` (three spellings of each), ``~``, the empty word and numbers are
    special: ``NO``, ``yes``, ``12:30``, ``1_000`` and ``2024-07-28`` are text. ``010`` is ten, as the core
    schema says; octal is written ``0o10``.

    Source: YAML 1.2.2, section 10.3.2, "Tag Resolution" of the core schema.

    Raises:
        OverflowError: the word is a number that a database cannot keep.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _STARTS:
        return word
    if _INTEGER.fullmatch(word):
        digits = word.lstrip("+-").lstrip("0") or "0"
        if len(digits) > _LONGEST:  # int() itself refuses some thousands of digits
            raise OverflowError
        return _fitting(-int(digits) if word[0] == "-" else int(digits))
    if _OTHER_BASE.fullmatch(word):
        return _fitting(int(word, base=0))
    if _FLOAT.fullmatch(word):
        number = float(word)
        if math.isinf(number):
            raise OverflowError
        return number
    if _INFINITE.fullmatch(word):
        return -math.inf if word[0] == "-" else math.inf
    return math.nan if word in _NOT_A_NUMBER else word


def _fitting(number: int) -> int:
    if not SMALLEST <= number <= LARGEST:
        raise OverflowError
    return number

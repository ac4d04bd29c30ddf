"""Resolve unquoted scalars by YAML's core schema, so that ``NO`` stays Norway, and choose how a scalar is written."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import yaml

# What may begin a bare text: no sign that means something to YAML, and no space of any kind.
_UNQUOTED_START = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=[^\W_])""")
_NEEDS_QUOTES = re.compile(r": |:$| #|\s$|^\.\.\.(?: |$)")
# The question mark is here for the pure Python parser, which ends a bare text with it.
_NEEDS_QUOTES_IN_FLOW = re.compile(r"[,?\[\]{}]")
# What a YAML 1.1 reader takes for a truth value or a number. Two such things stay bare because the record is
# full of them: NO, which is Norway, and dates.
_YAML_1_1_SPECIAL = re.compile(
    r"y|Y|n|N|yes|Yes|YES|no|No|on|On|ON|off|Off|OFF|=|<<|[-+]?0b[01_]+"
    r"|[-+]?[0-9.][0-9_.:]*[_:][0-9_.:]*(?:[eE][-+]?[0-9]+)?"
)
# What cannot stand as itself, nor be seen: see strict_yaml.
_MUST_ESCAPE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NAMED_ESCAPES: Final = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def format_scalar(value: object, in_brackets: bool) -> str:
    """Return a text, number, boolean or null on one line, within ``[ ]`` or ``{ }`` or not.

    Raises:
        TypeError: the value is of another type, or of a type derived from one of these.
    """
    if type(value) is str:
        return _quote_text(value, in_brackets)
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return _format_float(value)
    raise TypeError(f"{type(value).__name__} is not plain data")


def format_block_scalar(text: str, available: int, width: int) -> list[str] | None:
    """Return the text as lines, ``>-`` or ``|-`` the first, or None where a single line is better.

    Args:
        text: the text.
        available: columns left for it on the line of its key.
        width: columns for each line of its own.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not lines[0] or not lines[-1] or _MUST_ESCAPE.search(body.replace("\n", "")):
        return None
    if any(line.startswith(" ") or line.endswith(" ") for line in lines):
        return None
    chomping = "" if text.endswith("\n") else "-"
    folded: list[str] = []
    for number, line in enumerate(lines):
        # Folding turns one line's end into a space and each further one into itself.
        folded += [""] if number and line else []
        folded += _fold_line(line, width)
    if "\n" in text and (max(map(len, lines)) <= width or len(folded) == 1):
        return ["|" + chomping, *lines]
    if len(folded) == 1 or ("\n" not in text and len(_quote_text(text, False)) <= available):
        return None
    return [">" + chomping, *folded]


def _fold_line(line: str, width: int) -> list[str]:
    """Break a line only where single spaces part it, since a break anywhere else would be read back."""
    parts = re.split(r"(?<=[^ ]) (?=[^ ])", line)
    lines = [parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def _quote_text(text: str, in_brackets: bool) -> str:
    if _can_be_unquoted(text, in_brackets):
        return text
    special = _MUST_ESCAPE.search(text)
    if not special and ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    escaped = re.sub(rf'["\\]|{_MUST_ESCAPE.pattern}', lambda match: _escape_character(match[0]), text)
    return f'"{escaped}"'


def _can_be_unquoted(text: str, in_brackets: bool) -> bool:
    if (
        not _UNQUOTED_START.match(text)
        or _MUST_ESCAPE.search(text)
        or _NEEDS_QUOTES.search(text)
        or _YAML_1_1_SPECIAL.fullmatch(text)
    ):
        return False
    if in_brackets and _NEEDS_QUOTES_IN_FLOW.search(text):
        return False
    try:
        return isinstance(resolve_scalar(text), str)
    except OverflowError:
        return False


def _escape_character(character: str) -> str:
    return _NAMED_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _format_float(number: float) -> str:
    if math.isnan(number):
        return ".nan"
    if math.isinf(number):
        return ".inf" if number > 0 else "-.inf"
    mantissa, exponent, power = repr(number).partition("e")
    # Without the point YAML 1.1 takes 1e+16 for text.
    return mantissa + (".0" if exponent and "." not in mantissa else "") + exponent + power


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

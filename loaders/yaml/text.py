"""Decide how one value is written: bare, in quotes, or as text over several lines."""

from __future__ import annotations

import math
import re
from typing import Final

from communique.loaders.yaml.core_schema import resolve

# What may begin a bare text: no sign that means something to YAML, and no space of any kind.
_FIRST = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=[^\W_])""")
_BREAKING = re.compile(r": |:$| #|\s$|^\.\.\.(?: |$)")
# The question mark is here for the pure Python parser, which ends a bare text with it.
_BREAKING_IN_BRACKETS = re.compile(r"[,?\[\]{}]")
# What a YAML 1.1 reader takes for a truth value or a number. Two such things stay bare because the record is
# full of them: NO, which is Norway, and dates.
_OLD = re.compile(
    r"y|Y|n|N|yes|Yes|YES|no|No|on|On|ON|off|Off|OFF|=|<<|[-+]?0b[01_]+"
    r"|[-+]?[0-9.][0-9_.:]*[_:][0-9_.:]*(?:[eE][-+]?[0-9]+)?"
)
# What cannot stand as itself, nor be seen: see strict_yaml.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NAMED: Final = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def one_line(value: object, in_brackets: bool) -> str:
    """A text, number, truth value or null on one line, within ``[ ]`` or ``{ }`` or not.

    Raises:
        TypeError: the value is of another type, or of a type derived from one of these.
    """
    if type(value) is str:
        return _quoted(value, in_brackets)
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return _float(value)
    raise TypeError(f"{type(value).__name__} is not plain data")


def several_lines(text: str, room: int, width: int) -> list[str] | None:
    """The text under ``>-`` or ``|-`` (which is the first line), or None where one line serves better.

    Args:
        text: the text.
        room: columns left for it on the line of its key.
        width: columns for each line of its own.
    """
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not lines[0] or not lines[-1] or _ESCAPED.search(body.replace("\n", "")):
        return None
    if any(line.startswith(" ") or line.endswith(" ") for line in lines):
        return None
    end = "" if text.endswith("\n") else "-"
    folded: list[str] = []
    for number, line in enumerate(lines):
        # Folding turns one line's end into a space and each further one into itself.
        folded += [""] if number and line else []
        folded += _folded(line, width)
    if "\n" in text and (max(map(len, lines)) <= width or len(folded) == 1):
        return ["|" + end, *lines]
    if len(folded) == 1 or ("\n" not in text and len(_quoted(text, False)) <= room):
        return None
    return [">" + end, *folded]


def _folded(line: str, width: int) -> list[str]:
    """Break a line only between two words that are one space apart: a break anywhere else would be kept."""
    words = re.split(r"(?<=[^ ]) (?=[^ ])", line)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _quoted(text: str, in_brackets: bool) -> str:
    if _may_be_bare(text, in_brackets):
        return text
    special = _ESCAPED.search(text)
    if not special and ('"' in text or "\\" in text) and "'" not in text:
        return f"'{text}'"
    escaped = re.sub(rf'["\\]|{_ESCAPED.pattern}', lambda found: _escape(found[0]), text)
    return f'"{escaped}"'


def _may_be_bare(text: str, in_brackets: bool) -> bool:
    if not _FIRST.match(text) or _ESCAPED.search(text) or _BREAKING.search(text) or _OLD.fullmatch(text):
        return False
    if in_brackets and _BREAKING_IN_BRACKETS.search(text):
        return False
    try:
        return isinstance(resolve(text), str)
    except OverflowError:
        return False


def _escape(character: str) -> str:
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


def _float(number: float) -> str:
    if math.isnan(number):
        return ".nan"
    if math.isinf(number):
        return ".inf" if number > 0 else "-.inf"
    mantissa, exponent, power = repr(number).partition("e")
    # Without the point YAML 1.1 takes 1e+16 for text.
    return mantissa + (".0" if exponent and "." not in mantissa else "") + exponent + power

"""Write plain data as the YAML a curator would have written: one canonical text for one content."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from communique.errors import RecordError
from communique.loaders.yaml.strict import parse
from communique.loaders.yaml.text import one_line, several_lines

FLOW_WIDTH: Final = 110
TEXT_WIDTH: Final = 100


def dump(data: object, header: str = "", inline: Container[str] = ()) -> str:
    """The canonical text of plain data; ``strict_yaml.parse`` reads the same data back from it.

    Keys keep their order. A list of scalars stands in ``[ ]``, and a small group inside a list in ``{ }``,
    where they fit into 110 columns; long text is folded at 100. Text is quoted only where it must be, or
    where a YAML 1.1 reader would take it for a truth value or a number; ``NO`` and dates such as
    ``2024-07-28`` stay bare all the same. Comments are no data: only a file's header survives a rewriting.

    Args:
        data: dictionaries with text keys, lists, text, whole numbers, floats, booleans and None.
        header: comment lines to stand at the top (see ``header_of``); a missing ``#`` is added.
        inline: a small group that begins with one of these keys stands in ``{ }`` outside lists too.

    Raises:
        TypeError: the data holds another type.
        ValueError: ``strict_yaml.parse`` would refuse it, for it is too deep, too long or unprintable.
    """
    comments = [line if line.startswith("#") or not line else f"# {line}" for line in header.splitlines()]
    try:
        text = "\n".join([*comments, *_lines(data, "", "", False, inline)]) + "\n"
        same = repr(parse(text, "").data) == repr(data)
    except (RecordError, RecursionError) as error:
        raise ValueError(f"this cannot be written as YAML: {error}") from error
    if not same:
        raise ValueError("this cannot be written as YAML: it would be read back as something else")
    return text


def header_of(text: str) -> str:
    """The comment lines at the top of a file, to be handed to ``dump`` again."""
    found = re.match(r"(?:#[^\n]*\n|\r?\n(?=[#\r\n]))*", text)
    return found[0].rstrip("\r\n") if found else ""


def _lines(value: object, pad: str, lead: str, in_list: bool, inline: Container[str]) -> list[str]:
    """Write ``value`` after ``lead``, which is ``key: `` or ``- `` or, at the very top, nothing."""
    if type(value) is str:
        return _text(value, pad, lead)
    flow = _flow(value, in_list or (type(value) is dict and next(iter(value), "") in inline))
    if flow is not None and (len(pad + lead + flow) <= FLOW_WIDTH or _is_scalar(value)):
        return [pad + lead + flow]
    inner = pad + "  " if lead else pad
    lines: list[str] = []
    if type(value) is dict:
        for key, item in value.items():
            lines += _lines(item, inner, f"{_key(key, False)}: ", False, inline)
        if in_list:
            return [pad + lead + lines[0].removeprefix(inner), *lines[1:]]
    elif type(value) is list:
        for item in value:
            lines += _lines(item, inner, "- ", True, inline)
    return [pad + lead.rstrip(" "), *lines] if lead else lines


def _text(text: str, pad: str, lead: str) -> list[str]:
    inner = pad + "  "
    lines = several_lines(text, room=TEXT_WIDTH - len(pad + lead), width=TEXT_WIDTH - len(inner))
    if lines is None:
        return [pad + lead + one_line(text, in_brackets=False)]
    return [pad + lead + lines[0], *(inner + line if line else "" for line in lines[1:])]


def _flow(value: object, in_list: bool) -> str | None:
    """The value in brackets on one line, or None where it would not read well there."""
    if type(value) is list:
        return (
            f"[{', '.join(one_line(item, True) for item in value)}]" if all(map(_is_short, value)) else None
        )
    if type(value) is not dict:
        return one_line(value, in_brackets=False)
    if not value:
        return "{}"
    if not in_list or not all(_is_short(item) or type(item) is list for item in value.values()):
        return None
    pairs = {
        _key(key, True): _flow(item, False) if type(item) is list else one_line(item, True)
        for key, item in value.items()
    }
    return (
        None
        if None in pairs.values()
        else f"{{{', '.join(f'{key}: {item}' for key, item in pairs.items())}}}"
    )


def _key(key: object, in_brackets: bool) -> str:
    if type(key) is not str:
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return one_line(key, in_brackets)


def _is_scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


def _is_short(value: object) -> bool:
    """Whether a value may stand in brackets: several lines of text may not."""
    return _is_scalar(value) and not (isinstance(value, str) and "\n" in value)

"""Write plain data as canonical YAML: one text for one content."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from communique.errors import RecordError
from communique.loaders.yaml.parser import parse_yaml
from communique.loaders.yaml.scalar_style import format_block_scalar, format_scalar

FLOW_WIDTH: Final = 110
TEXT_WIDTH: Final = 100


def dump_yaml(data: object, header: str = "", inline: Container[str] = ()) -> str:
    """Return the canonical YAML text of plain data, from which ``parse_yaml`` reads the same data back.

    Keys keep their order. A list of scalars stands in ``[ ]``, and a small group inside a list in ``{ }``,
    where they fit into 110 columns; long text is folded at 100. Text is quoted only where it must be, or
    where a YAML 1.1 reader would take it for a truth value or a number; ``NO`` and dates such as
    ``2024-07-28`` stay bare all the same. Comments are no data: only a file's header survives a rewriting.

    Args:
        data: dictionaries with text keys, lists, text, whole numbers, floats, booleans and None.
        header: comment lines to stand at the top (see ``extract_header``); a missing ``#`` is added.
        inline: a small group that begins with one of these keys stands in ``{ }`` outside lists too.

    Raises:
        TypeError: the data holds another type.
        ValueError: ``strict_yaml.parse`` would refuse it, for it is too deep, too long or unprintable.
    """
    comments = [line if line.startswith("#") or not line else f"# {line}" for line in header.splitlines()]
    try:
        text = "\n".join([*comments, *_value_lines(data, "", "", False, inline)]) + "\n"
        is_lossless = repr(parse_yaml(text, "").data) == repr(data)
    except (RecordError, RecursionError) as error:
        raise ValueError(f"this cannot be written as YAML: {error}") from error
    if not is_lossless:
        raise ValueError("this cannot be written as YAML: it would be read back as something else")
    return text


def extract_header(text: str) -> str:
    """Return the comment lines at the top of a file, to be passed to ``dump_yaml`` again."""
    match = re.match(r"(?:#[^\n]*\n|\r?\n(?=[#\r\n]))*", text)
    return match[0].rstrip("\r\n") if match else ""


def _value_lines(value: object, indent: str, prefix: str, in_list: bool, inline: Container[str]) -> list[str]:
    """Return ``value`` as lines after ``prefix``, which is ``key: ``, ``- `` or, at the top, empty."""
    if type(value) is str:
        return _text_lines(value, indent, prefix)
    flow = _flow_text(value, in_list or (type(value) is dict and next(iter(value), "") in inline))
    if flow is not None and (len(indent + prefix + flow) <= FLOW_WIDTH or _is_scalar(value)):
        return [indent + prefix + flow]
    inner_indent = indent + "  " if prefix else indent
    lines: list[str] = []
    if type(value) is dict:
        for key, item in value.items():
            lines += _value_lines(item, inner_indent, f"{_key_text(key, False)}: ", False, inline)
        if in_list:
            return [indent + prefix + lines[0].removeprefix(inner_indent), *lines[1:]]
    elif type(value) is list:
        for item in value:
            lines += _value_lines(item, inner_indent, "- ", True, inline)
    return [indent + prefix.rstrip(" "), *lines] if prefix else lines


def _text_lines(text: str, indent: str, prefix: str) -> list[str]:
    inner_indent = indent + "  "
    lines = format_block_scalar(
        text, available=TEXT_WIDTH - len(indent + prefix), width=TEXT_WIDTH - len(inner_indent)
    )
    if lines is None:
        return [indent + prefix + format_scalar(text, in_brackets=False)]
    return [indent + prefix + lines[0], *(inner_indent + line if line else "" for line in lines[1:])]


def _flow_text(value: object, in_list: bool) -> str | None:
    """Return the value in brackets on one line, or None where it would not read well there."""
    if type(value) is list:
        return (
            f"[{', '.join(format_scalar(item, True) for item in value)}]"
            if all(map(_is_single_line_scalar, value))
            else None
        )
    if type(value) is not dict:
        return format_scalar(value, in_brackets=False)
    if not value:
        return "{}"
    if not in_list or not all(_is_single_line_scalar(item) or type(item) is list for item in value.values()):
        return None
    pairs = {
        _key_text(key, True): _flow_text(item, False) if type(item) is list else format_scalar(item, True)
        for key, item in value.items()
    }
    return (
        None
        if None in pairs.values()
        else f"{{{', '.join(f'{key}: {item}' for key, item in pairs.items())}}}"
    )


def _key_text(key: object, in_brackets: bool) -> str:
    if type(key) is not str:
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return format_scalar(key, in_brackets)


def _is_scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


def _is_single_line_scalar(value: object) -> bool:
    """Return whether a value may stand in brackets, which text of several lines may not."""
    return _is_scalar(value) and not (isinstance(value, str) and "\n" in value)

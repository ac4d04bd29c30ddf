"""Where a YAML file has comments, which are no data and would be lost when it is written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from yaml.events import ScalarEvent

from communique.loaders.yaml.reader import PARSER

HINT: Final = "#?"
"""How the hints of ``communique new`` begin: help for a curator, not a curator's words."""

_MAYBE = re.compile(r"(?:^|(?<=\s))#")


def comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Line and column, both from 1, and the words of each comment in a text that ``strict_yaml.parse`` read."""
    inside = _scalars(text)
    for number, line in enumerate(text.split("\n")):
        for found in _MAYBE.finditer(line):
            place = (number, found.start())
            if not any(start <= place < end for start, end in inside.get(number, ())):
                yield number + 1, found.start() + 1, line[found.start() :].rstrip("\r")
                break


def _scalars(text: str) -> dict[int, list[tuple[tuple[int, int], tuple[int, int]]]]:
    """For each line the spans of text on it, in which ``#`` is only a letter."""
    spans: dict[int, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
    next_event: Callable[[], Any] = PARSER(text).get_event  # PyYAML's events carry no attribute types
    while (event := next_event()) is not None:
        if isinstance(event, ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            first = start.line + (event.style in {"|", ">"})  # the line of `>-` may end in a comment
            span = ((first, start.column if first == start.line else 0), (end.line, end.column))
            for line in range(first, end.line + 1):
                spans.setdefault(line, []).append(span)
    return spans

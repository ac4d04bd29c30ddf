"""Find the comments of a YAML file, which are no data and would be lost when it is written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from yaml.events import ScalarEvent

from communique.loaders.yaml.scalar_style import PARSER

HINT_PREFIX: Final = "#?"
"""How the hints of ``communique new`` begin: help for a curator, not a curator's words."""

_COMMENT_START = re.compile(r"(?:^|(?<=\s))#")


def find_comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line and column, both from 1, and the text of each comment in a valid YAML text."""
    spans = _scalar_spans_by_line(text)
    for number, line in enumerate(text.split("\n")):
        for match in _COMMENT_START.finditer(line):
            position = (number, match.start())
            if not any(start <= position < end for start, end in spans.get(number, ())):
                yield number + 1, match.start() + 1, line[match.start() :].rstrip("\r")
                break


def _scalar_spans_by_line(text: str) -> dict[int, list[tuple[tuple[int, int], tuple[int, int]]]]:
    """Return for each line the spans of the scalars on it, in which ``#`` begins no comment."""
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

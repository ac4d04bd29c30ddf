"""Turn the YAML parser's events into plain data in one pass, refusing what nobody can have meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from communique.errors import MAX_FINDINGS, Finding, RecordError
from communique.loaders.yaml.error_messages import ONE_DOCUMENT
from communique.loaders.yaml.positions import PositionRow, format_location, resolve_location
from communique.loaders.yaml.scalar_style import PARSER, resolve_scalar

MAX_DEPTH: Final = 20
MAX_TEXT_LENGTH: Final = 10_000
# YAML 1.2.2, section 5.1: what may be printed. Control characters, surrogates and noncharacters may not.
UNPRINTABLE: Final = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_OUT_OF_RANGE: Final = object()

# PyYAML's events carry no attribute types.
YamlEvent = Any


class StrictConstructor:
    """A constructor of plain data from one YAML text, which collects findings and positions as it goes."""

    def __init__(self, text: str, path: str) -> None:
        self.findings: list[Finding] = []
        self.position_rows: list[PositionRow] = []
        self._path = path
        self._next_event = PARSER(text).get_event

    def construct_document(self) -> object:
        """Return the document's data, to be trusted only where ``findings`` stays empty.

        Raises:
            RecordError: nothing sensible can be read any further; carries all findings so far.
            yaml.YAMLError: the text is not YAML.
        """
        self._next_event()  # the stream's start
        if type(self._next_event()) is not DocumentStartEvent:
            raise RecordError([self._empty_file_finding()])
        root = self._next_event()
        if type(root) is ScalarEvent and root.implicit[0] and not root.value:
            raise RecordError([self._empty_file_finding()])
        data = self._construct_node(root, -1, "", None, 1)
        self._next_event()  # the document's end
        if type(following := self._next_event()) is not StreamEndEvent:
            self._add_finding(following, -1, *ONE_DOCUMENT)
        return data

    def _construct_node(
        self, event: YamlEvent, parent: int, step: str | int, key: YamlEvent, depth: int
    ) -> object:
        mark = event.start_mark
        index = len(self.position_rows)
        if key is None:
            self.position_rows.append((parent, step, mark.line, mark.column, -1, -1))
        else:
            key_mark = key.start_mark
            self.position_rows.append((parent, step, mark.line, mark.column, key_mark.line, key_mark.column))
        event_type = type(event)
        if event_type is AliasEvent:
            self._add_finding(event, index, f"the alias '*{event.anchor}' is not read", "write the value out")
            return None
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, index)
        if event_type is ScalarEvent:
            return self._construct_scalar(event, index)
        if depth > MAX_DEPTH:
            self._add_finding(event, index, f"this is nested deeper than {MAX_DEPTH} levels", "flatten it")
            raise RecordError(self.findings)
        return (
            self._construct_mapping(index, depth)
            if event_type is MappingStartEvent
            else self._construct_sequence(index, depth)
        )

    def _construct_mapping(self, index: int, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        while type(key := self._next_event()) is not MappingEndEvent:
            name = self._construct_key(key, index, depth)
            value = self._construct_node(self._next_event(), index, name, key, depth + 1)
            if name in data:
                self._refuse_duplicate_key(key, index, name)
                if len(self.findings) > MAX_FINDINGS:
                    raise RecordError(self.findings)
            else:
                data[name] = value
        return data

    def _construct_sequence(self, index: int, depth: int) -> list[object]:
        data: list[object] = []
        while type(item := self._next_event()) is not SequenceEndEvent:
            data.append(self._construct_node(item, index, len(data), None, depth + 1))
        return data

    def _construct_scalar(self, event: YamlEvent, index: int) -> object:
        text: str = event.value
        if not event.implicit[0] or len(text) > MAX_TEXT_LENGTH:
            self._check_text(event, index)
            return text
        value = _resolve_cached(text)
        if value is _OUT_OF_RANGE:
            what = f"the number {text[:40]} is too large to be kept"
            self._add_finding(event, index, what, "put it in quotes if it is text")
        return value

    def _construct_key(self, event: YamlEvent, index: int, depth: int) -> str:
        if type(event) is not ScalarEvent:
            self._add_finding(event, index, "a list, a group or an alias is used as a key", "use plain text")
            self._construct_node(event, index, "?", None, depth + 1)
            return "?"
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, index)
        text: str = event.value
        if not event.implicit[0]:
            self._check_text(event, index)
        elif text == "<<":
            self._add_finding(event, index, "the merge key '<<' is not read", "write the keys and values out")
        elif not text:
            self._add_finding(event, index, "a key is missing before this colon", "write the key")
        elif not isinstance(_resolve_cached(text), str):
            what = f"the key {text} is not text but a number, true, false or null"
            cure = f'put it in quotes: "{text}"'
            if len(text) == 3 and text.isdigit():
                cure = "if it belongs to the number before it, write that without the comma"
            self._add_finding(event, index, what, cure)
        return text

    def _check_text(self, event: YamlEvent, index: int) -> None:
        text: str = event.value
        if len(text) > MAX_TEXT_LENGTH:
            what = f"a text of {len(text):,} characters is too long"
            self._add_finding(event, index, what, f"keep it below {MAX_TEXT_LENGTH + 1:,}")
        # Elsewhere than in double quotes there are no escapes, and the bare text has been looked over.
        if event.style == '"' and not text.isprintable() and (match := unprintable_pattern().search(text)):
            what = f"an escape stands for U+{ord(match[0]):04X}, which cannot be printed"
            self._add_finding(event, index, what, "remove it, or write the character itself")

    def _refuse_properties(self, event: YamlEvent, index: int) -> None:
        if event.anchor is not None:
            self._add_finding(
                event, index, f"the anchor '&{event.anchor}' is not read", "write the value out"
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            what = f"the tag {tag!r} is not read"
            self._add_finding(event, index, what, "remove it, or put the text in quotes if '!' belongs to it")

    def _refuse_duplicate_key(self, event: YamlEvent, index: int, name: str) -> None:
        _, _, _, _, line, column = next(row for row in self.position_rows if row[:2] == (index, name))
        what = f"the key '{name}' stands already at line {line + 1}, column {column + 1}"
        self._add_finding(event, index, what, "keep one of the two")

    def _empty_file_finding(self) -> Finding:
        return Finding(self._path, 0, 0, "", "the file is empty or holds only comments", "fill or delete it")

    def _add_finding(self, event: YamlEvent, index: int, what: str, cure: str) -> None:
        where = format_location(resolve_location(self.position_rows, index)) if index >= 0 else ""
        mark = event.start_mark
        self.findings.append(Finding(self._path, mark.line + 1, mark.column + 1, where, what, cure))


@cache
def unprintable_pattern() -> re.Pattern[str]:
    """Return the pattern of a character that may not be printed, compiled at first use."""
    return re.compile(UNPRINTABLE)


@lru_cache(maxsize=16_384)
def _resolve_cached(text: str) -> object:
    """Return the value of an unquoted scalar, cached because a dataset repeats the same few scalars."""
    try:
        return resolve_scalar(text)
    except OverflowError:
        return _OUT_OF_RANGE

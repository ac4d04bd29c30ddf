"""Turn the YAML parser's events into plain data in one pass, and refuse what a curator cannot have meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from communique.errors import Finding, RecordError
from communique.loaders.yaml.complaint import ONE_DOCUMENT
from communique.loaders.yaml.core_schema import resolve
from communique.loaders.yaml.marks import Row, location_of, spell

DEEPEST: Final = 20
LONGEST_TEXT: Final = 10_000
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it. The pure Python one gives the same events, only slower,
but for tabs outside quotation marks: it refuses some that libyaml takes for spaces."""

# YAML 1.2.2, section 5.1: what may be printed. Control characters, surrogates and noncharacters may not.
UNPRINTABLE: Final = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_OUT_OF_RANGE: Final = object()

# PyYAML's events carry no attribute types.
Event = Any


class Reader:
    """One pass over one text: ``read`` gives the data, ``findings`` the wrongs, ``rows`` the positions."""

    def __init__(self, text: str, path: str) -> None:
        self.findings: list[Finding] = []
        self.rows: list[Row] = []
        self._path = path
        self._next = PARSER(text).get_event

    def read(self) -> object:
        """The document's data, to be trusted only where ``findings`` stays empty.

        Raises:
            RecordError: nothing sensible can be read any further; carries all findings so far.
            yaml.YAMLError: the text is not YAML.
        """
        self._next()  # the stream's start
        if type(self._next()) is not DocumentStartEvent:
            raise RecordError([self._empty()])
        top = self._next()
        if type(top) is ScalarEvent and top.implicit[0] and not top.value:
            raise RecordError([self._empty()])
        data = self._node(top, -1, "", None, 1)
        self._next()  # the document's end
        if type(second := self._next()) is not StreamEndEvent:
            self._note(second, -1, *ONE_DOCUMENT)
        return data

    def _node(self, event: Event, parent: int, step: str | int, key: Event, depth: int) -> object:
        mark = event.start_mark
        index = len(self.rows)
        if key is None:
            self.rows.append((parent, step, mark.line, mark.column, -1, -1))
        else:
            above = key.start_mark
            self.rows.append((parent, step, mark.line, mark.column, above.line, above.column))
        kind = type(event)
        if kind is AliasEvent:
            self._note(event, index, f"the alias '*{event.anchor}' is not read", "write the value out")
            return None
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, index)
        if kind is ScalarEvent:
            return self._scalar(event, index)
        if depth > DEEPEST:
            self._note(event, index, f"this is nested deeper than {DEEPEST} levels", "flatten it")
            raise RecordError(self.findings)
        return self._mapping(index, depth) if kind is MappingStartEvent else self._sequence(index, depth)

    def _mapping(self, index: int, depth: int) -> dict[str, object]:
        data: dict[str, object] = {}
        while type(key := self._next()) is not MappingEndEvent:
            name = self._key(key, index, depth)
            value = self._node(self._next(), index, name, key, depth + 1)
            if name in data:
                self._refuse_duplicate(key, index, name)
            else:
                data[name] = value
        return data

    def _sequence(self, index: int, depth: int) -> list[object]:
        data: list[object] = []
        while type(item := self._next()) is not SequenceEndEvent:
            data.append(self._node(item, index, len(data), None, depth + 1))
        return data

    def _scalar(self, event: Event, index: int) -> object:
        word: str = event.value
        if not event.implicit[0] or len(word) > LONGEST_TEXT:
            self._check_text(event, index)
            return word
        value = _resolved(word)
        if value is _OUT_OF_RANGE:
            what = f"the number {word[:40]} is too large to be kept"
            self._note(event, index, what, "put it in quotes if it is text")
        return value

    def _key(self, event: Event, index: int, depth: int) -> str:
        if type(event) is not ScalarEvent:
            self._note(event, index, "a list, a group or an alias is used as a key", "use plain text")
            self._node(event, index, "?", None, depth + 1)
            return "?"
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, index)
        word: str = event.value
        if not event.implicit[0]:
            self._check_text(event, index)
        elif word == "<<":
            self._note(event, index, "the merge key '<<' is not read", "write the keys and values out")
        elif not word:
            self._note(event, index, "a key is missing before this colon", "write the key")
        elif not isinstance(_resolved(word), str):
            what = f"the key {word} is not text but a number, true, false or null"
            self._note(event, index, what, f'put it in quotes: "{word}"')
        return word

    def _check_text(self, event: Event, index: int) -> None:
        word: str = event.value
        if len(word) > LONGEST_TEXT:
            what = f"a text of {len(word):,} characters is too long"
            self._note(event, index, what, f"keep it below {LONGEST_TEXT + 1:,}")
        # Elsewhere than in double quotes there are no escapes, and the bare text has been looked over.
        if event.style == '"' and not word.isprintable() and (found := unprintable().search(word)):
            what = f"an escape stands for U+{ord(found[0]):04X}, which cannot be printed"
            self._note(event, index, what, "remove it, or write the character itself")

    def _refuse_properties(self, event: Event, index: int) -> None:
        if event.anchor is not None:
            self._note(event, index, f"the anchor '&{event.anchor}' is not read", "write the value out")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            what = f"the tag {tag!r} is not read"
            self._note(event, index, what, "remove it, or put the text in quotes if '!' belongs to it")

    def _refuse_duplicate(self, event: Event, index: int, name: str) -> None:
        _, _, _, _, line, column = next(row for row in self.rows if row[:2] == (index, name))
        what = f"the key '{name}' stands already at line {line + 1}, column {column + 1}"
        self._note(event, index, what, "keep one of the two")

    def _empty(self) -> Finding:
        return Finding(self._path, 0, 0, "", "the file is empty or holds only comments", "fill or delete it")

    def _note(self, event: Event, index: int, what: str, cure: str) -> None:
        where = spell(location_of(self.rows, index)) if index >= 0 else ""
        mark = event.start_mark
        self.findings.append(Finding(self._path, mark.line + 1, mark.column + 1, where, what, cure))


@cache
def unprintable() -> re.Pattern[str]:
    """A character that may not be printed; made when first needed, which takes longer than a file's reading."""
    return re.compile(UNPRINTABLE)


@lru_cache(maxsize=16_384)
def _resolved(word: str) -> object:
    """Remembered, since a record's keys, ids and paragraph numbers are the same few words again and again."""
    try:
        return resolve(word)
    except OverflowError:
        return _OUT_OF_RANGE

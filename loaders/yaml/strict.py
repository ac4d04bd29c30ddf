"""Read YAML 1.2 as a curator means it: no surprises, no silent repairs, and a place for every complaint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import yaml

from communique.errors import Finding, RecordError
from communique.loaders.yaml.complaint import NO_DIRECTIVES, explain
from communique.loaders.yaml.marks import Location, Marks, Position, Row
from communique.loaders.yaml.reader import UNPRINTABLE, Reader, unprintable

LONGEST_FILE: Final = 1024 * 1024

_MARK: Final = "\ufeff"
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_DIRECTIVE = re.compile(r"(?: *(?:#[^\r\n]*)?[\r\n])*%")


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, and where it says it.

    Args:
        data: dictionaries with text keys, lists, text, whole numbers, floats, booleans and None.
        marks: where each value begins.
        key_marks: where the key of each value begins; the items of lists have none.
    """

    data: object
    marks: Mapping[Location, Position] = field(repr=False, compare=False)
    key_marks: Mapping[Location, Position] = field(repr=False, compare=False)

    def mark(self, location: Location, key: bool = False) -> Position:
        """Line and column, from 1, of a value or its key; if it is missing, of its nearest known ancestor."""
        while location not in self.marks:
            location = location[:-1]
        return self.key_marks.get(location, self.marks[location]) if key else self.marks[location]


def parse(text: str, path: str) -> Document:
    """Read one YAML document strictly.

    Plain words follow the core schema of YAML 1.2 (see ``core_schema.resolve``). Refused are: what is not
    YAML, tabs in indentation, duplicate and missing keys, keys that are not text, anchors, aliases, merge
    keys, tags, directives, a second document, an empty one, characters that cannot be printed or seen,
    nesting deeper than 20 levels, a text above 10,000 characters, a number no database keeps, and a file
    above 1,048,576 characters. A byte order mark at the very beginning, which some editors write, is passed
    over.

    Args:
        text: the whole file.
        path: its name in the findings.

    Raises:
        RecordError: the text is refused; carries every finding up to where nothing more can be read.
    """
    text = text.removeprefix(_MARK)
    findings = _look_over(text, path)
    if findings:
        raise RecordError(findings)
    reader = Reader(text, path)
    try:
        data = reader.read()
    except yaml.YAMLError as error:
        raise RecordError([*reader.findings, explain(error, text, path)]) from None
    if reader.findings:
        raise RecordError(reader.findings)
    return _document(data, lambda: reader.rows)


def parsed_before(data: object, text: str, path: str) -> Document:
    """The document of a text that ``parse`` has read, by its data: marks are looked for when one is asked for.

    Args:
        data: what ``parse`` gave.
        text: the whole file.
        path: its name.
    """

    @cache
    def rows() -> list[Row]:
        reader = Reader(text.removeprefix(_MARK), path)
        reader.read()
        return reader.rows

    return _document(data, rows)


def _document(data: object, rows: Callable[[], list[Row]]) -> Document:
    return Document(data, Marks(rows, of_keys=False), Marks(rows, of_keys=True))


def _look_over(text: str, path: str) -> list[Finding]:
    """What makes a text unfit for the parser, or would make it count lines otherwise than an editor does."""
    if len(text) > LONGEST_FILE:
        return [Finding(path, 0, 0, "", f"the file is longer than {LONGEST_FILE:,} characters", "split it")]
    findings = []
    # Nearly every text has nothing but what Python calls printable, which is less than YAML does, and line ends.
    if not text.replace("\n", "").isprintable() and (found := _unseen().search(text)):
        what = f"the invisible character U+{ord(found[0]):04X} stands here{_more(_unseen(), text)}"
        cure = "remove it" if unprintable().match(found[0]) else _escaped(found[0])
        findings.append(Finding(path, *_position(text, found.start()), "", what, cure))
    if "\t" in text and (found := _TAB.search(text)):
        what = f"a tab is used for indentation{_more(_TAB, text)}"
        findings.append(Finding(path, *_position(text, found.end() - 1), "", what, "use spaces"))
    if found := _DIRECTIVE.match(text):
        findings.append(Finding(path, *_position(text, found.end() - 1), "", *NO_DIRECTIVES))
    return findings


@cache
def _unseen() -> re.Pattern[str]:
    """To what cannot be printed this adds what no one can see, and what ends a line for YAML 1.1 but not for 1.2."""
    return re.compile(UNPRINTABLE + "|[\x85\u2028\u2029\ufeff]")


def _escaped(character: str) -> str:
    return f'remove it, or write it as "\\u{ord(character):04X}" inside double quotes'


def _more(pattern: re.Pattern[str], text: str) -> str:
    others = sum(1 for _ in pattern.finditer(text)) - 1
    return f", and in {others} more place{'s' if others > 1 else ''}" if others else ""


def _position(text: str, offset: int) -> Position:
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1

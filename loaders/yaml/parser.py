"""Read YAML 1.2 strictly: without surprises or silent repairs, and with a position for every finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import yaml

from communique.errors import Finding, RecordError
from communique.loaders.yaml.constructor import UNPRINTABLE, StrictConstructor, unprintable_pattern
from communique.loaders.yaml.error_messages import NO_DIRECTIVES, explain_error
from communique.loaders.yaml.positions import Location, Position, PositionMap, PositionRow
from communique.loaders.yaml.text_remarks import TextRemark, find_text_remarks

MAX_FILE_LENGTH: Final = 1024 * 1024

_BYTE_ORDER_MARK: Final = "\ufeff"
_TAB_INDENTATION = re.compile(r"^ *\t", re.MULTILINE)
_MERGE_MARKER = re.compile(r"^(?:<{7}(?= )|={7}$|>{7}(?= )|\|{7}(?= ))", re.MULTILINE)
"""What Git writes into a file that two branches changed; no value of ours can begin a line with it."""

_DIRECTIVE = re.compile(r"(?: *(?:#[^\r\n]*)?[\r\n])*%")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The data of a YAML file, with the position of every value and key.

    Args:
        data: dictionaries with text keys, lists, text, whole numbers, floats, booleans and None.
        positions: where each value begins.
        key_positions: where the key of each value begins; the items of lists have none.
        remarks: texts that may be cut or wrongly decoded.
    """

    data: object
    positions: Mapping[Location, Position] = field(repr=False, compare=False)
    key_positions: Mapping[Location, Position] = field(repr=False, compare=False)
    remarks: tuple[TextRemark, ...] = field(default=(), compare=False)

    def position_of(self, location: Location, of_key: bool = False) -> Position:
        """Return line and column, from 1, of a value or its key; if missing, of its nearest ancestor."""
        while location not in self.positions:
            location = location[:-1]
        return (
            self.key_positions.get(location, self.positions[location]) if of_key else self.positions[location]
        )


def parse_yaml(text: str, path: str) -> YamlDocument:
    """Parse one YAML document strictly and return its data with positions.

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
    text = text.removeprefix(_BYTE_ORDER_MARK)
    findings = _check_raw_text(text, path)
    if findings:
        raise RecordError(findings)
    constructor = StrictConstructor(text, path)
    try:
        data = constructor.construct_document()
    except yaml.YAMLError as error:
        raise RecordError([*constructor.findings, explain_error(error, text, path)]) from None
    if constructor.findings:
        raise RecordError(constructor.findings)
    document = _build_document(data, lambda: constructor.position_rows)
    remarks = find_text_remarks(text, document)
    return replace(document, remarks=remarks) if remarks else document


def restore_document(data: object, remarks: Iterable[Sequence[Any]], text: str, path: str) -> YamlDocument:
    """Return the document of a text that ``parse_yaml`` has read, given what it gave; positions are lazy.

    Args:
        data: of the document.
        remarks: of the document, which JSON may have held meanwhile.
        text: the whole file.
        path: its name.
    """

    @cache
    def position_rows() -> list[PositionRow]:
        constructor = StrictConstructor(text.removeprefix(_BYTE_ORDER_MARK), path)
        constructor.construct_document()
        return constructor.position_rows

    document = _build_document(data, position_rows)
    return replace(document, remarks=tuple(TextRemark(tuple(at), *rest) for at, *rest in remarks))


def _build_document(data: object, position_rows: Callable[[], list[PositionRow]]) -> YamlDocument:
    positions, key_positions = (PositionMap(position_rows, of_keys=of_keys) for of_keys in (False, True))
    return YamlDocument(data, positions, key_positions)


def _check_raw_text(text: str, path: str) -> list[Finding]:
    """Return findings on what the parser cannot take, or would count as lines unlike an editor."""
    if len(text) > MAX_FILE_LENGTH:
        return [
            Finding(path, 0, 0, "", f"the file is longer than {MAX_FILE_LENGTH:,} characters", "split it")
        ]
    findings = []
    if match := _MERGE_MARKER.search(text):
        what = f"a merge was left unfinished here ({match[0]})"
        cure = "keep what is right of both sides, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        return [Finding(path, *_position_at(text, match.start()), "", what, cure)]
    # Nearly every text has nothing but what Python calls printable, which is less than YAML does, and line ends.
    if not text.replace("\n", "").isprintable() and (match := _invisible_pattern().search(text)):
        others = _mention_others(_invisible_pattern(), text)
        what = f"the invisible character U+{ord(match[0]):04X} stands here{others}"
        cure = "remove it" if unprintable_pattern().match(match[0]) else _escape_advice(match[0])
        findings.append(Finding(path, *_position_at(text, match.start()), "", what, cure))
    if "\t" in text and (match := _TAB_INDENTATION.search(text)):
        what = f"a tab is used for indentation{_mention_others(_TAB_INDENTATION, text)}"
        findings.append(Finding(path, *_position_at(text, match.end() - 1), "", what, "use spaces"))
    if match := _DIRECTIVE.match(text):
        findings.append(Finding(path, *_position_at(text, match.end() - 1), "", *NO_DIRECTIVES))
    return findings


@cache
def _invisible_pattern() -> re.Pattern[str]:
    """Return the pattern of what cannot be printed or seen, or ends a line in YAML 1.1 but not in 1.2."""
    return re.compile(UNPRINTABLE + "|[\x85\u2028\u2029\ufeff]")


def _escape_advice(character: str) -> str:
    return f'remove it, or write it as "\\u{ord(character):04X}" inside double quotes'


def _mention_others(pattern: re.Pattern[str], text: str) -> str:
    others = sum(1 for _ in pattern.finditer(text)) - 1
    return f", and in {others} more place{'s' if others > 1 else ''}" if others else ""


def _position_at(text: str, offset: int) -> Position:
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1

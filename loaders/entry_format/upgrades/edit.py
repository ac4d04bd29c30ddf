"""Change single terms of a YAML text in place, so that comments and layout stay as they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.loaders.yaml.parser import YamlDocument
from communique.loaders.yaml.positions import Location


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """A replacement of one term by another at a position of a text.

    Args:
        line: where it stands, from 1.
        column: likewise.
        old: the word as read; in the text it may stand in quotes.
        new: the word that replaces it, and that needs no quotes.
    """

    line: int
    column: int
    old: str
    new: str


def rename_key(document: YamlDocument, location: Location, new: str) -> TextEdit:
    """Return the edit that renames the key of a value."""
    return TextEdit(*document.position_of(location, of_key=True), str(location[-1]), new)


def replace_value(document: YamlDocument, location: Location, old: str, new: str) -> TextEdit:
    """Return the edit that replaces a plain value."""
    return TextEdit(*document.position_of(location), old, new)


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return the text after applying some edits.

    Raises:
        ValueError: a word does not stand where it should; the step that asked for it is wrong.
    """
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, reverse=True):  # from the end, so that no earlier place moves
        line, start = lines[edit.line - 1], edit.column - 1
        for quoted in (edit.old, f'"{edit.old}"', f"'{edit.old}'"):
            if line.startswith(quoted, start):
                lines[edit.line - 1] = line[:start] + edit.new + line[start + len(quoted) :]
                break
        else:
            raise ValueError(f"{edit.old!r} does not stand in line {edit.line}, column {edit.column}")
    return "".join(lines)

"""Change single words of a YAML text where they stand, so that comments and layout stay as a curator left them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.loaders.yaml.marks import Location
from communique.loaders.yaml.strict import Document


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One word for another.

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


def key(document: Document, location: Location, new: str) -> Edit:
    """Rename the key of a value."""
    return Edit(*document.mark(location, key=True), str(location[-1]), new)


def value(document: Document, location: Location, old: str, new: str) -> Edit:
    """Replace a plain value."""
    return Edit(*document.mark(location), old, new)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after some edits.

    Raises:
        ValueError: a word does not stand where it should; the step that asked for it is wrong.
    """
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, reverse=True):  # from the end, so that no earlier place moves
        line, start = lines[edit.line - 1], edit.column - 1
        for spelled in (edit.old, f'"{edit.old}"', f"'{edit.old}'"):
            if line.startswith(spelled, start):
                lines[edit.line - 1] = line[:start] + edit.new + line[start + len(spelled) :]
                break
        else:
            raise ValueError(f"{edit.old!r} does not stand in line {edit.line}, column {edit.column}")
    return "".join(lines)

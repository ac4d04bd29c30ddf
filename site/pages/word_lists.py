"""Describe the page of words: what each word of each list means, with an event of the record that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import Link


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word, what it means, and an event of the record that has it; None where none has."""

    value: str
    meaning: str
    example: Link | None


@dataclass(frozen=True, slots=True)
class WordListSection:
    """A closed list: its name, what it says, and its words."""

    name: str
    description: str
    rows: tuple[WordRow, ...]


@dataclass(frozen=True, slots=True)
class WordListPage:
    """The page of every word of every list."""

    template: ClassVar[str] = "word_lists.html"

    path: str
    sections: tuple[WordListSection, ...]

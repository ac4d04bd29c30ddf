"""Build the page of words: what each word of each list means, with an event of the record that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy.orm import Session

from communique.schema.data_dictionary import build_data_dictionary
from communique.site.pages.components import Link
from communique.site.pages.example_events import find_word_examples

if TYPE_CHECKING:
    from communique.site.pages.event_index import EventIndex


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


def build_word_list_page(session: Session, event_index: EventIndex) -> WordListPage:
    """Return the page on which each word of each list has its meaning and an example of the record."""
    examples = find_word_examples(session)
    links = {row.id: row.event for row in event_index.rows_for(set(examples.values()))}
    sections = tuple(
        WordListSection(
            re.sub(r"(?<=[a-z])(?=[A-Z])", " ", entry.name).capitalize(),
            entry.description,
            tuple(
                WordRow(value, meaning, links.get(examples.get((entry.name, value), "")))
                for value, meaning in entry.values
            ),
        )
        for entry in build_data_dictionary().enumerations
    )
    return WordListPage("data/words.md", sections)

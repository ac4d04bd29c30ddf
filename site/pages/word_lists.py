"""Build the page of words: what each word of each list means, with an event of the record that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from sqlalchemy import Enum, text
from sqlalchemy.orm import Session

from communique.schema.data_dictionary import build_data_dictionary
from communique.schema.models import metadata
from communique.site.pages.components import Link

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
    examples = find_examples(session)
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


_EVENT_OF: Final = {
    "source": "JOIN source_event AS used ON used.source_id = listed.id JOIN event ON event.id = used.event_id",
    "publisher": (
        "JOIN source ON source.publisher_id = listed.id JOIN source_event AS used ON used.source_id = source.id "
        "JOIN event ON event.id = used.event_id"
    ),
    "actor": (
        "JOIN participation AS used ON used.actor_id = listed.id JOIN event ON event.id = used.event_id"
    ),
    "person": (
        "JOIN participation_person AS used ON used.person_id = listed.id JOIN event ON event.id = used.event_id"
    ),
    "place": "JOIN event ON event.place_id = listed.id",
    "series": "JOIN event ON event.series_id = listed.id",
}
"""How the rows of a table that holds no event's id lead to events."""


def find_examples(session: Session) -> dict[tuple[str, str], str]:
    """Return an event by the name of a list and a word: the first by id that has the word in any column."""
    collation = ' COLLATE "C"' if session.get_bind().dialect.name == "postgresql" else ""
    first = f"min(event.id{collation})"  # one order on every database
    kinds = text(f"SELECT kind, {first} FROM event WHERE record_status = 'published' GROUP BY kind")  # noqa: S608  (our own)
    relations = text(f"SELECT relation, {first.replace('event.id', 'event_id')} FROM dyad GROUP BY relation")  # noqa: S608  (our own)
    examples = {
        (name, str(value)): str(key)
        for name, query in (("Kind", kinds), ("DyadRelation", relations))
        for value, key in session.execute(query)
    }
    for table in metadata.tables.values():
        for column in table.columns:
            if not isinstance(column.type, Enum) or not column.type.enum_class:
                continue
            join = _EVENT_OF.get(table.name, "JOIN event ON event.id = listed.event_id")
            join = "JOIN event ON event.id = listed.id" if table.name == "event" else join
            if table.name not in {*_EVENT_OF, "event"} and "event_id" not in table.columns:
                continue
            # Names of our own tables and columns only.
            statement = f"SELECT listed.{column.name}, {first} FROM {table.name} AS listed {join} "  # noqa: S608
            condition = f"WHERE event.record_status = 'published' GROUP BY listed.{column.name}"
            for value, key in session.execute(text(statement + condition)):
                if value is not None:
                    examples.setdefault((column.type.enum_class.__name__, str(value)), str(key))
    return examples

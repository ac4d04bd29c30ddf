"""Define how a kind of event and each of its fields is declared: once, for everything that lists them.

Entry format, statements, rows, checks, pages, downloads and diffs read these declarations. They load no database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import EnumType
from typing import cast

from communique.schema.vocabulary import Entity, Kind, Word

WordList = type[Word]
FieldType = WordList | type[str] | type[bool] | type[dt.date] | Entity
"""A closed list, a text, a truth, a date of any precision (EDTF), or the entity whose id it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventField:
    """A field of events of one kind.

    Args:
        name: what an entry, a claim and the JSON call it.
        type: what its values are.
        label: what a page calls it.
        description: what it holds, for the data dictionary, the JSON Schema and editors.
        rule: how a curator decides on its value, for the codebook.
        element: for a set, what one of its elements is called; "" for a field of one value.
        phrase: what a sentence calls it, where that is neither its element nor its name.
        refinements: each general word of its list, and the words that say more.
        truth: for a truth, what a page says of true and of false.
        hint: what a draft of an entry offers to write, where its type does not say it.
        index: whether the database finds events by it.
    """

    name: str
    type: FieldType
    label: str
    description: str
    rule: str
    element: str = ""
    phrase: str = ""
    refinements: Mapping[str, Sequence[str]] = field(default_factory=dict)
    truth: tuple[str, str] = ("Yes", "No")
    hint: str = ""
    index: bool = False

    @property
    def is_set(self) -> bool:
        """Whether it holds a set of values, each accepted or not by itself."""
        return bool(self.element)

    @property
    def is_date(self) -> bool:
        """Whether its values are dates, with the first and the last day in columns of their own."""
        return self.type is dt.date

    @property
    def target(self) -> Entity | None:
        """The entity that its values are ids of."""
        return self.type if isinstance(self.type, Entity) else None

    @property
    def word_list(self) -> WordList | None:
        """The closed list that its values are of."""
        return cast("WordList", self.type) if isinstance(self.type, EnumType) else None

    @property
    def column(self) -> str:
        """The name of its column, in the table of its kind or, for a set, in a table of its own."""
        return f"{self.element or self.name}{'_id' if self.target else ''}"

    @property
    def element_label(self) -> str:
        """What a page calls one of its values."""
        return self.element.capitalize() or self.label

    @property
    def sentence_label(self) -> str:
        """What a sentence calls one of its values."""
        return self.phrase or self.element or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A kind of event.

    Args:
        kind: the kind.
        plural: its name for several.
        colour: its colour on light paper, as in the style sheet.
        description: what its table holds.
        fields: its fields, in the order of a page.
        headline: the field whose value stands beside the kind's name.
        hints: what a draft of an entry offers besides its fields.
    """

    kind: Kind
    plural: str
    colour: str
    description: str
    fields: tuple[EventField, ...]
    headline: str = "type"
    hints: tuple[str, ...] = ()

    def iter_single_fields(self) -> Iterator[EventField]:
        """Yield the fields that hold one value, which are columns of the kind's table."""
        return (item for item in self.fields if not item.is_set)

    def iter_set_fields(self) -> Iterator[EventField]:
        """Yield the fields that hold a set, each of which has a table."""
        return (item for item in self.fields if item.is_set)

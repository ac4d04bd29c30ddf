"""Define the map of a table: which column is which field, what stays the same, and which rows are one event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.date_types import Day, PublicationDate
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.string_types import Language, Line, Slug, Url, entry_error
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Kind, NoteType

FORMAT: Final = 1
Scalar = str | int | float | bool
RegistrySection = Literal["actors", "people", "places", "series", "topics", "offices", "publishers"]
DateForm = Literal["iso", "month-day-year", "day-month-year", "year-month-day", "edtf"]
COLUMN: Final = re.compile(r"\{([^{}]+)\}")


class CellRule(EntryModel):
    """How a value comes from a row: the same for every row, a column, or a text with columns in it."""

    constant: Scalar | None = Field(default=None, description="the value of every row")
    column: Line | None = Field(default=None, description="the column that holds it")
    text: Line | None = Field(
        default=None,
        description="a text with columns in braces, as Visit of {visitor} of {from|actors}, the registry's own name",
    )
    values: dict[str, Scalar | None] = Field(
        default_factory=dict, description="what a cell means; null where it means nothing"
    )
    others: Literal["keep", "refuse", "drop"] = Field(
        default="keep", description="cells that `values` does not list: as they are, refused, or nothing"
    )
    pattern: Line | None = Field(
        default=None, description="a regular expression; its first group is the value"
    )
    split: Annotated[str, Field(min_length=1, max_length=5)] | None = Field(
        default=None, description="what parts a cell into several values"
    )
    names: RegistrySection | None = Field(
        default=None, description="the section of the registry that the value is a name of"
    )
    create: bool = Field(default=False, description="add what the registry lacks: people, and states of CLDR")
    required: bool = Field(default=False, description="refuse a row in which it is empty")

    @field_validator("pattern")
    @classmethod
    def _check_pattern(cls, pattern: str | None) -> str | None:
        try:
            groups = re.compile(pattern).groups if pattern else 1
        except re.error as error:
            raise entry_error(
                f"no regular expression ({error})", "escape its special characters by \\"
            ) from None
        if not groups:
            raise entry_error("a pattern without a group", "put what is meant in ( )")
        return pattern

    @model_validator(mode="after")
    def _check_one_origin(self) -> Self:
        if sum(origin is not None for origin in (self.constant, self.column, self.text)) != 1:
            raise entry_error("a value comes from one place", "write one of constant, column, text")
        if self.create and self.names not in {"people", "actors"}:
            raise entry_error("only people and states can be created", "write names: people or names: actors")
        return self

    def iter_columns(self) -> Iterator[str]:
        """Yield the columns that the rule reads."""
        if self.column is not None:
            yield self.column
        yield from (name.partition("|")[0] for name in COLUMN.findall(self.text or ""))


def _expand_constant(value: object) -> object:
    return {"constant": value} if isinstance(value, Scalar) else value


Rule = Annotated[CellRule, BeforeValidator(_expand_constant, json_schema_input_type=CellRule | Scalar)]
"""A rule; a bare value is the same for every row."""


class DateRule(EntryModel):
    """How the day or days of an event are written in a table, for the whole of it."""

    column: Line = Field(description="the column of the day, or of the first")
    until: Line | None = Field(default=None, description="the column of the last day")
    form: DateForm = Field(default="iso", description="the order of its parts; edtf takes it as it is")
    century: Annotated[int, Field(ge=0, le=99)] | None = Field(
        default=None, description="what stands before years of two digits, as 19"
    )
    separator: Annotated[str, Field(min_length=1, max_length=5)] | None = Field(
        default=None, description="what stands between two days in one cell"
    )


class FigureRule(EntryModel):
    """How a number is written in a table."""

    best: Line | None = Field(default=None, description="the column of the figure")
    low: Line | None = Field(default=None, description="the column of at least")
    high: Line | None = Field(default=None, description="the column of at most")
    factor: float = Field(default=1, gt=0, description="what turns the table's unit into the record's")
    decimal: Literal[".", ","] = Field(default=".", description="its decimal mark")

    @model_validator(mode="after")
    def _check_columns(self) -> Self:
        if self.best is None and self.low is None and self.high is None:
            raise entry_error("a figure without a column", "write best, low or high")
        return self


class ParticipantRule(EntryModel):
    """Who took part, by a column or always."""

    actor: Rule = Field(description="the actor; nothing in it, no participant")
    role: Rule | None = Field(default=None, description="what it was to the event")
    people: tuple[Rule, ...] = Field(default=(), description="who acted for it")
    units: tuple[Rule, ...] = Field(default=(), description="ships, aircraft or forces")


class NoteRule(EntryModel):
    """A note, where the row has one."""

    id: Slug = Field(description="a short id, unique in the event")
    type: NoteType = Field(description="what sort of note it is")
    text: Rule = Field(description="what it says; the words are taken over, so mind the table's licence")


class EventRule(EntryModel):
    """What a row says of one event; fields of its kind stand in `fields`."""

    id: Rule | None = Field(default=None, description="its id; by default the map's id and the row's")
    when: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="columns and the cells that a row needs for this event"
    )
    kind: Rule = Field(description=f"one of {', '.join(Kind)}")
    title: Rule = Field(description="a headline")
    summary: Rule = Field(description="what happened")
    date: DateRule = Field(description="when it was")
    place: Rule | None = Field(default=None, description="where it was")
    participants: tuple[ParticipantRule, ...] = Field(default=(), description="who took part")
    fields: dict[str, Rule] = Field(default_factory=dict, description="other fields, such as status or level")
    figures: dict[Measure, FigureRule] = Field(default_factory=dict, description="numbers")
    notes: tuple[NoteRule, ...] = Field(default=(), description="facts that no other field holds")


class TableSource(EntryModel):
    """The table as a source."""

    publisher: Slug = Field(description="who published it, an id of the registry")
    title: Line = Field(description="its name")
    url: Url | None = Field(default=None, description="where it was read")
    archived_url: Url | None = Field(default=None, description="an archived copy")
    published: PublicationDate | None = Field(default=None, description="the day of its edition, where known")
    accessed: Day = Field(description="the day it was read")
    language: Language = Field(default="en", description="BCP 47 tag of its language")


def _complete_registry(value: object) -> object:
    return {"schema": 1} | value if isinstance(value, dict) else value


class TableMap(EntryModel):
    """The map of a table."""

    format: Literal[1] = Field(alias="schema", description="the version of this format")
    id: Slug = Field(
        description="a short id of the table: the folder of its entries, the beginning of event ids"
    )
    source: TableSource = Field(description="the table as a source")
    encoding: Line | None = Field(default=None, description="of its text, as cp1252; UTF-8 by default")
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = Field(
        default=None, description="what parts the cells of a line"
    )
    sheet: Line | None = Field(default=None, description="of a workbook; the first by default")
    registry: Annotated[Registry, BeforeValidator(_complete_registry)] = Field(
        default=Registry(schema=1),
        description="what the table needs of the registry; added where it is lacking",
    )
    row_id: Line | None = Field(
        default=None,
        description="the column that names a row for good; by default its number below the header",
    )
    cited_source: Line | None = Field(
        default=None,
        description="the column in which a row names its own source; it stands in the event's note",
    )
    only: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="columns and the cells of rows that are taken; the others are left out",
    )
    events: tuple[EventRule, ...] = Field(min_length=1, description="the events of a row")

    def iter_columns(self) -> Iterator[str]:
        """Yield every column that the map reads, some more than once."""
        yield from (name for name in (self.row_id, self.cited_source, *self.only) if name)
        for event in self.events:
            yield from event.when
            yield from (name for name in (event.date.column, event.date.until) if name)
            for figure in event.figures.values():
                yield from (name for name in (figure.best, figure.low, figure.high) if name)
            for rule in iter_rules(event):
                yield from rule.iter_columns()


def iter_rules(value: Any) -> Iterator[CellRule]:
    """Yield every rule of cells within a part of a map."""
    if isinstance(value, CellRule):
        yield value
    elif isinstance(value, EntryModel):
        for name in type(value).model_fields:
            yield from iter_rules(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from iter_rules(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from iter_rules(item)

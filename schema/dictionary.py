"""The data dictionary: every table, view, column and word of the schema, read off the models."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum as Enumeration
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Float, ForeignKeyConstraint, Integer, Table

from communique.schema.ddl import ddl
from communique.schema.measure import MEASURE_WORDS, Measure
from communique.schema.models import Base, metadata
from communique.schema.overview import VIEWS, View

__all__ = ["FAMILIES", "ColumnEntry", "Dictionary", "ReferenceEntry", "TableEntry", "WordsEntry"]
__all__ += ["ddl", "dictionary", "markdown"]

FAMILIES = {
    "event": "Events",
    "kinds": "The four kinds",
    "participation": "Participation",
    "actor": "Actors, people and offices",
    "place": "Places",
    "subject": "Series and topics",
    "source": "Publishers and sources",
    "claim": "Claims and rulings",
    "summary": "Summaries",
    "release": "Files and releases",
}
"""The noun families: the module or package of ``schema`` that holds each, and its title, in reading order."""


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column. ``words`` names its enumeration, and ``references`` the ``table.column`` it points at."""

    name: str
    type: str
    null: bool
    key: bool
    references: tuple[str, ...]
    words: str | None
    description: str


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A foreign key: the columns, and the table that they point at."""

    columns: tuple[str, ...]
    target: str
    null: bool
    one_to_one: bool


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of a family. Its columns begin with the key."""

    name: str
    family: str
    description: str
    columns: tuple[ColumnEntry, ...]
    references: tuple[ReferenceEntry, ...]


@dataclass(frozen=True, slots=True)
class WordsEntry:
    """An enumeration: its values in order, each with its meaning, or "" where the word says it all."""

    name: str
    description: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The whole schema, for the site's page and for ``communique schema``."""

    tables: tuple[TableEntry, ...]
    views: tuple[View, ...]
    words: tuple[WordsEntry, ...]


def dictionary() -> Dictionary:
    """The data dictionary of the models as they are."""
    models = {model.__dict__["__table__"].name: model for model in _models(Base)}
    tables = [_table(table, models[name]) for name, table in metadata.tables.items()]
    order = list(FAMILIES)
    enumerations = {
        column.type.enum_class
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum) and column.type.enum_class
    }
    return Dictionary(
        tables=tuple(sorted(tables, key=lambda table: order.index(table.family))),
        views=VIEWS,
        words=tuple(sorted(map(_words, enumerations), key=lambda words: words.name)),
    )


def _models(base: type[Any]) -> Iterator[type[Any]]:
    for model in base.__subclasses__():
        if "__table__" in model.__dict__:
            yield model
        yield from _models(model)


def _table(table: Table, model: type[Any]) -> TableEntry:
    family = model.__module__.removeprefix("communique.schema.").split(".")[0]
    columns = [_column(column, model.model_fields[column.name].description or "") for column in table.columns]
    columns.sort(key=lambda column: not column.key)
    references = [_reference(key, table) for key in table.foreign_key_constraints]
    references.sort(key=lambda reference: (reference.target, reference.columns))
    return TableEntry(table.name, family, inspect.getdoc(model) or "", tuple(columns), tuple(references))


def _column(column: Column[Any], description: str) -> ColumnEntry:
    enumeration = column.type.enum_class if isinstance(column.type, Enum) else None
    return ColumnEntry(
        name=column.name,
        type=_type(column),
        null=bool(column.nullable),
        key=column.primary_key,
        references=tuple(sorted({key.target_fullname for key in column.foreign_keys})),
        words=enumeration.__name__ if enumeration else None,
        description=description,
    )


def _type(column: Column[Any]) -> str:
    """The type in one word, the same for both databases."""
    plain = {Boolean: "boolean", Date: "date", Float: "real", Integer: "integer"}
    return next((word for type_, word in plain.items() if isinstance(column.type, type_)), "text")


def _reference(key: ForeignKeyConstraint, table: Table) -> ReferenceEntry:
    names = tuple(key.column_keys)
    null = any(table.columns[name].nullable for name in names)
    one_to_one = {column.name for column in table.primary_key.columns} <= set(names)
    return ReferenceEntry(names, key.referred_table.name, null, one_to_one)


def _words(enumeration: type[Enumeration]) -> WordsEntry:
    meanings = {}
    if enumeration is Measure:
        meanings = {
            it.value: f"{what} ({unit})" if unit else what for it, (what, unit) in MEASURE_WORDS.items()
        }
    values = tuple((member.value, meanings.get(member.value, "")) for member in enumeration)
    return WordsEntry(enumeration.__name__, inspect.getdoc(enumeration) or "", values)


def markdown() -> str:
    """The dictionary as Markdown: a heading for each family and table, then the views, then the words."""
    book = dictionary()
    lines: list[str] = []
    for family, title in FAMILIES.items():
        lines += [f"## {title}", ""]
        for table in (table for table in book.tables if table.family == family):
            lines += _table_lines(table)
    lines += ["## Views", ""]
    for view in book.views:
        lines += [f"### `{view.name}`", "", view.description, "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {_cell(meaning)} |" for name, meaning in view.columns.items()] + [""]
    lines += ["## Words", ""]
    for words in book.words:
        lines += [f"### {words.name}", "", words.description, ""]
        lines += [f"- `{value}`" + (f": {meaning}" if meaning else "") for value, meaning in words.values] + [
            ""
        ]
    return "\n".join(lines)


def _table_lines(table: TableEntry) -> list[str]:
    lines = [f"### `{table.name}`", "", table.description, ""]
    lines += ["| column | type | null | key | meaning |", "|---|---|---|---|---|"]
    for column in table.columns:
        type_ = f"[{column.words}](#{column.words.lower()})" if column.words else column.type
        keys = ["key"] * column.key + [f"→ `{target}`" for target in column.references]
        null = "yes" if column.null else ""
        cells = (f"`{column.name}`", type_, null, ", ".join(keys), _cell(column.description))
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

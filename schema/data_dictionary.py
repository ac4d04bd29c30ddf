"""The data dictionary, which describes every table, view, column and enumeration of the models."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum as Enumeration
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Float, ForeignKeyConstraint, Integer, Table

from communique.schema.models import Base, metadata
from communique.schema.tables.measure import describe_word
from communique.schema.views import VIEWS, WIDE_VIEWS, SqlView, WideView

__all__ = [
    "TABLE_FAMILIES",
    "ColumnEntry",
    "DataDictionary",
    "EnumerationEntry",
    "ReferenceEntry",
    "TableEntry",
    "build_data_dictionary",
    "describe_view",
    "render_dictionary_markdown",
]

TABLE_FAMILIES = {
    "event": "Events",
    "detail": "The kinds of event",
    "participation": "Participation",
    "actor": "Actors, people and offices",
    "place": "Places",
    "subject": "Series and topics",
    "dossier": "Dossiers",
    "identifier": "Codes of others",
    "source": "Publishers and sources",
    "claim": "Claims and rulings",
    "summary": "Summaries",
    "release": "Files and releases",
}
"""The noun families: the module or package of ``schema`` that holds each, and its title, in reading order."""


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column, with the name of its enumeration and the ``table.column`` that it references."""

    name: str
    type: str
    null: bool
    key: bool
    references: tuple[str, ...]
    enumeration: str | None
    description: str


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A foreign key: its columns and the table that they reference."""

    columns: tuple[str, ...]
    target: str
    null: bool
    one_to_one: bool


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of a family, its primary-key columns first."""

    name: str
    family: str
    description: str
    columns: tuple[ColumnEntry, ...]
    references: tuple[ReferenceEntry, ...]


@dataclass(frozen=True, slots=True)
class EnumerationEntry:
    """An enumeration: its values in order, each with its meaning, or "" where the value explains itself."""

    name: str
    description: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DataDictionary:
    """The complete schema, for the site's page and for ``communique schema``."""

    tables: tuple[TableEntry, ...]
    views: tuple[SqlView, ...]
    enumerations: tuple[EnumerationEntry, ...]


def build_data_dictionary() -> DataDictionary:
    """Return the data dictionary of the current models."""
    models = {model.__dict__["__table__"].name: model for model in _iter_models(Base)}
    tables = [_describe_table(table, models[name]) for name, table in metadata.tables.items()]
    order = list(TABLE_FAMILIES)
    enumerations = {
        column.type.enum_class
        for table in (*metadata.tables.values(), *(view.table for view in WIDE_VIEWS))
        for column in table.columns
        if isinstance(column.type, Enum) and column.type.enum_class
    }
    return DataDictionary(
        tables=tuple(sorted(tables, key=lambda table: order.index(table.family))),
        views=VIEWS,
        enumerations=tuple(sorted(map(_describe_enumeration, enumerations), key=lambda entry: entry.name)),
    )


def _iter_models(base: type[Any]) -> Iterator[type[Any]]:
    for model in base.__subclasses__():
        if "__table__" in model.__dict__:
            yield model
        yield from _iter_models(model)


def _describe_table(table: Table, model: type[Any]) -> TableEntry:
    family = model.__module__.removeprefix("communique.schema.").removeprefix("tables.").split(".")[0]
    columns = [
        _describe_column(column, model.model_fields[column.name].description or "")
        for column in table.columns
    ]
    columns.sort(key=lambda column: not column.key)
    references = [_describe_reference(key, table) for key in table.foreign_key_constraints]
    references.sort(key=lambda reference: (reference.target, reference.columns))
    return TableEntry(table.name, family, inspect.getdoc(model) or "", tuple(columns), tuple(references))


def describe_view(view: SqlView) -> TableEntry:
    """Describe a view as a table, its columns in order."""
    columns = (_describe_column(column, column.comment or "") for column in view.table.columns)
    return TableEntry(view.name, "view", view.description, tuple(columns), ())


def _describe_column(column: Column[Any], description: str) -> ColumnEntry:
    enumeration = column.type.enum_class if isinstance(column.type, Enum) else None
    return ColumnEntry(
        name=column.name,
        type=_type_name(column),
        null=bool(column.nullable),
        key=column.primary_key,
        references=tuple(sorted({key.target_fullname for key in column.foreign_keys})),
        enumeration=enumeration.__name__ if enumeration else None,
        description=description,
    )


def _type_name(column: Column[Any]) -> str:
    """Return the name of a column's type, the same for both databases."""
    type_names = {Boolean: "boolean", Date: "date", Float: "real", Integer: "integer"}
    return next((name for sql_type, name in type_names.items() if isinstance(column.type, sql_type)), "text")


def _describe_reference(key: ForeignKeyConstraint, table: Table) -> ReferenceEntry:
    names = tuple(key.column_keys)
    null = any(table.columns[name].nullable for name in names)
    one_to_one = {column.name for column in table.primary_key.columns} <= set(names)
    return ReferenceEntry(names, key.referred_table.name, null, one_to_one)


def _describe_enumeration(enumeration: type[Enumeration]) -> EnumerationEntry:
    members: Any = enumeration  # a column knows its list as any enumeration; each of ours is of words
    values = tuple((member.value, describe_word(member)) for member in members)
    return EnumerationEntry(enumeration.__name__, inspect.getdoc(enumeration) or "", values)


def render_dictionary_markdown() -> str:
    """Return the data dictionary as Markdown: tables by family, then views, then enumerations."""
    dictionary = build_data_dictionary()
    lines: list[str] = []
    for family, title in TABLE_FAMILIES.items():
        lines += [f"## {title}", ""]
        for table in (table for table in dictionary.tables if table.family == family):
            lines += _table_lines(table)
    lines += ["## Views", ""]
    for view in dictionary.views:
        if isinstance(view, WideView):
            lines += _table_lines(describe_view(view))
            continue
        lines += [f"### `{view.name}`", "", view.description, "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {_escape_cell(meaning)} |" for name, meaning in view.columns.items()] + [""]
    lines += ["## Words", ""]
    for enumeration in dictionary.enumerations:
        lines += [f"### {enumeration.name}", "", enumeration.description, ""]
        lines += [
            f"- `{value}`" + (f": {meaning}" if meaning else "") for value, meaning in enumeration.values
        ] + [""]
    return "\n".join(lines)


def _table_lines(table: TableEntry) -> list[str]:
    lines = [f"### `{table.name}`", "", table.description, ""]
    lines += ["| column | type | null | key | meaning |", "|---|---|---|---|---|"]
    for column in table.columns:
        type_ = (
            f"[{column.enumeration}](#{column.enumeration.lower()})" if column.enumeration else column.type
        )
        keys = ["key"] * column.key + [f"→ `{target}`" for target in column.references]
        null = "yes" if column.null else ""
        cells = (f"`{column.name}`", type_, null, ", ".join(keys), _escape_cell(column.description))
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""A table as a Table Schema (Frictionless, version 1) says it: types, words, meaning, and what points at what."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Table

from communique.schema.base import Base
from communique.schema.dictionary import ColumnEntry, TableEntry, dictionary
from communique.schema.summing import NAMES

LEFT_OUT = NAMES | {"event_search"}
"""Made from the other tables: summaries, and words for the database's own search."""

TYPES = {"boolean": "boolean", "date": "date", "real": "number", "integer": "integer", "text": "string"}


@cache
def _book() -> tuple[dict[str, TableEntry], dict[str, list[str]]]:
    book = dictionary()
    words = {one.name: [value for value, _ in one.values] for one in book.words}
    return {table.name: table for table in book.tables}, words


def table_words(name: str) -> TableEntry:
    """What the data dictionary says of a table."""
    return _book()[0][name]


def table_schema(table: Table) -> dict[str, Any]:
    """A table's columns in the order of its CSV file, its key, and its references to other files."""
    said = {column.name: column for column in table_words(table.name).columns}
    keys = [_reference(key) for key in table.foreign_key_constraints]
    keys.sort(key=lambda key: str(key))
    found: dict[str, Any] = {
        "fields": [_field(column, said[column.name]) for column in table.columns],
        "missingValues": [""],
        "primaryKey": table.primary_key.columns.keys(),
    }
    return found | ({"foreignKeys": keys} if keys else {})


def _field(column: Column[Any], said: ColumnEntry) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and not may_be_empty(column):
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if said.words:
        constraints["enum"] = _book()[1][said.words]
    return {
        "name": said.name,
        "type": TYPES[said.type],
        "description": said.description,
        **({"constraints": constraints} if constraints else {}),
    }


def may_be_empty(column: Column[Any]) -> bool:
    """Whether "" is a value of the column, as ``element`` of a single value; CSV cannot tell it from null."""
    return _defaults(column.table.name).get(column.name) == ""


@cache
def _defaults(name: str) -> dict[str, Any]:
    model = next(one for one in _models(Base) if one.__tablename__ == name)
    return {field: about.default for field, about in model.model_fields.items()}


def _models(base: type[Any]) -> list[type[Any]]:
    found = [one for child in base.__subclasses__() for one in _models(child)]
    return [*([base] if "__table__" in base.__dict__ else []), *found]


def _reference(key: ForeignKeyConstraint) -> dict[str, Any]:
    """A foreign key; a table that points at itself calls itself "", as version 1 has it."""
    target = key.referred_table.name
    return {
        "fields": list(key.column_keys),
        "reference": {
            "resource": "" if key.table.name == target else target,
            "fields": [element.column.name for element in key.elements],
        },
    }

"""Describe a table as a Table Schema (Frictionless, version 1): types, terms, meaning and references."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Table

from communique.schema.data_dictionary import ColumnEntry, TableEntry, build_data_dictionary
from communique.schema.summary_queries import SUMMARY_TABLES
from communique.schema.tables.base import Base

EXCLUDED_TABLES = SUMMARY_TABLES | {"event_search"}
"""Made from the other tables: summaries, and words for the database's own search."""

FIELD_TYPES = {"boolean": "boolean", "date": "date", "real": "number", "integer": "integer", "text": "string"}


@cache
def _dictionary_index() -> tuple[dict[str, TableEntry], dict[str, list[str]]]:
    book = build_data_dictionary()
    terms = {term_list.name: [value for value, _ in term_list.values] for term_list in book.enumerations}
    return {table.name: table for table in book.tables}, terms


def get_table_entry(name: str) -> TableEntry:
    """Return the data dictionary's entry of a table."""
    return _dictionary_index()[0][name]


def build_table_schema(table: Table) -> dict[str, Any]:
    """Return a table's columns in the order of its CSV file, its key, and its references to other files."""
    entries = {column.name: column for column in get_table_entry(table.name).columns}
    keys = [_describe_foreign_key(key) for key in table.foreign_key_constraints]
    keys.sort(key=lambda key: str(key))
    schema: dict[str, Any] = {
        "fields": [_describe_field(column, entries[column.name]) for column in table.columns],
        "missingValues": [""],
        "primaryKey": table.primary_key.columns.keys(),
    }
    return schema | ({"foreignKeys": keys} if keys else {})


def _describe_field(column: Column[Any], entry: ColumnEntry) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and not can_be_empty(column):
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if entry.enumeration:
        constraints["enum"] = _dictionary_index()[1][entry.enumeration]
    return {
        "name": entry.name,
        "type": FIELD_TYPES[entry.type],
        "description": entry.description,
        **({"constraints": constraints} if constraints else {}),
    }


def can_be_empty(column: Column[Any]) -> bool:
    """Return whether "" is a value of the column, which CSV cannot tell from null."""
    return _column_defaults(column.table.name).get(column.name) == ""


@cache
def _column_defaults(name: str) -> dict[str, Any]:
    model = next(candidate for candidate in _table_models(Base) if candidate.__tablename__ == name)
    return {field: info.default for field, info in model.model_fields.items()}


def _table_models(base: type[Any]) -> list[type[Any]]:
    models = [model for child in base.__subclasses__() for model in _table_models(child)]
    return [*([base] if "__table__" in base.__dict__ else []), *models]


def _describe_foreign_key(key: ForeignKeyConstraint) -> dict[str, Any]:
    """Return a foreign key; a table that refers to itself calls itself "", as version 1 has it."""
    target = key.referred_table.name
    return {
        "fields": list(key.column_keys),
        "reference": {
            "resource": "" if key.table.name == target else target,
            "fields": [element.column.name for element in key.elements],
        },
    }

"""Read the rows of the whole dataset, the same from either database, and describe tables as Table Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Table, select
from sqlalchemy.orm import Session

from communique.schema.codebook.find_rule import explain_column
from communique.schema.data_dictionary import (
    ColumnEntry,
    TableEntry,
    build_data_dictionary,
    describe_view,
)
from communique.schema.models import SORTED_TABLES, Event
from communique.schema.summary_queries import SUMMARY_TABLES
from communique.schema.tables.base import Base
from communique.schema.views import CODEBOOK, WIDE_VIEWS
from communique.schema.vocabulary import RecordStatus
from communique.site.pages.select import get_column, select_tuples

Rows = Sequence[tuple[Any, ...]]

CHUNK_ROWS = 20_000
"""Rows in memory at once."""


def read_tables(session: Session) -> Iterator[tuple[Table, Iterator[Rows]]]:
    """Yield every table with its rows by key, in chunks, each table after those that it refers to.

    Values are as SQLite stores them: truths are 0 and 1, days ISO 8601. Rows of events that are not published are
    left out, as they are from the pages.
    """
    hidden = read_unpublished_ids(session)
    for table in exported_tables():
        yield table, read_chunks(session, table, hidden)


def exported_tables() -> list[Table]:
    """Return the tables whose rows are exported, each after those that it refers to, without summaries."""
    return [table for table in SORTED_TABLES if table.name not in SUMMARY_TABLES]


def read_unpublished_ids(session: Session) -> frozenset[str]:
    """Return the ids of events that are not published."""
    query = select(get_column(Event, "id")).where(
        get_column(Event, "record_status") != RecordStatus.PUBLISHED
    )
    return frozenset(session.execute(query).scalars())


def read_chunks(session: Session, table: Table, hidden: frozenset[str]) -> Iterator[Rows]:
    """Yield a table's rows, some at a time; one empty chunk where there are none."""
    rows = select_tuples(session, table)
    if session.connection().dialect.name != "sqlite":
        rows = (tuple(map(to_sqlite_value, row)) for row in rows)
    names = table.columns.keys()
    event_positions = [names.index(name) for name in event_columns(table)]
    if hidden and event_positions:
        rows = (row for row in rows if not any(row[position] in hidden for position in event_positions))
    chunk = list(islice(rows, CHUNK_ROWS))
    while True:
        following = list(islice(rows, CHUNK_ROWS))
        yield chunk
        if not following:
            return
        chunk = following


def to_sqlite_value(value: Any) -> Any:
    """Return a value of PostgreSQL's driver as SQLite stores it."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def event_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that must name an event of the dataset."""
    if table.name == "event":
        return ("id",)
    return tuple(
        table_column.name
        for table_column in table.columns
        if table_column.foreign_keys
        and (
            table_column.name == "event_id"
            or any(key.target_fullname == "event.id" for key in table_column.foreign_keys)
        )
    )


EXCLUDED_TABLES = SUMMARY_TABLES | {"event_search"}
"""Made from the other tables: summaries, and words for the database's own search."""

FIELD_TYPES = {"boolean": "boolean", "date": "date", "real": "number", "integer": "integer", "text": "string"}


@cache
def _dictionary_index() -> tuple[dict[str, TableEntry], dict[str, list[str]]]:
    book = build_data_dictionary()
    terms = {term_list.name: [value for value, _ in term_list.values] for term_list in book.enumerations}
    tables = [*book.tables, *map(describe_view, (*WIDE_VIEWS, CODEBOOK))]
    return {table.name: table for table in tables}, terms


def get_table_entry(name: str) -> TableEntry:
    """Return the data dictionary's entry of a table, or of a view that is handed out as a file."""
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
        "description": explain_column(column.table, entry.name, entry.description),
        **({"constraints": constraints} if constraints else {}),
    }


def can_be_empty(column: Column[Any]) -> bool:
    """Return whether "" is a value of the column, which CSV cannot tell from null."""
    return _column_defaults(column.table.name).get(column.name) == ""


@cache
def _column_defaults(name: str) -> dict[str, Any]:
    models = (candidate for candidate in _table_models(Base) if candidate.__tablename__ == name)
    return {field: info.default for model in models for field, info in model.model_fields.items()}


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

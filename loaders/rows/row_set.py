"""Hold rows as dictionaries by table and key, to be compared in bulk, and as tuples, to be sent and stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Date
from sqlalchemy import Enum as Choice

from communique.loaders.rows import RowTuple
from communique.releases.entity_schema import DOSSIER_TABLES
from communique.schema.dates.parse import parse_date
from communique.schema.models import SORTED_TABLES, Base, metadata
from communique.schema.summary_queries import SUMMARY_TABLES

Row = dict[str, Any]
RowKey = tuple[Any, ...]


@dataclass(slots=True)
class RowSet:
    """A set of rows by table name and primary key."""

    tables: dict[str, dict[RowKey, Row]] = field(default_factory=lambda: defaultdict(dict))

    def add_row(self, model: type[Base], **values: Any) -> None:
        """Add one row with the model's defaults for columns not given; a duplicate key is ignored."""
        table, columns, keys = get_table_layout(model)
        row = columns | values
        self.tables[table].setdefault(tuple(row[key] for key in keys), row)

    def extend(self, other: RowSet) -> None:
        """Add the rows of another row set."""
        for table, rows in other.tables.items():
            self.tables[table].update(rows)

    def get_table(self, name: str) -> Mapping[RowKey, Row]:
        """Return the rows of one table by primary key."""
        return self.tables.get(name, {})


@cache
def get_table_layout(model: type[Base]) -> tuple[str, Row, tuple[str, ...]]:
    """Return a model's table name, its columns with their defaults, and its primary key columns."""
    table = metadata.tables[str(model.__tablename__)]
    defaults = {
        name: info.get_default(call_default_factory=False) for name, info in model.model_fields.items()
    }
    columns = {column.name: _column_default(defaults.get(column.name)) for column in table.columns}
    return table.name, columns, tuple(column.name for column in table.primary_key.columns)


def _column_default(value: Any) -> Any:
    from pydantic_core import PydanticUndefined

    return None if value is PydanticUndefined else value


def primary_key_columns(table: str) -> tuple[str, ...]:
    """Return the names of a table's primary key columns."""
    return tuple(column.name for column in metadata.tables[table].primary_key.columns)


def find_changed_columns(old: Row, new: Row) -> Iterable[str]:
    """Return the names of the columns whose values differ."""
    return [column for column in new if old.get(column) != new[column]]


def to_tuples(table: str, rows: Iterable[Row]) -> list[RowTuple]:
    """Return a table's rows as tuples, with dates and enums as text, which is faster to send and store."""
    converted = _converted_columns(table)
    tuples: list[RowTuple] = []
    for row in rows:
        values = list(row.values())
        for position in converted:
            value = values[position]
            if value is not None:
                values[position] = value.value if isinstance(value, Enum) else str(value)
        tuples.append(tuple(values))
    return tuples


@cache
def _converted_columns(table: str) -> tuple[int, ...]:
    """Return the positions of the columns that hold dates or enums."""
    columns = metadata.tables[table].columns
    return tuple(
        position for position, column in enumerate(columns) if isinstance(column.type, Date | Choice)
    )


def from_tuples(tuples_by_table: Mapping[str, Iterable[RowTuple]]) -> RowSet:
    """Return row tuples as a row set, dates converted back."""
    rows = RowSet()
    for name, tuples in tuples_by_table.items():
        columns, keys = _table_columns(name), primary_key_columns(name)
        for values in tuples:
            row = {
                column: dt.date.fromisoformat(str(value)) if is_date and value is not None else value
                for (column, is_date), value in zip(columns, values, strict=True)
            }
            rows.tables[name][tuple(row[key] for key in keys)] = row
    return rows


@cache
def _table_columns(name: str) -> tuple[tuple[str, bool], ...]:
    """Return the name of each column of a table, and whether it holds dates."""
    return tuple((column.name, isinstance(column.type, Date)) for column in metadata.tables[name].columns)


def date_columns(text: str | None) -> Row:
    """Return the date columns of an EDTF text."""
    if text is None:
        return {"date": None}
    date = parse_date(text)
    return {
        "date": date.text,
        "start_earliest": date.start_earliest,
        "start_latest": date.start_latest,
        "end_earliest": date.end_earliest,
        "end_latest": date.end_latest,
        "date_precision": date.precision,
        "date_approximate": date.approximate or date.uncertain,
    }


RELEASE_TABLES = ("release", "released_event", "change", "change_source")
"""Tables that the folder of releases fills: what was published does not change with the entries."""

FILE_TABLES = ("entry_file", "source")
"""Tables with a row for each entry file."""

DECISION_TABLES = ("redirect", "split", "split_target", "withdrawal")
"""Tables that ``rulings.yaml`` fills."""


@cache
def get_event_column(table: str) -> str | None:
    """Return the column with the id of the event that rows belong to; None where they belong to none."""
    if table == "event":
        return "id"
    columns = metadata.tables[table].columns
    return (
        "event_id"
        if "event_id" in columns and table not in {*RELEASE_TABLES, *SUMMARY_TABLES, *DOSSIER_TABLES}
        else None
    )


@cache
def list_event_tables() -> tuple[str, ...]:
    """Return the tables whose rows belong to one event, parents before children."""
    return tuple(table.name for table in SORTED_TABLES if get_event_column(table.name))


@cache
def list_registry_tables() -> tuple[str, ...]:
    """Return the tables that the registry fills, parents before children."""
    other_tables = {
        *(*RELEASE_TABLES, *FILE_TABLES, *DECISION_TABLES, *DOSSIER_TABLES),
        *(*list_event_tables(), *SUMMARY_TABLES),
    }
    return tuple(table.name for table in SORTED_TABLES if table.name not in other_tables)

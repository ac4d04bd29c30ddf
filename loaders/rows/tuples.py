"""Convert rows to tuples of plain values, as processes exchange them and both databases take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache

from sqlalchemy import Date
from sqlalchemy import Enum as Choice

from communique.loaders.rows import RowTuple
from communique.loaders.rows.row_set import Row, RowSet, primary_key_columns
from communique.schema.models import metadata


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

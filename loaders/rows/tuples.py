"""Convert rows to tuples of plain values, as processes exchange them and both databases take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache

from sqlalchemy import Date
from sqlalchemy import Enum as Choice

from communique.loaders.batch import RowTuple
from communique.loaders.dataset import Dataset
from communique.loaders.reconcile.event import ReconciledEvent
from communique.loaders.rows.event import build_event_rows
from communique.loaders.rows.row_set import Row, RowSet
from communique.loaders.rows.source import build_source_rows
from communique.schema import metadata


def build_row_tuples(dataset: Dataset, reconciled: Iterable[ReconciledEvent]) -> dict[str, list[RowTuple]]:
    """Return the row tuples of a batch by table: of its sources and of its events."""
    rows = RowSet()
    for article in dataset.articles.values():
        rows.extend(build_source_rows(article))
    for event in reconciled:
        rows.extend(build_event_rows(event, dataset.registry))
    return {
        table: to_tuples(table, table_rows.values())
        for table, table_rows in rows.tables.items()
        if table_rows
    }


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


def from_tuples(columns: Sequence[tuple[str, bool]], rows: Iterable[RowTuple]) -> Iterator[Row]:
    """Yield row tuples as dictionaries, dates converted back.

    Args:
        columns: each column's name, and whether it holds days.
        rows: plain rows.
    """
    for row in rows:
        yield {
            name: dt.date.fromisoformat(str(value)) if is_date and value is not None else value
            for (name, is_date), value in zip(columns, row, strict=True)
        }

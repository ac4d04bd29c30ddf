"""Rows without Python's own types: what is sent from process to process, and what both databases take at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache

from sqlalchemy import Date
from sqlalchemy import Enum as Choice

from communique.loaders.batch import PlainRow
from communique.loaders.record import Record
from communique.loaders.rows.event import event_rows
from communique.loaders.rows.rows import Row, Rows
from communique.loaders.rows.source import source_rows
from communique.loaders.weighing.weigh import Reconciled
from communique.schema import metadata


def laid_out(record: Record, reconciled: Iterable[Reconciled]) -> dict[str, list[PlainRow]]:
    """The rows of a batch by table: of its sources, and of its events."""
    rows = Rows()
    for article in record.articles.values():
        rows.extend(source_rows(article))
    for weighed in reconciled:
        rows.extend(event_rows(weighed, record.registry))
    return {table: plain(table, of.values()) for table, of in rows.tables.items() if of}


def plain(table: str, rows: Iterable[Row]) -> list[PlainRow]:
    """A table's rows without Python's own types, which take longest to send and to store."""
    special = _special(table)
    made: list[PlainRow] = []
    for row in rows:
        values = list(row.values())
        for place in special:
            value = values[place]
            if value is not None:
                values[place] = value.value if isinstance(value, Enum) else str(value)
        made.append(tuple(values))
    return made


@cache
def _special(table: str) -> tuple[int, ...]:
    """The places of the columns whose values are days or words of a list."""
    columns = metadata.tables[table].columns
    return tuple(n for n, column in enumerate(columns) if isinstance(column.type, Date | Choice))


def typed(columns: Sequence[tuple[str, bool]], rows: Iterable[PlainRow]) -> Iterator[Row]:
    """Rows as the rest of the loader handles them.

    Args:
        columns: each column's name, and whether it holds days.
        rows: plain rows.
    """
    for row in rows:
        yield {
            name: dt.date.fromisoformat(str(value)) if day and value is not None else value
            for (name, day), value in zip(columns, row, strict=True)
        }

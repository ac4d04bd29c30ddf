"""Read the rows of the whole dataset, the same from either database, for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from communique.schema.models import Event, metadata
from communique.schema.summary_queries import SUMMARY_TABLES
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
    return [table for table in metadata.sorted_tables if table.name not in SUMMARY_TABLES]


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

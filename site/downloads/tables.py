"""The rows of the whole record, the same from either database, for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from communique.schema import Event, metadata
from communique.schema.summing import NAMES
from communique.schema.vocabulary import RecordStatus
from communique.site.queries.rows import column, raw

Rows = Sequence[tuple[Any, ...]]

CHUNK = 20_000
"""Rows in memory at once."""


def tables(session: Session) -> Iterator[tuple[Table, Iterator[Rows]]]:
    """Every table with its rows by key, in chunks, each table after those that it points at.

    Values are as SQLite stores them: truths are 0 and 1, days ISO 8601. Rows of events that are not published are
    left out, as they are from the pages.
    """
    hidden = unpublished(session)
    for table in told():
        yield table, chunks(session, table, hidden)


def told() -> list[Table]:
    """The tables whose rows are handed out, each after those that it points at: summaries follow from them."""
    return [table for table in metadata.sorted_tables if table.name not in NAMES]


def unpublished(session: Session) -> frozenset[str]:
    """The ids of events that are not published."""
    query = select(column(Event, "id")).where(column(Event, "record_status") != RecordStatus.PUBLISHED)
    return frozenset(session.execute(query).scalars())


def chunks(session: Session, table: Table, hidden: frozenset[str]) -> Iterator[Rows]:
    """A table's rows, some at a time; one empty chunk where there are none."""
    rows = raw(session, table)
    if session.connection().dialect.name != "sqlite":
        rows = (tuple(map(stored, row)) for row in rows)
    names = table.columns.keys()
    about = [names.index(name) for name in events_of(table)]
    if hidden and about:
        rows = (row for row in rows if not any(row[place] in hidden for place in about))
    chunk = list(islice(rows, CHUNK))
    while True:
        following = list(islice(rows, CHUNK))
        yield chunk
        if not following:
            return
        chunk = following


def stored(value: Any) -> Any:
    """A value of PostgreSQL's driver as SQLite stores it."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def events_of(table: Table) -> tuple[str, ...]:
    """The columns of a table that must name an event of the record."""
    if table.name == "event":
        return ("id",)
    return tuple(
        one.name
        for one in table.columns
        if one.foreign_keys
        and (one.name == "event_id" or any(key.target_fullname == "event.id" for key in one.foreign_keys))
    )

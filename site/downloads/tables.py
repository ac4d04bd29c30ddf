"""The rows of the whole record, the same from either database, for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from communique.schema import Event, metadata
from communique.schema.vocabulary import RecordStatus
from communique.site.queries.rows import column


def tables(session: Session) -> Iterator[tuple[Table, list[Row[Any]]]]:
    """Every table with its rows by key, each table after those that it points at.

    Rows of events that are not published are left out, as they are from the pages.
    """
    key = column(Event, "id")
    unpublished = select(key).where(column(Event, "record_status") != RecordStatus.PUBLISHED)
    hidden = set(session.execute(unpublished).scalars())
    for table in metadata.sorted_tables:
        rows = session.execute(select(table)).all()
        about = events_of(table)
        if hidden:
            rows = [row for row in rows if not any(getattr(row, name) in hidden for name in about)]
        yield table, sorted(rows, key=attrgetter(*table.primary_key.columns.keys()))


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

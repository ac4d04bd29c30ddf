"""What the database knows already: the files it was loaded from, the rows of events, the rest of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Table, literal, select

from communique.history.versions import parse
from communique.loaders.coherence import Elsewhere
from communique.loaders.published import Published
from communique.loaders.record import Record
from communique.loaders.rows.partition import event_column, event_tables
from communique.loaders.rows.rows import Rows, key_columns
from communique.schema import metadata
from communique.schema.vocabulary import ChangeType, Entity, Relation

CHUNK = 400
"""Ids in one IN list: well below SQLite's oldest limit of 999 bound values."""


def loaded_files(connection: Connection) -> dict[str, str]:
    """Path and hash of every file that the database was loaded from."""
    table = _table("entry_file")
    return {row.path: row.sha256 for row in connection.execute(select(table.c.path, table.c.sha256))}


def events_of(connection: Connection, paths: Iterable[str]) -> set[str]:
    """The events that the given entry files report, as last loaded."""
    source, report = _table("source"), _table("source_event")
    query = select(report.c.event_id).join(source, source.c.id == report.c.source_id)
    return {
        row[0] for part in _chunks(paths) for row in connection.execute(query.where(source.c.path.in_(part)))
    }


def files_on(connection: Connection, events: Iterable[str]) -> set[str]:
    """The entry files that report the given events, as last loaded."""
    source, report = _table("source"), _table("source_event")
    query = select(source.c.path).join(report, source.c.id == report.c.source_id)
    return {
        row[0]
        for part in _chunks(events)
        for row in connection.execute(query.where(report.c.event_id.in_(part)))
    }


def linking_to(connection: Connection, events: Iterable[str]) -> set[str]:
    """The events that have a link to one of the given ones."""
    link = _table("event_link")
    query = select(link.c.event_id)
    return {
        row[0]
        for part in _chunks(events)
        for row in connection.execute(query.where(link.c.target_id.in_(part)))
    }


def event_rows_of(connection: Connection, events: Set[str]) -> Rows:
    """Every row that belongs to the given events."""
    rows = Rows()
    for name in event_tables():
        column = _table(name).c[event_column(name) or ""]
        for part in _chunks(events):
            _fetch(connection, name, rows, column.in_(part))
    return rows


def table_rows(connection: Connection, names: Sequence[str]) -> Rows:
    """Every row of the given tables."""
    rows = Rows()
    for name in names:
        _fetch(connection, name, rows)
    return rows


def empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    one = (select(literal(1)).select_from(table).limit(1) for table in metadata.sorted_tables)
    return all(connection.execute(query).first() is None for query in one)


def events(connection: Connection) -> set[str]:
    """Every event."""
    return set(connection.execute(select(_table("event").c.id)).scalars())


def source_ids(connection: Connection) -> set[str]:
    """Every source."""
    return set(connection.execute(select(_table("source").c.id)).scalars())


def sources(connection: Connection, ids: Iterable[str]) -> Rows:
    """The rows of the given sources."""
    rows = Rows()
    for part in _chunks(ids):
        _fetch(connection, "source", rows, _table("source").c.id.in_(part))
    return rows


def source_rows_of(connection: Connection, paths: Iterable[str]) -> Rows:
    """The source rows of the given entry files."""
    rows = Rows()
    for part in _chunks(paths):
        _fetch(connection, "source", rows, _table("source").c.path.in_(part))
    return rows


def elsewhere(
    connection: Connection, record: Record, differ: set[str], published: Published | None
) -> Elsewhere:
    """The rest of the record, as last loaded: what lies beyond the files read and the events in scope.

    Args:
        connection: the database.
        record: what was read.
        differ: the files that are not as they were when last loaded.
        published: what the releases say, where their files were read; else it is as last loaded.
    """
    first, ended = (
        (frozenset(published.first), published.given_up)
        if published
        else (released(connection), given_up(connection))
    )
    if record.scope is None:
        return Elsewhere(released=first, given_up=ended)
    event, link, source = _table("event"), _table("event_link"), _table("source")
    part_of: dict[str, set[str]] = defaultdict(set)
    query = select(link.c.event_id, link.c.target_id).where(link.c.relation == Relation.PART_OF)
    for row in connection.execute(query):
        if row.event_id not in record.scope:
            part_of[row.event_id].add(row.target_id)
    kinds = connection.execute(select(event.c.id, event.c.kind))
    read = set(record.articles) | differ
    sources = connection.execute(select(source.c.id, source.c.url, source.c.path)).all()
    others = [row for row in sources if row.path not in read]
    return Elsewhere(
        kinds={row.id: row.kind for row in kinds if row.id not in record.scope},
        part_of={whole: frozenset(parts) for whole, parts in part_of.items()},
        urls={row.url: row.path for row in others if row.url},
        sources={row.id: row.path for row in others},
        released=first,
        given_up=ended,
    )


def released(connection: Connection) -> frozenset[str]:
    """Every event id that a release has published."""
    return frozenset(row[0] for row in connection.execute(select(_table("released_event").c.id)))


def given_up(connection: Connection) -> dict[str, str]:
    """Released event ids that the newest release does not hold, with the release that gave them up."""
    table = _table("change")
    query = select(table.c.release_version, table.c.entity_id, table.c.type).where(
        table.c.entity == Entity.EVENT, table.c.field.is_(None)
    )
    ended = connection.execute(query.where(table.c.type != ChangeType.NEW)).all()
    begun = [
        row
        for part in _chunks({row.entity_id for row in ended})
        for row in connection.execute(
            query.where(table.c.entity_id.in_(part), table.c.type == ChangeType.NEW)
        )
    ]
    latest = {
        row.entity_id: row for row in sorted([*begun, *ended], key=lambda row: parse(row.release_version))
    }
    return {event: row.release_version for event, row in latest.items() if row.type != ChangeType.NEW}


def _table(name: str) -> Table:
    return metadata.tables[name]


def _fetch(connection: Connection, name: str, rows: Rows, condition: Any = None) -> None:
    keys = key_columns(name)
    query = select(_table(name))
    result = connection.execute(query if condition is None else query.where(condition))
    columns = tuple(result.keys())
    found = (
        dict(zip(columns, row, strict=True)) for row in result
    )  # a tenth of what result.mappings() takes
    rows.tables[name].update({tuple(row[key] for key in keys): row for row in found})


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]

"""Read back from the database what it was loaded from: files, event rows, and the rest of the dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Table, literal, select

from communique.loaders.checks.consistency import DatasetContext
from communique.loaders.dataset import Dataset
from communique.loaders.released_ids import ReleasedIds
from communique.loaders.rows.ownership import get_event_column, list_event_tables
from communique.loaders.rows.row_set import RowSet, primary_key_columns
from communique.releases.version_number import parse_version
from communique.schema import metadata
from communique.schema.vocabulary import ChangeType, Entity, Relation

CHUNK_SIZE = 400
"""Ids in one IN list: well below SQLite's oldest limit of 999 bound values."""


def select_loaded_files(connection: Connection) -> dict[str, str]:
    """Return path and hash of every file that the database was loaded from."""
    table = _get_table("entry_file")
    return {row.path: row.sha256 for row in connection.execute(select(table.c.path, table.c.sha256))}


def select_events_of_files(connection: Connection, paths: Iterable[str]) -> set[str]:
    """Return the ids of the events that the given entry files report, as last loaded."""
    source, report = _get_table("source"), _get_table("source_event")
    query = select(report.c.event_id).join(source, source.c.id == report.c.source_id)
    return {
        row[0]
        for chunk in _split_chunks(paths)
        for row in connection.execute(query.where(source.c.path.in_(chunk)))
    }


def select_files_on_events(connection: Connection, events: Iterable[str]) -> set[str]:
    """Return the paths of the entry files that report the given events, as last loaded."""
    source, report = _get_table("source"), _get_table("source_event")
    query = select(source.c.path).join(report, source.c.id == report.c.source_id)
    return {
        row[0]
        for chunk in _split_chunks(events)
        for row in connection.execute(query.where(report.c.event_id.in_(chunk)))
    }


def select_linking_events(connection: Connection, events: Iterable[str]) -> set[str]:
    """Return the ids of the events that link to one of the given events."""
    link = _get_table("event_link")
    query = select(link.c.event_id)
    return {
        row[0]
        for chunk in _split_chunks(events)
        for row in connection.execute(query.where(link.c.target_id.in_(chunk)))
    }


def select_event_rows(connection: Connection, events: Set[str]) -> RowSet:
    """Return every row that belongs to the given events."""
    rows = RowSet()
    for name in list_event_tables():
        column = _get_table(name).c[get_event_column(name) or ""]
        for chunk in _split_chunks(events):
            _fetch_rows(connection, name, rows, column.in_(chunk))
    return rows


def select_table_rows(connection: Connection, names: Sequence[str]) -> RowSet:
    """Return every row of the given tables."""
    rows = RowSet()
    for name in names:
        _fetch_rows(connection, name, rows)
    return rows


def is_empty(connection: Connection) -> bool:
    """Return whether no table has a row."""
    queries = (select(literal(1)).select_from(table).limit(1) for table in metadata.sorted_tables)
    return all(connection.execute(query).first() is None for query in queries)


def select_event_ids(connection: Connection) -> set[str]:
    """Return the id of every event."""
    return set(connection.execute(select(_get_table("event").c.id)).scalars())


def select_source_ids(connection: Connection) -> set[str]:
    """Return the id of every source."""
    return set(connection.execute(select(_get_table("source").c.id)).scalars())


def select_sources(connection: Connection, ids: Iterable[str]) -> RowSet:
    """Return the source rows with the given ids."""
    rows = RowSet()
    for chunk in _split_chunks(ids):
        _fetch_rows(connection, "source", rows, _get_table("source").c.id.in_(chunk))
    return rows


def select_sources_of_files(connection: Connection, paths: Iterable[str]) -> RowSet:
    """Return the source rows of the given entry files."""
    rows = RowSet()
    for chunk in _split_chunks(paths):
        _fetch_rows(connection, "source", rows, _get_table("source").c.path.in_(chunk))
    return rows


def select_dataset_context(
    connection: Connection, dataset: Dataset, changed_paths: set[str], released_ids: ReleasedIds | None
) -> DatasetContext:
    """Return the rest of the dataset as last loaded: all but the files read and the events in scope.

    Args:
        connection: the database.
        dataset: what was read.
        changed_paths: the files that are not as they were when last loaded.
        released_ids: what the releases say, where their files were read; else it is as last loaded.
    """
    released, retired = (
        (frozenset(released_ids.first_releases), released_ids.retired)
        if released_ids
        else (select_released_ids(connection), select_retired_ids(connection))
    )
    if dataset.scope is None:
        return DatasetContext(released=released, retired=retired)
    event, link, source = _get_table("event"), _get_table("event_link"), _get_table("source")
    part_of: dict[str, set[str]] = defaultdict(set)
    query = select(link.c.event_id, link.c.target_id).where(link.c.relation == Relation.PART_OF)
    for row in connection.execute(query):
        if row.event_id not in dataset.scope:
            part_of[row.event_id].add(row.target_id)
    kinds = connection.execute(select(event.c.id, event.c.kind))
    read_paths = set(dataset.articles) | changed_paths
    sources = connection.execute(select(source.c.id, source.c.url, source.c.path)).all()
    others = [row for row in sources if row.path not in read_paths]
    return DatasetContext(
        kinds={row.id: row.kind for row in kinds if row.id not in dataset.scope},
        part_of={event_id: frozenset(parents) for event_id, parents in part_of.items()},
        urls={row.url: row.path for row in others if row.url},
        sources={row.id: row.path for row in others},
        released=released,
        retired=retired,
    )


def select_released_ids(connection: Connection) -> frozenset[str]:
    """Return every event id that a release has published."""
    return frozenset(row[0] for row in connection.execute(select(_get_table("released_event").c.id)))


def select_retired_ids(connection: Connection) -> dict[str, str]:
    """Return the released event ids absent from the newest release, with the release that retired them."""
    table = _get_table("change")
    query = select(table.c.release_version, table.c.entity_id, table.c.type).where(
        table.c.entity == Entity.EVENT, table.c.field.is_(None)
    )
    retirements = connection.execute(query.where(table.c.type != ChangeType.NEW)).all()
    introductions = [
        row
        for chunk in _split_chunks({row.entity_id for row in retirements})
        for row in connection.execute(
            query.where(table.c.entity_id.in_(chunk), table.c.type == ChangeType.NEW)
        )
    ]
    latest = {
        row.entity_id: row
        for row in sorted([*introductions, *retirements], key=lambda row: parse_version(row.release_version))
    }
    return {event: row.release_version for event, row in latest.items() if row.type != ChangeType.NEW}


def _get_table(name: str) -> Table:
    return metadata.tables[name]


def _fetch_rows(connection: Connection, name: str, rows: RowSet, condition: Any = None) -> None:
    keys = primary_key_columns(name)
    query = select(_get_table(name))
    result = connection.execute(query if condition is None else query.where(condition))
    columns = tuple(result.keys())
    fetched = (
        dict(zip(columns, row, strict=True)) for row in result
    )  # a tenth of what result.mappings() takes
    rows.tables[name].update({tuple(row[key] for key in keys): row for row in fetched})


def _split_chunks(values: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK_SIZE):
        yield ordered[start : start + CHUNK_SIZE]

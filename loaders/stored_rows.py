"""Read back the rows that a database holds, and determine from them which articles a load must read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, literal, or_, select

from communique.loaders.batch import EventsByFile, Scope, scan_event_ids
from communique.loaders.dataset import Dataset, DatasetContext
from communique.loaders.input_files import InputFiles
from communique.loaders.layout import is_article, is_dossier
from communique.loaders.released_ids import ReleasedIds
from communique.loaders.rows.row_set import RowSet, get_event_column, list_event_tables, primary_key_columns
from communique.releases.manifest import parse_version
from communique.schema.models import metadata
from communique.schema.vocabulary import ChangeType, Entity, Relation

CHUNK_SIZE = 400
"""Ids in one IN list: well below SQLite's oldest limit of 999 bound values."""


def select_loaded_files(connection: Connection) -> dict[str, str]:
    """Return path and hash of every file that the database was loaded from."""
    table = metadata.tables["entry_file"]
    return {row.path: row.sha256 for row in connection.execute(select(table.c.path, table.c.sha256))}


def select_draft_files(connection: Connection) -> set[str]:
    """Return the articles that were drafts when last loaded: their files are known, and no source is read there."""
    file, source = metadata.tables["entry_file"], metadata.tables["source"]
    query = select(file.c.path).outerjoin(source, source.c.path == file.c.path).where(source.c.path.is_(None))
    return {row.path for row in connection.execute(query) if is_article(row.path)}


def select_event_rows(connection: Connection, events: Set[str]) -> RowSet:
    """Return every row that belongs to the given events."""
    rows = RowSet()
    for name in list_event_tables():
        column = metadata.tables[name].c[get_event_column(name) or ""]
        for chunk in split_chunks(events):
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
    has_rows = or_(*(select(literal(1)).select_from(table).exists() for table in metadata.tables.values()))
    return not connection.scalar(select(has_rows))


def select_ids(connection: Connection, name: str) -> set[str]:
    """Return the id of every row of a table."""
    return set(connection.execute(select(metadata.tables[name].c.id)).scalars())


def select_sources(connection: Connection, ids: Iterable[str]) -> RowSet:
    """Return the source rows with the given ids."""
    rows = RowSet()
    for chunk in split_chunks(ids):
        _fetch_rows(connection, "source", rows, metadata.tables["source"].c.id.in_(chunk))
    return rows


def _fetch_rows(connection: Connection, name: str, rows: RowSet, condition: Any = None) -> None:
    keys = primary_key_columns(name)
    query = select(metadata.tables[name])
    result = connection.execute(query if condition is None else query.where(condition))
    columns = tuple(result.keys())
    fetched = (
        dict(zip(columns, row, strict=True)) for row in result
    )  # a tenth of what result.mappings() takes
    rows.tables[name].update({tuple(row[key] for key in keys): row for row in fetched})


def split_chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the sorted values in lists that are short enough for one query."""
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK_SIZE):
        yield ordered[start : start + CHUNK_SIZE]


def determine_scope(
    connection: Connection, inputs: InputFiles, dataset: Dataset, corrected: EventsByFile
) -> Scope:
    """Return what a load must read: the changed articles, and every other one on the events that these affect.

    A change of the registry, of a decision or of a release may affect any event, so then everything is read. One of a
    dossier affects none.

    Args:
        connection: the database; only read.
        inputs: the files.
        dataset: the registry and the decisions.
        corrected: the events of files that report others than their text seems to.
    """
    present = inputs.file_hashes.keys()
    changed_paths = inputs.changed_paths
    if not all(is_article(path) or is_dossier(path) for path in changed_paths):
        articles = filter(is_article, present)
        context = _select_release_context(connection, inputs.released_ids)
        return Scope(scan_event_ids(inputs.root, articles, corrected), context)
    changed = scan_event_ids(inputs.root, sorted(filter(is_article, changed_paths & present)), corrected)
    redirects = dataset.resolve_redirects()
    reported = {redirects.get(event, event) for events in changed.values() for event in events}
    events = _select_events_of_files(connection, changed_paths) | reported
    events |= _select_linking_events(connection, events - reported)
    paths = (set(changed) | _select_files_on_events(connection, events)) & present
    events_by_file = changed | scan_event_ids(inputs.root, sorted(paths - changed.keys()), corrected)
    scoped = frozenset(events)
    context = _select_context(connection, scoped, paths | changed_paths, inputs.released_ids)
    return Scope(events_by_file, context, scoped)


def _select_events_of_files(connection: Connection, paths: Iterable[str]) -> set[str]:
    """Return the ids of the events that the given entry files report, as last loaded."""
    source, report = _get_table("source"), _get_table("source_event")
    query = select(report.c.event_id).join(source, source.c.id == report.c.source_id)
    return _select_matching(connection, query, source.c.path, paths)


def _select_files_on_events(connection: Connection, events: Iterable[str]) -> set[str]:
    """Return the paths of the entry files that report the given events, as last loaded."""
    source, report = _get_table("source"), _get_table("source_event")
    query = select(source.c.path).join(report, source.c.id == report.c.source_id)
    return _select_matching(connection, query, report.c.event_id, events)


def _select_linking_events(connection: Connection, events: Iterable[str]) -> set[str]:
    """Return the ids of the events that link to one of the given events."""
    link = _get_table("event_link")
    query = select(link.c.event_id)
    return _select_matching(connection, query, link.c.target_id, events)


def _select_matching(
    connection: Connection, query: Select[Any], column: Column[Any], values: Iterable[str]
) -> set[str]:
    """Return the one column of a query's rows where another has one of the values."""
    return {
        row[0] for chunk in split_chunks(values) for row in connection.execute(query.where(column.in_(chunk)))
    }


def _select_context(
    connection: Connection, events: frozenset[str], paths: Set[str], released_ids: ReleasedIds | None
) -> DatasetContext:
    """Return the rest of the dataset as last loaded: all but the given files and events.

    Args:
        connection: the database.
        events: those in scope.
        paths: the files in scope, and those that are gone.
        released_ids: what the releases say, where their files were read; else it is as last loaded.
    """
    event, link, source = _get_table("event"), _get_table("event_link"), _get_table("source")
    part_of: dict[str, set[str]] = defaultdict(set)
    query = select(link.c.event_id, link.c.target_id).where(link.c.relation == Relation.PART_OF)
    for row in connection.execute(query):
        if row.event_id not in events:
            part_of[row.event_id].add(row.target_id)
    kinds = connection.execute(select(event.c.id, event.c.kind))
    sources = connection.execute(select(source.c.id, source.c.url, source.c.path)).all()
    others = [row for row in sources if row.path not in paths]
    return replace(
        _select_release_context(connection, released_ids),
        kinds={row.id: row.kind for row in kinds if row.id not in events},
        part_of={event_id: frozenset(parents) for event_id, parents in part_of.items()},
        urls={row.url: row.path for row in others if row.url},
        sources={row.id: row.path for row in others},
    )


def _select_release_context(connection: Connection, released_ids: ReleasedIds | None) -> DatasetContext:
    if released_ids:
        return DatasetContext(released=frozenset(released_ids.first_releases), retired=released_ids.retired)
    return DatasetContext(released=_select_released_ids(connection), retired=_select_retired_ids(connection))


def _select_released_ids(connection: Connection) -> frozenset[str]:
    """Return every event id that a release has published."""
    return frozenset(row[0] for row in connection.execute(select(_get_table("released_event").c.id)))


def _select_retired_ids(connection: Connection) -> dict[str, str]:
    """Return the released event ids absent from the newest release, with the release that retired them."""
    table = _get_table("change")
    query = select(table.c.release_version, table.c.entity_id, table.c.type).where(
        table.c.entity == Entity.EVENT, table.c.field.is_(None)
    )
    retirements = connection.execute(query.where(table.c.type != ChangeType.NEW)).all()
    introductions = [
        row
        for chunk in split_chunks({row.entity_id for row in retirements})
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

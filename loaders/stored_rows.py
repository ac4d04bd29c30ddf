"""Read back the rows that a database holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from sqlalchemy import Connection, literal, or_, select

from communique.loaders.layout import is_article
from communique.loaders.rows.ownership import get_event_column, list_event_tables
from communique.loaders.rows.row_set import RowSet, primary_key_columns
from communique.schema.models import metadata

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

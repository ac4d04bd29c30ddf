"""Read the snapshot of a database: rows of tables become the documents of entities."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from communique.releases.entity_schema import (
    DETAIL_TABLES,
    ELEMENT_TABLES,
    OMITTED_COLUMNS,
    RETIREMENT_TABLES,
    ElementTable,
    field_name,
)
from communique.releases.snapshot import EntityDocument, Snapshot, to_json_value
from communique.schema.text_parts import parse_passages
from communique.schema.vocabulary import Entity

if TYPE_CHECKING:  # a check of the record reads releases without ever paying for the database layer
    from sqlalchemy import Connection


RowReader = Callable[[str, str, Collection[str] | None], Iterator[dict[str, Any]]]
"""Yields the rows of a table by column, only those of some owners, named by a column, where these are given."""


def read_snapshot(connection: Connection, events: Collection[str] | None = None) -> Snapshot:
    """Return the snapshot of a database of the newest schema.

    Args:
        connection: on the database.
        events: leave out what it says of all other events; of ids that went, all are told.
    """
    return build_snapshot(partial(select_rows, connection), events)


def build_snapshot(read_rows: RowReader, events: Collection[str] | None = None) -> Snapshot:
    """Return the snapshot of rows, wherever they are read from; see ``read_snapshot``."""
    from communique.schema.models import metadata

    snapshot: Snapshot = {}
    for entity in Entity:
        for row in _read_stated(read_rows, entity.value, "id", events if entity is Entity.EVENT else None):
            key = row.pop("id")
            snapshot[entity.value, key] = _to_document(row)
    for table in DETAIL_TABLES:
        for row in _read_stated(read_rows, table, "event_id", events):
            event = row.pop("event_id")
            snapshot[Entity.EVENT.value, event] |= _to_document({k: v for k, v in row.items() if k != "kind"})
    for part in ELEMENT_TABLES:
        keys = [column.name for column in metadata.tables[part.table].primary_key.columns]
        wanted = events if part.owner is Entity.EVENT else None
        for row in _read_stated(read_rows, part.table, part.column, wanted):
            owner, element, value = _to_element(part, keys, row)
            snapshot[part.owner.value, owner].setdefault(part.field, {})[element] = value
    for event, retired in _read_retired_ids(read_rows):
        snapshot[Entity.EVENT.value, event] = retired
    return snapshot


def select_rows(
    connection: Connection, table: str, owner: str = "", wanted: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in a database by column, only those of some owners where these are given."""
    from sqlalchemy import select

    from communique.schema.models import metadata

    model = metadata.tables[table]
    query = select(model) if wanted is None else select(model).where(model.c[owner].in_(wanted))
    for row in connection.execute(query):
        yield dict(row._mapping)


def _read_stated(
    read_rows: RowReader, table: str, owner: str = "", wanted: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table without the columns that a snapshot leaves out.

    The default of a column that came after the first release is left out, as NULL is: every earlier row has it
    without saying so, and a release must not change because a column was added.
    """
    from communique.schema.models import metadata

    columns = [column for column in metadata.tables[table].columns if column.name not in OMITTED_COLUMNS]
    names = [column.name for column in columns]
    later_defaults = {
        column.name: getattr(column.default, "arg", None)
        for column in columns
        if "since" in column.info and column.default is not None
    }
    for row in read_rows(table, owner, wanted):
        yield {
            name: row[name]
            for name in names
            if not (name in later_defaults and row[name] == later_defaults[name])
        }


def _to_document(row: Mapping[str, Any]) -> EntityDocument:
    return {field_name(name): to_json_value(value) for name, value in row.items() if value is not None}


def _to_element(part: ElementTable, keys: list[str], row: dict[str, Any]) -> tuple[str, str, Any]:
    """Return a row as an element: its owner, the rest of its key, and its other values (True if none)."""
    rest = [key for key in keys if key != part.column]
    if part.table == "claim":  # the source and its number last: what is before them is the value spoken of
        rest = ["field", "element", "source_id", "number"]
    element = "/".join(str(to_json_value(row[key])) for key in rest)
    content = _to_document({name: value for name, value in row.items() if name not in keys})
    if part.table in {"claim", "ruling"} and "value" in content:
        content["value"] = to_json_value(json.loads(content["value"]))
    if "paragraphs" in content:
        content["paragraphs"] = parse_passages(content["paragraphs"])
    return row[part.column], element, content or True


def _read_retired_ids(read_rows: RowReader) -> Iterator[tuple[str, EntityDocument]]:
    """Yield the retired event ids, each with the document of its retirement."""
    redirect, withdrawal, split, split_target = RETIREMENT_TABLES
    for table in (redirect, withdrawal):
        for row in _read_stated(read_rows, table):
            yield row.pop("id"), {table: _to_document(row)}
    targets: dict[str, list[str]] = {}
    for row in _read_stated(read_rows, split_target):
        targets.setdefault(row["split_id"], []).append(row["target_id"])
    for row in _read_stated(read_rows, split):
        event = row.pop("id")
        yield event, {split: _to_document(row) | {"targets": sorted(targets.get(event, ()))}}

"""Snapshots: all that the record states at one time, as plain JSON to be compared and hashed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from communique.releases.entity_schema import (
    DERIVED_COLUMNS,
    DETAIL_TABLES,
    ELEMENT_TABLES,
    RETIREMENT_TABLES,
    ElementTable,
    field_name,
)
from communique.schema.vocabulary import Entity

if TYPE_CHECKING:  # a check of the record reads releases without ever paying for the database layer
    from sqlalchemy import Connection

EntityKey = tuple[str, str]
"""What a document is about: an ``Entity``'s word and an id."""

EntityDocument = dict[str, Any]
"""What is said of one entity, by field; a field that is not known is not there."""

Snapshot = dict[EntityKey, EntityDocument]
"""The whole record. An event id that went has the one field ``redirect``, ``withdrawal`` or ``split``."""


def read_snapshot(connection: Connection, events: Collection[str] | None = None) -> Snapshot:
    """Return the snapshot of a database of the newest schema.

    Args:
        connection: on the database.
        events: leave out what it says of all other events; of ids that went, all are told.
    """
    from communique.schema import metadata

    snapshot: Snapshot = {}
    for entity in Entity:
        for row in _select_rows(connection, entity.value, "id", events if entity is Entity.EVENT else None):
            key = row.pop("id")
            snapshot[entity.value, key] = _to_document(row)
    for table in DETAIL_TABLES:
        for row in _select_rows(connection, table, "event_id", events):
            event = row.pop("event_id")
            snapshot[Entity.EVENT.value, event] |= _to_document({k: v for k, v in row.items() if k != "kind"})
    for part in ELEMENT_TABLES:
        keys = [column.name for column in metadata.tables[part.table].primary_key.columns]
        for row in _select_rows(
            connection, part.table, part.column, events if part.owner is Entity.EVENT else None
        ):
            owner, element, value = _to_element(part, keys, row)
            snapshot[part.owner.value, owner].setdefault(part.field, {})[element] = value
    for event, retired in _select_retired_ids(connection):
        snapshot[Entity.EVENT.value, event] = retired
    return snapshot


def _select_rows(
    connection: Connection, table: str, owner: str = "", wanted: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as dictionaries, only those of some owners where ``wanted`` is given.

    The default of a column that came after the first release is left out, as NULL is: every earlier row has it
    without saying so, and a release must not change because a column was added.
    """
    from sqlalchemy import select

    from communique.schema import metadata

    columns = [column for column in metadata.tables[table].columns if column.name not in DERIVED_COLUMNS]
    names = [column.name for column in columns]
    later_defaults = {
        column.name: getattr(column.default, "arg", None)
        for column in columns
        if "since" in column.info and column.default is not None
    }
    query = select(*columns)
    if wanted is not None:
        query = query.where(metadata.tables[table].c[owner].in_(wanted))
    for row in connection.execute(query):
        values = dict(zip(names, row, strict=True))
        for name, default in later_defaults.items():
            if values[name] == default:
                del values[name]
        yield values


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
        content["paragraphs"] = [int(number) for number in content["paragraphs"].split(",")]
    return row[part.column], element, content or True


def _select_retired_ids(connection: Connection) -> Iterator[tuple[str, EntityDocument]]:
    """Yield the retired event ids, each with the document of its retirement."""
    redirect, withdrawal, split, split_target = RETIREMENT_TABLES
    for table in (redirect, withdrawal):
        for row in _select_rows(connection, table):
            yield row.pop("id"), {table: _to_document(row)}
    targets: dict[str, list[str]] = {}
    for row in _select_rows(connection, split_target):
        targets.setdefault(row["split_id"], []).append(row["target_id"])
    for row in _select_rows(connection, split):
        event = row.pop("id")
        yield event, {split: _to_document(row) | {"targets": sorted(targets.get(event, ()))}}


def to_json_value(value: Any) -> Any:
    """Return a value as JSON has it: strings for enumerations and days, and 2 instead of ``2.0``."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: to_json_value(inner) for key, inner in value.items() if inner is not None}
    return [to_json_value(inner) for inner in value] if isinstance(value, list) else value


def retirement_kind(document: Mapping[str, Any]) -> str | None:
    """Return how an id was retired, ``redirect``, ``withdrawal`` or ``split``, or None for a live entity."""
    return next((name for name in RETIREMENT_TABLES[:3] if name in document), None)


def is_live(document: Mapping[str, Any] | None) -> bool:
    """Return whether a document is of an entity in the record, and not of a retired id."""
    return document is not None and retirement_kind(document) is None


def canonical_json(value: Any) -> str:
    """Return JSON in the one form that is hashed and stored: keys sorted, own scripts, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def snapshot_lines(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield a snapshot as canonical JSON Lines, one entity a line, in order of entity and id."""
    for (entity, key), document in sorted(snapshot.items()):
        yield canonical_json({"entity": entity, "id": key, "document": document}).encode() + b"\n"


def snapshot_sha256(snapshot: Snapshot) -> str:
    """Return the SHA-256 of a snapshot's canonical JSON Lines, in hexadecimal."""
    sha256 = hashlib.sha256()
    for line in snapshot_lines(snapshot):
        sha256.update(line)
    return sha256.hexdigest()


def count_entities(entities: Iterable[EntityKey] | Snapshot) -> dict[str, int]:
    """Return the number of each entity, by its value; retired ids count as ``retired``."""
    entity_counts = {entity.value: 0 for entity in Entity}
    retired = 0
    for key in entities:
        if isinstance(entities, dict) and not is_live(entities[key]):
            retired += 1
        else:
            entity_counts[key[0]] += 1
    return entity_counts | {"gone": retired}

"""Everything that the record says at one time, as plain JSON: what is compared, and what a hash seals."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from communique.history.layout import DERIVED, DETAILS, LIVES, PARTS, Part, field_name
from communique.schema.vocabulary import Entity

if TYPE_CHECKING:  # a check of the record reads releases without ever paying for the database layer
    from sqlalchemy import Connection

Key = tuple[str, str]
"""What a document is about: an ``Entity``'s word and an id."""

Document = dict[str, Any]
"""What is said of one entity, by field; a field that is not known is not there."""

State = dict[Key, Document]
"""The whole record. An event id that went has the one field ``redirect``, ``withdrawal`` or ``split``."""


def state(connection: Connection, events: Collection[str] | None = None) -> State:
    """What a database of the newest schema says.

    Args:
        connection: on the database.
        events: leave out what it says of all other events; of ids that went, all are told.
    """
    from communique.schema import metadata

    found: State = {}
    for entity in Entity:
        for row in _rows(connection, entity.value, "id", events if entity is Entity.EVENT else None):
            key = row.pop("id")
            found[entity.value, key] = _fields(row)
    for table in DETAILS:
        for row in _rows(connection, table, "event_id", events):
            event = row.pop("event_id")
            found[Entity.EVENT.value, event] |= _fields({k: v for k, v in row.items() if k != "kind"})
    for part in PARTS:
        keys = [column.name for column in metadata.tables[part.table].primary_key.columns]
        for row in _rows(connection, part.table, part.column, events if part.owner is Entity.EVENT else None):
            owner, element, value = _element(part, keys, row)
            found[part.owner.value, owner].setdefault(part.field, {})[element] = value
    for event, life in _lives(connection):
        found[Entity.EVENT.value, event] = life
    return found


def _rows(
    connection: Connection, table: str, owner: str = "", wanted: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a table, of some owners only where these are told."""
    from sqlalchemy import select

    from communique.schema import metadata

    columns = [column for column in metadata.tables[table].columns if column.name not in DERIVED]
    names = [column.name for column in columns]
    query = select(*columns)
    if wanted is not None:
        query = query.where(metadata.tables[table].c[owner].in_(wanted))
    for row in connection.execute(query):
        yield dict(zip(names, row, strict=True))


def _fields(row: Mapping[str, Any]) -> Document:
    return {field_name(name): plain(value) for name, value in row.items() if value is not None}


def _element(part: Part, keys: list[str], row: dict[str, Any]) -> tuple[str, str, Any]:
    """A row as an element: its owner, the rest of its key, and what it says beyond its key (true if nothing)."""
    rest = [key for key in keys if key != part.column]
    if part.table == "claim":  # the source and its number last: what is before them is the value spoken of
        rest = ["field", "element", "source_id", "number"]
    element = "/".join(str(plain(row[key])) for key in rest)
    said = _fields({name: value for name, value in row.items() if name not in keys})
    if part.table in {"claim", "ruling"} and "value" in said:
        said["value"] = plain(json.loads(said["value"]))
    if "paragraphs" in said:
        said["paragraphs"] = [int(number) for number in said["paragraphs"].split(",")]
    return row[part.column], element, said or True


def _lives(connection: Connection) -> Iterator[tuple[str, Document]]:
    """Event ids that went, and what became of each."""
    redirect, withdrawal, split, split_target = LIVES
    for table in (redirect, withdrawal):
        for row in _rows(connection, table):
            yield row.pop("id"), {table: _fields(row)}
    targets: dict[str, list[str]] = {}
    for row in _rows(connection, split_target):
        targets.setdefault(row["split_id"], []).append(row["target_id"])
    for row in _rows(connection, split):
        event = row.pop("id")
        yield event, {split: _fields(row) | {"targets": sorted(targets.get(event, ()))}}


def plain(value: Any) -> Any:
    """A value as JSON has it: words for enumerations, ISO 8601 for days, and no ``2.0`` where 2 is meant."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def life(document: Mapping[str, Any]) -> str | None:
    """What became of an id that went: ``redirect``, ``withdrawal`` or ``split``; None for what is still there."""
    return next((name for name in LIVES[:3] if name in document), None)


def living(document: Mapping[str, Any] | None) -> bool:
    """Whether a document is of something that is in the record, and not of an id that went."""
    return document is not None and life(document) is None


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed and stored: keys sorted, own scripts, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def lines(whole: State) -> Iterator[bytes]:
    """A state as canonical JSON Lines, one entity a line, in order of entity and id."""
    for (entity, key), document in sorted(whole.items()):
        yield canonical({"entity": entity, "id": key, "document": document}).encode() + b"\n"


def digest(whole: State) -> str:
    """SHA-256 of a state's canonical JSON Lines, in hexadecimal."""
    seal = hashlib.sha256()
    for line in lines(whole):
        seal.update(line)
    return seal.hexdigest()


def counts(whole: Iterable[Key] | State) -> dict[str, int]:
    """How many of each entity there are, by its word; ids that went count as ``gone``."""
    found = {entity.value: 0 for entity in Entity}
    gone = 0
    for key in whole:
        if isinstance(whole, dict) and not living(whole[key]):
            gone += 1
        else:
            found[key[0]] += 1
    return found | {"gone": gone}

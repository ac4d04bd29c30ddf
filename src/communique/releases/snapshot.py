"""Snapshots: all that the record states at one time, as plain JSON to be compared and hashed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from communique.schema.vocabulary import Entity

EntityKey = tuple[str, str]
"""What a document is about: an ``Entity``'s word and an id."""

EntityDocument = dict[str, Any]
"""What is said of one entity, by field; a field that is not known is not there."""

Snapshot = dict[EntityKey, EntityDocument]
"""The whole record. An event id that went has the one field ``redirect``, ``withdrawal`` or ``split``."""

RETIREMENTS: Final = ("redirect", "withdrawal", "split")
"""What becomes of an event id that goes; such an id's document is one field that says it."""


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
    return next((name for name in RETIREMENTS if name in document), None)


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

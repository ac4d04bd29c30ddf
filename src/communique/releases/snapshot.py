"""Snapshots: all that the record states at one time, as plain JSON to be compared and hashed, and their changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from communique.schema.vocabulary import ChangeType, Entity

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


@dataclass(frozen=True, slots=True)
class SnapshotChange:
    """A difference between two snapshots.

    Args:
        entity: what sort of thing.
        id: its id.
        type: corrected, developed and so on.
        field: the field; None where the whole came or went.
        element: which element of a set; None where the field holds a single value.
        old: the value before, the whole document where ``field`` is None; None where there was none.
        new: likewise after; for an event id that went, the document that says what became of it.
        target: the event that a merged or renamed id means now; for a part of a split event, the old id.
        sources: ids of the articles whose entries caused it, in order.
    """

    entity: Entity
    id: str
    type: ChangeType
    field: str | None = None
    element: str | None = None
    old: Any = None
    new: Any = None
    target: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def key(self) -> EntityKey:
        """The key of the document that it changes."""
        return self.entity.value, self.id

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as values that JSON can hold."""
        return {
            "entity": self.entity.value,
            "id": self.id,
            "type": self.type.value,
            "field": self.field,
            "element": self.element,
            "old": self.old,
            "new": self.new,
            "target": self.target,
            "sources": list(self.sources),
        }

    def to_json_line(self) -> bytes:
        """Return it as a line of canonical JSON."""
        return canonical_json(self.to_dict()).encode() + b"\n"

    @classmethod
    def from_json_line(cls, line: str | bytes) -> SnapshotChange:
        """Return the change that a line of JSON states.

        Raises:
            ValueError: the line is not one (KeyError and TypeError are turned into it).
        """
        try:
            data = json.loads(line)
            sources = tuple(data.pop("sources"))
            return cls(
                Entity(data.pop("entity")),
                data.pop("id"),
                ChangeType(data.pop("type")),
                sources=sources,
                **data,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{error} in a change") from error

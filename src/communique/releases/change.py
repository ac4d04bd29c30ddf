"""One difference between two snapshots, as an object and as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from communique.releases.snapshot import EntityKey, canonical_json
from communique.schema.vocabulary import ChangeType, Entity


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

"""One difference between two states of the record, as people read it and as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from communique.history.state import Key, canonical
from communique.schema.vocabulary import ChangeType, Entity


@dataclass(frozen=True, slots=True)
class Change:
    """What changed.

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
    def key(self) -> Key:
        """The document that it changes."""
        return self.entity.value, self.id

    def as_data(self) -> dict[str, Any]:
        """All of it as plain JSON."""
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

    def line(self) -> bytes:
        """It as a line of canonical JSON."""
        return canonical(self.as_data()).encode() + b"\n"

    @classmethod
    def of(cls, line: str | bytes) -> Change:
        """Read a line back.

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

"""A small, complete and coherent record, from which the golden test makes every page."""

from __future__ import annotations

from communique.schema import Base, EventKind
from communique.schema.event_types import EVENT_TYPES
from golden.events import exercise, meeting, memorandum, old_ids, plan, visit
from golden.incidents import incident, launch
from golden.registry import registry


def record() -> list[Base]:
    """Every row of the record, in no order that matters."""
    kinds = [EventKind(id=kind.value, plural=one.plural) for kind, one in EVENT_TYPES.items()]
    return [
        *kinds,
        *registry(),
        *meeting(),
        *memorandum(),
        *exercise(),
        *incident(),
        *launch(),
        *visit(),
        *plan(),
        *old_ids(),
    ]

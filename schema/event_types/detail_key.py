"""The key that ties a detail row to an event of its own kind, so that the database refuses any other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint

from communique.schema.vocabulary import Kind


def detail_constraints(kind: Kind) -> tuple[Any, ...]:
    """Return the constraints of a detail table: its ``(event_id, kind)`` is an event's, of this kind."""
    return (
        ForeignKeyConstraint(["event_id", "kind"], ["event.id", "event.kind"]),
        CheckConstraint(f"kind = '{kind.value}'", name="kind_is_own"),
    )

"""Which tables and columns say something of which entity, how the state calls them, and which say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from communique.schema.summing import NAMES as SUMMARIES
from communique.schema.vocabulary import Entity


@dataclass(frozen=True, slots=True)
class Part:
    """A table whose rows are elements of a set that belongs to an entity.

    Args:
        table: the table.
        owner: what the set belongs to.
        column: the column that names the owner.
        field: what the state calls the set, as an entry file does.
    """

    table: str
    owner: Entity
    column: str
    field: str


PARTS = (
    Part("actor_name", Entity.ACTOR, "actor_id", "names"),
    Part("actor_membership", Entity.ACTOR, "actor_id", "memberships"),
    Part("person_name", Entity.PERSON, "person_id", "names"),
    Part("tenure", Entity.PERSON, "person_id", "tenures"),
    Part("place_name", Entity.PLACE, "place_id", "names"),
    Part("event_name", Entity.EVENT, "event_id", "names"),
    Part("event_topic", Entity.EVENT, "event_id", "topics"),
    Part("event_link", Entity.EVENT, "event_id", "links"),
    Part("figure", Entity.EVENT, "event_id", "figures"),
    Part("note", Entity.EVENT, "event_id", "notes"),
    Part("exercise_domain", Entity.EVENT, "event_id", "domains"),
    Part("exercise_mission", Entity.EVENT, "event_id", "missions"),
    Part("provision", Entity.EVENT, "event_id", "provisions"),
    Part("participation", Entity.EVENT, "event_id", "participants"),
    Part("participation_person", Entity.EVENT, "event_id", "people"),
    Part("participation_unit", Entity.EVENT, "event_id", "units"),
    Part("source_event", Entity.EVENT, "event_id", "sources"),
    Part("claim", Entity.EVENT, "event_id", "claims"),
    Part("ruling", Entity.EVENT, "event_id", "rulings"),
)
"""Every set, by its table."""

SETS = frozenset(part.field for part in PARTS)
"""The fields whose value is a set of elements, whatever they belong to."""

DETAILS = ("meeting", "memorandum", "exercise", "incident")
"""Tables with at most one row for each event; their columns are fields of the event."""

LIVES = ("redirect", "withdrawal", "split", "split_target")
"""Tables of event ids that went; such an id's state is one field that says what became of it."""

LEFT_OUT = SUMMARIES | {"entry_file", "event_search", "release", "released_event", "change", "change_source"}
"""Tables that say nothing of an entity: where it was loaded from, what is made of it, what was released."""

DERIVED = frozenset(
    {
        *(
            "start_earliest",
            "start_latest",
            "end_earliest",
            "end_latest",
            "date_precision",
            "date_approximate",
        ),
        *("in_force_from", "in_force_until", "published_on"),
        *("record_status", "disagreement", "source_count", "independent_source_count"),
        "path",
    }
)
"""Columns that other columns or tables say already."""


def field_name(column: str) -> str:
    """What the state calls a column: as an entry file does, ``place`` for ``place_id``."""
    return column.removesuffix("_id")

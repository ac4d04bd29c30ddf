"""The mapping of tables and columns to entities and fields of a snapshot, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from communique.releases.snapshot import RETIREMENTS
from communique.schema.event_types import DATE_COLUMNS, EVENT_TYPES
from communique.schema.vocabulary import Entity


@dataclass(frozen=True, slots=True)
class ElementTable:
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


ELEMENT_TABLES = (
    ElementTable("actor_name", Entity.ACTOR, "actor_id", "names"),
    ElementTable("actor_membership", Entity.ACTOR, "actor_id", "memberships"),
    ElementTable("person_name", Entity.PERSON, "person_id", "names"),
    ElementTable("tenure", Entity.PERSON, "person_id", "tenures"),
    ElementTable("place_name", Entity.PLACE, "place_id", "names"),
    ElementTable("event_name", Entity.EVENT, "event_id", "names"),
    ElementTable("event_topic", Entity.EVENT, "event_id", "topics"),
    ElementTable("event_link", Entity.EVENT, "event_id", "links"),
    ElementTable("figure", Entity.EVENT, "event_id", "figures"),
    ElementTable("note", Entity.EVENT, "event_id", "notes"),
    *(
        ElementTable(f"{kind}_{field.element}", Entity.EVENT, "event_id", field.name)
        for kind, event_type in EVENT_TYPES.items()
        for field in event_type.iter_set_fields()
    ),
    ElementTable("provision", Entity.EVENT, "event_id", "provisions"),
    ElementTable("participation", Entity.EVENT, "event_id", "participants"),
    ElementTable("participation_person", Entity.EVENT, "event_id", "people"),
    ElementTable("participation_unit", Entity.EVENT, "event_id", "units"),
    ElementTable("source_event", Entity.EVENT, "event_id", "sources"),
    ElementTable("claim", Entity.EVENT, "event_id", "claims"),
    ElementTable("ruling", Entity.EVENT, "event_id", "rulings"),
)
"""Every set, by its table."""

SET_FIELDS = frozenset(part.field for part in ELEMENT_TABLES)
"""The fields whose value is a set of elements, whatever they belong to."""

DETAIL_TABLES = tuple(kind.value for kind in EVENT_TYPES)
"""Tables with at most one row for each event; their columns are fields of the event."""

RETIREMENT_TABLES = (*RETIREMENTS, "split_target")
"""Tables of event ids that went."""

DOSSIER_TABLES = (
    "dossier",
    "dossier_series",
    "dossier_topic",
    "dossier_event",
    "dossier_paragraph",
    "dossier_citation",
)
"""Tables that the folder of dossiers fills: they name events, and no event owns their rows."""

NON_ENTITY_TABLES = frozenset(
    {
        *DOSSIER_TABLES,
        *(
            "entry_file",
            "abbreviation",
            "coverage",
            "outside_count",
            "event_kind",
            "event_search",
            "event_identifier",
            "identifier",
            "release",
            "released_event",
            "change",
            "change_source",
        ),
        # Summaries, by name: schema/summary_queries.py needs SQLAlchemy, which `check` does without. A test compares.
        *("year_tally", "pair_tally", "person_tally", "person_office_tally", "publisher_tally"),
        *("response", "flight", "doubt_tally", "overdue", "promise_tally"),
    }
)
"""Tables that say nothing of an entity: where it was loaded from, what is made of it, what was released."""

DERIVED_COLUMNS = frozenset(
    {
        *(
            "start_earliest",
            "start_latest",
            "end_earliest",
            "end_latest",
            "date_precision",
            "date_approximate",
        ),
        *DATE_COLUMNS,
        "published_on",
        *("record_status", "disagreement", "source_count", "independent_source_count"),
        "path",
        *(
            "value_text",
            "value_truth",
            "value_number",
            "value_low",
            "value_high",
            "value_from",
            "value_until",
        ),
    }
)
"""Columns that other columns or tables say already."""

READING_COLUMNS = frozenset(
    {
        *("text_sha256", "text_paragraphs", "read_by"),
        *("second_read_by", "second_read_on", "values_located", "values_missing"),
    }
)
"""Columns on how curators read a text: work on the record, which changes nothing that it states."""

OMITTED_COLUMNS = DERIVED_COLUMNS | READING_COLUMNS
"""Columns that a snapshot leaves out."""


def field_name(column: str) -> str:
    """Return the field name of a column, as an entry file has it: ``place`` for ``place_id``."""
    return column.removesuffix("_id")

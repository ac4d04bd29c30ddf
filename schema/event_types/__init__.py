"""The kinds of event, a module for each, and what is asked of all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from communique.schema.event_types.exercise import EXERCISE
from communique.schema.event_types.incident import INCIDENT
from communique.schema.event_types.meeting import MEETING
from communique.schema.event_types.memorandum import MEMORANDUM
from communique.schema.event_types.visit import VISIT
from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Entity, Kind, Status, Word

EVENT_TYPES: Final[Mapping[Kind, EventType]] = {
    event_type.kind: event_type for event_type in (MEETING, MEMORANDUM, EXERCISE, INCIDENT, VISIT)
}
"""Each kind, in the order of every legend."""

SHARED_FIELDS: Final = (
    EventField(
        name="status",
        type=Status,
        label="Status",
        description="whether it happened; occurred by default",
        rule="as each source has it; what was announced stays `planned` until a source says that it was held",
        refinements={
            "planned": ("occurred", "ongoing", "postponed", "cancelled"),
            "ongoing": ("occurred",),
        },
    ),
    EventField(
        name="date",
        type=dt.date,
        label="Date",
        description="when, in EDTF, as 2024-07-28 or 2024-06",
        rule="no finer than the text; weekdays and `last month` are resolved against the day of publication",
    ),
    EventField(
        name="time",
        type=str,
        label="Time",
        description="local time of its start with offset",
        rule="only a time that a source gives, with the offset of the place",
    ),
    EventField(
        name="place",
        type=Entity.PLACE,
        label="Place",
        description="where, an id of the registry",
        rule="the finest place of the registry that the text supports",
    ),
    EventField(
        name="series",
        type=Entity.SERIES,
        label="Series",
        description="the series it belongs to",
        rule="where a source names the series, or the event is plainly its next edition",
    ),
    EventField(
        name="edition",
        type=str,
        label="Edition",
        description="its number or name in the series",
        rule="as the source numbers or names it",
    ),
    EventField(
        name="topics",
        type=Entity.TOPIC,
        element="topic",
        label="Topics",
        description="what it is about",
        rule="each topic of the registry that the text on this event speaks of, by the topic's own description",
    ),
)
"""The fields that events of every kind have and that hold a value, a reference or a set."""


def _merge_fields(fields: Iterable[EventField]) -> dict[str, EventField]:
    merged: dict[str, EventField] = {}
    for field in fields:
        merged.setdefault(field.name, field)
    return merged


KIND_FIELDS: Final[Mapping[str, EventField]] = _merge_fields(
    field for event_type in EVENT_TYPES.values() for field in event_type.fields
)
"""The fields of all kinds by name; kinds that share a name share what can be asked of it without its kind."""

FIELDS: Final[Mapping[str, EventField]] = _merge_fields((*SHARED_FIELDS, *KIND_FIELDS.values()))
"""The fields of every event and of all kinds, by name."""

SINGLE_FIELDS: Final = tuple(name for name, field in FIELDS.items() if not field.is_set)
"""The names of fields that hold one value."""

SET_FIELDS: Final = tuple(name for name, field in FIELDS.items() if field.is_set)
"""The names of fields that hold a set of values."""

DATE_FIELDS: Final = frozenset(name for name, field in FIELDS.items() if field.is_date)
"""The names of fields whose values are EDTF dates."""

DATE_COLUMNS: Final = frozenset(
    f"{name}_{end}" for name in DATE_FIELDS & KIND_FIELDS.keys() for end in ("from", "until")
)
"""The columns of the kinds' tables that follow from a date."""


def _merge_refinements() -> dict[str, dict[str, set[str]]]:
    merged: dict[str, dict[str, set[str]]] = {}
    for field in (*SHARED_FIELDS, *(item for kind in EVENT_TYPES.values() for item in kind.fields)):
        for general, exact in field.refinements.items():
            merged.setdefault(field.name, {}).setdefault(general, set()).update(exact)
    return merged


REFINEMENTS: Final[Mapping[str, Mapping[str, set[str]]]] = _merge_refinements()
"""For each field, each general word and the words that say more."""

PHRASES: Final[Mapping[str, str]] = {
    word.value: word.phrase
    for event_type in EVENT_TYPES.values()
    for field in event_type.fields
    for word in field.word_list or ()
    if isinstance(word, Word)
}
"""The phrase of each word of the kinds' lists; a test holds that no word has two."""


def find_field(kind: Kind, name: str) -> EventField | None:
    """Return a field of events of a kind by its name, or None where it is none of these."""
    own = (field for field in EVENT_TYPES[kind].fields if field.name == name)
    return next(own, FIELDS.get(name))

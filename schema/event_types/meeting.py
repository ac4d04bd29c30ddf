"""Declare meetings, at which people of two or more actors come together or call."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType, Word
from communique.schema.vocabulary import Kind


class MeetingLevel(Word):
    """The rank of those who meet."""

    SUMMIT = "summit"
    MINISTERIAL = "ministerial"
    TWO_PLUS_TWO = "two-plus-two"
    CHIEFS_OF_DEFENCE = "chiefs-of-defence"
    VICE_MINISTERIAL = "vice-ministerial", "vice-ministerial"
    WORKING = "working"


class MeetingFormat(Word):
    """How they meet."""

    IN_PERSON = "in-person"
    SIDELINES = "sidelines"
    VISIT = "visit"
    CONFERENCE = "conference"
    VIDEO = "video"
    PHONE = "phone"


MEETING = EventType(
    kind=Kind.MEETING,
    plural="meetings",
    colour="#1d5a93",
    description="The detail of a meeting.",
    headline="level",
    fields=(
        EventField(
            name="level",
            type=MeetingLevel,
            label="Level",
            description="the rank of those who meet",
            index=True,
        ),
        EventField(
            name="format",
            type=MeetingFormat,
            label="Format",
            description="how they meet",
            refinements={"in-person": ("sidelines", "visit", "conference")},
        ),
    ),
)

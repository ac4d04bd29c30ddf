"""Declare meetings, at which people of two or more actors come together or call."""

from __future__ import annotations

from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Kind, Word


class MeetingLevel(Word):
    """The rank of those who meet."""

    SUMMIT = "summit", "heads of state or government"
    MINISTERIAL = "ministerial", "ministers"
    TWO_PLUS_TWO = "two-plus-two", "foreign and defence ministers of both sides together"
    CHIEFS_OF_DEFENCE = "chiefs-of-defence", "the highest officers of the forces"
    VICE_MINISTERIAL = "vice-ministerial", "deputy ministers or those of that rank", "vice-ministerial"
    WORKING = "working", "officials below that rank"


class MeetingFormat(Word):
    """How they meet."""

    IN_PERSON = "in-person", "in one room, and no other word says more"
    SIDELINES = "sidelines", "beside another gathering"
    VISIT = "visit", "one side calls on the other"
    CONFERENCE = "conference", "a gathering of many, called for this"
    VIDEO = "video", "by video link"
    PHONE = "phone", "by telephone"


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
            rule="by the offices of those who met, not by the meeting's name",
            index=True,
        ),
        EventField(
            name="format",
            type=MeetingFormat,
            label="Format",
            description="how they meet",
            rule="as the source says; `sidelines` wherever it names the gathering beside which they met",
            refinements={"in-person": ("sidelines", "visit", "conference")},
        ),
    ),
)

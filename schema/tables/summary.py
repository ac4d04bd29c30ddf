"""Summary tables, computed beforehand so that questions about many rows are answered at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, relate
from communique.schema.vocabulary import Kind

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor, Office, Person
    from communique.schema.tables.event import Event, EventKind
    from communique.schema.tables.source import Publisher


def _reference_column(table: str, description: str, **more: Any) -> Any:
    """Return a column that references a row; when that row is deleted, its summary is deleted too."""
    return Field(foreign_key=f"{table}.id", ondelete="CASCADE", description=description, **more)


class YearTally(Base, table=True):
    """How many events of a kind began in a year. Events that may have begun at any time are left out."""

    __table_args__ = (CheckConstraint("events > 0", name="events_positive"),)

    year: int = Field(primary_key=True, description="the year of the first day on which they may have begun")
    kind: Kind = Field(
        primary_key=True,
        sa_type=enum_type(Kind, "kind", is_checked=False),
        foreign_key="event_kind.id",
        description="what sort of event",
    )
    events: int = Field(description="how many")

    event_kind: EventKind = relate("EventKind")


class PairTally(Base, table=True):
    """How often two actors met, at meetings that took place. Each pair is there twice, seen from either side."""

    __table_args__ = (
        CheckConstraint("actor_id <> other_id", name="other_is_other"),
        CheckConstraint("meetings > 0", name="meetings_positive"),
        Index("ix_pair_tally_meetings", "meetings", "latest_on"),
    )

    actor_id: str = _reference_column("actor", "the one", primary_key=True)
    other_id: str = _reference_column("actor", "the other", primary_key=True, index=True)
    meetings: int = Field(description="how many meetings both took part in")
    first_on: dt.date | None = Field(default=None, description="the earliest day that one may have begun on")
    latest_on: dt.date | None = Field(default=None, description="the same of the latest of them")

    actor: Actor = relate("Actor", foreign_keys="PairTally.actor_id")
    other: Actor = relate("Actor", foreign_keys="PairTally.other_id")


class PersonTally(Base, table=True):
    """At how many events a person acted for an actor."""

    __table_args__ = (
        CheckConstraint("events > 0", name="events_positive"),
        Index("ix_person_tally_events", "events", "person_id"),
    )

    person_id: str = _reference_column("person", "the person", primary_key=True)
    events: int = Field(description="how many events")
    first_on: dt.date | None = Field(default=None, description="the earliest day that one may have begun on")
    latest_on: dt.date | None = Field(default=None, description="the same of the latest of them")

    person: Person = relate("Person")


class PersonOfficeTally(Base, table=True):
    """At how many events a person acted in an office."""

    __table_args__ = (CheckConstraint("events > 0", name="events_positive"),)

    person_id: str = _reference_column("person", "the person", primary_key=True)
    office_id: str = _reference_column("office", "the office held then", primary_key=True, index=True)
    events: int = Field(description="how many events")

    person: Person = relate("Person")
    office: Office = relate("Office")


class PublisherTally(Base, table=True):
    """How many reports of events a publisher has in the record, and how many that nobody else has."""

    __table_args__ = (
        CheckConstraint("reports_alone BETWEEN 0 AND reports", name="reports_alone_range"),
        Index("ix_publisher_tally_reports_alone", "reports_alone", "publisher_id"),
    )

    publisher_id: str = _reference_column("publisher", "the publisher", primary_key=True)
    reports: int = Field(description="how many reports: an article that reports two events counts twice")
    reports_alone: int = Field(description="how many of them are of an event that no other source reports")
    first_on: dt.date | None = Field(default=None, description="the day of its first article in the record")
    latest_on: dt.date | None = Field(default=None, description="the day of its latest")

    publisher: Publisher = relate("Publisher")


class Response(Base, table=True):
    """An event that responds to another, where the record knows the day of both."""

    __table_args__ = (Index("ix_response_newest", "answered_on", "answer_id"),)

    answer_id: str = _reference_column("event", "the event that responds", primary_key=True)
    cause_id: str = _reference_column("event", "what it responds to", primary_key=True, index=True)
    answered_on: dt.date = Field(description="the day on which the answer began")
    days: int = Field(description="how many days after the cause began; below nought if before")

    answer: Event = relate("Event", foreign_keys="Response.answer_id")
    cause: Event = relate("Event", foreign_keys="Response.cause_id")


class Flight(Base, table=True):
    """How high and how far something flew at an event: the figure given, else the highest, else the lowest."""

    __table_args__ = (Index("ix_flight_altitude_km", "altitude_km"),)

    event_id: str = _reference_column("event", "the event", primary_key=True)
    altitude_km: float | None = Field(default=None, description="the greatest height, kilometres")
    range_km: float | None = Field(default=None, description="the distance flown, kilometres")

    event: Event = relate("Event")


class DoubtTally(Base, table=True):
    """How many claims on an event are only alleged, and how many deny something; only events that have any."""

    __table_args__ = (
        CheckConstraint("alleged + denied > 0", name="some_doubt"),
        Index("ix_doubt_tally_newest", "began_on", "event_id"),
    )

    event_id: str = _reference_column("event", "the event", primary_key=True)
    began_on: dt.date | None = Field(default=None, description="the first day it may have begun")
    alleged: int = Field(description="how many claims are put forward as alleged")
    denied: int = Field(description="how many as denied")

    event: Event = relate("Event")


class Overdue(Base, table=True):
    """An event planned or going on whose last day had passed when a source was last read: outcome not recorded."""

    event_id: str = _reference_column("event", "the event", primary_key=True)
    ended_on: dt.date = Field(description="the last day on which it may have ended")

    event: Event = relate("Event")


class PromiseTally(Base, table=True):
    """How many provisions of a memorandum bind; only memoranda that have any."""

    __table_args__ = (
        CheckConstraint("shall + will > 0", name="some_promise"),
        Index("ix_promise_tally_newest", "began_on", "event_id"),
    )

    event_id: str = _reference_column("event", "the memorandum", primary_key=True)
    began_on: dt.date | None = Field(default=None, description="the first day it may have been made")
    shall: int = Field(description="how many provisions say “shall”")
    will: int = Field(description="how many say “will”")

    event: Event = relate("Event")

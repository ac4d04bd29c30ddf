"""Tables of events, reconciled from their sources, and of the data common to every kind."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from communique.schema.tables.base import (
    Base,
    DateColumns,
    date_checks,
    enum_type,
    ordered_check,
    slug_check,
)
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Disagreement, Kind, NoteType, RecordStatus, Relation, Status


class EventKind(Base, table=True):
    """A kind of event. Each has a table of its own, with the fields that only its events have."""

    id: str = Field(primary_key=True, max_length=40, description="the word that entries use")
    plural: str = Field(description="its name for several")


class Event(DateColumns, Base, table=True):
    """One thing that happened, was planned or is alleged, once, however many articles report it."""

    __table_args__ = (
        slug_check(),
        *date_checks(),
        UniqueConstraint("id", "kind"),
        Index("ix_event_newest", "start_earliest", "id"),
        Index("ix_event_kind_date", "kind", "start_earliest"),
        Index("ix_event_disagreement_newest", "disagreement", "start_earliest", "id"),
        CheckConstraint("independent_source_count BETWEEN 0 AND source_count", name="source_count_range"),
    )

    id: str = Field(primary_key=True, description="a permanent slug, minted once")
    kind: Kind = Field(
        sa_type=enum_type(Kind, "kind", is_checked=False),
        foreign_key="event_kind.id",
        description="what sort of event it is",
    )
    title: str = Field(description="a headline in our own words")
    summary: str = Field(description="what happened, in our own words")
    status: Status = Field(sa_type=enum_type(Status, "status"), index=True, description="whether it happened")
    time: str | None = Field(
        default=None,
        max_length=14,
        description="local time of its start with offset, as `07:22+09:00` (RFC 3339)",
    )
    place_id: str | None = Field(
        default=None, foreign_key="place.id", index=True, description="where it happened"
    )
    series_id: str | None = Field(
        default=None, foreign_key="series.id", index=True, description="the series it belongs to"
    )
    edition: str | None = Field(
        default=None, max_length=40, description="its number or name in the series, such as `24-1`"
    )
    record_status: RecordStatus = Field(
        default=RecordStatus.PUBLISHED,
        sa_type=enum_type(RecordStatus, "record_status"),
        description="the life of its id",
    )
    disagreement: Disagreement = Field(
        default=Disagreement.NONE,
        sa_type=enum_type(Disagreement, "disagreement"),
        index=True,
        description="whether its sources disagree on any value",
    )
    source_count: int = Field(default=0, description="how many sources report it")
    independent_source_count: int = Field(
        default=0,
        description="how many originators they have: agencies, or publishers where none is named; reprints of one "
        "dispatch have one",
    )


class EventName(Base, table=True):
    """Another name that sources use for an event."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    name: str = Field(primary_key=True, description="the name as written")
    language: str = Field(default="en", description="BCP 47 language tag")


class EventTopic(Base, table=True):
    """An event belonging under a topic."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    topic_id: str = Field(primary_key=True, foreign_key="topic.id", index=True, description="the topic")


class EventLink(Base, table=True):
    """One event's relation to another, as a source states it."""

    __table_args__ = (CheckConstraint("event_id <> target_id", name="target_is_other"),)

    event_id: str = Field(
        primary_key=True, foreign_key="event.id", description="the event that the link is read from"
    )
    relation: Relation = Field(
        primary_key=True, sa_type=enum_type(Relation, "relation"), description="how it stands to the target"
    )
    target_id: str = Field(
        primary_key=True, foreign_key="event.id", index=True, description="the other event"
    )


class Figure(Base, table=True):
    """A number with its uncertainty: how many took part, how far it flew, how many were hurt."""

    __table_args__ = (
        ordered_check("low", "best", "high"),
        CheckConstraint("low IS NOT NULL OR best IS NOT NULL OR high IS NOT NULL", name="some_value"),
        CheckConstraint("coalesce(low, best, high) >= 0", name="not_negative"),
    )

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    measure: Measure = Field(
        primary_key=True,
        sa_type=enum_type(Measure, "measure"),
        index=True,
        description="what is measured; its name ends in the unit",
    )
    low: float | None = Field(default=None, description="at least")
    best: float | None = Field(default=None, description="the figure given")
    high: float | None = Field(default=None, description="at most")


class Note(Base, table=True):
    """A fact about an event that no typed field holds, in our own words."""

    __table_args__ = (slug_check(),)

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    id: str = Field(primary_key=True, description="a slug, unique in the event")
    type: NoteType = Field(sa_type=enum_type(NoteType, "type"), description="what sort of note it is")
    text: str = Field(description="one sentence in our own words")


class Redirect(Base, table=True):
    """An event id that moved: renamed, or merged into another event."""

    __table_args__ = (slug_check(), CheckConstraint("id <> target_id", name="target_is_other"))

    id: str = Field(primary_key=True, description="the old id")
    target_id: str = Field(foreign_key="event.id", index=True, description="the event that the id now means")
    because: str = Field(description="why")
    decided: dt.date | None = Field(default=None, description="the day of the decision")


class Split(Base, table=True):
    """An event id under which two or more events had been taken for one."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="the old id")
    because: str = Field(description="why")
    decided: dt.date | None = Field(default=None, description="the day of the decision")


class SplitTarget(Base, table=True):
    """One of the events that a split id turned out to be."""

    __table_args__ = (CheckConstraint("split_id <> target_id", name="target_is_other"),)

    split_id: str = Field(primary_key=True, foreign_key="split.id", description="the old id")
    target_id: str = Field(
        primary_key=True, foreign_key="event.id", index=True, description="one of the events that it is now"
    )


class Withdrawal(Base, table=True):
    """An event id that was taken out of the record; its page stays as a tombstone."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="the withdrawn id")
    because: str = Field(description="why")
    decided: dt.date | None = Field(default=None, description="the day of the decision")


class EventSearch(Base, table=True):
    """The words under which an event is found, kept for the database's own full-text index."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    title: str = Field(description="its title and other names")
    names: str = Field(
        description="names and aliases of its actors, people, places and series, in every script"
    )
    body: str = Field(description="its summary, notes and provisions")

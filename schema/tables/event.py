"""Tables of events, reconciled from their sources, and of the data common to every kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from communique.schema.tables.base import (
    Base,
    DateColumns,
    date_checks,
    enum_type,
    ordered_check,
    relate,
    relate_list,
    slug_check,
)
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Disagreement, Kind, NoteType, RecordStatus, Relation, Status

if TYPE_CHECKING:
    from communique.schema.tables.claim import Claim, Ruling
    from communique.schema.tables.dossier import DossierCitation, DossierEvent
    from communique.schema.tables.identifier import EventIdentifier
    from communique.schema.tables.participation import Participation
    from communique.schema.tables.place import Place
    from communique.schema.tables.source import SourceEvent
    from communique.schema.tables.subject import Series, Topic
    from communique.schema.tables.summary import (
        DoubtTally,
        Flight,
        Overdue,
        PromiseTally,
        Response,
        YearTally,
    )


class EventKind(Base, table=True):
    """A kind of event. Each has a table of its own, with the fields that only its events have."""

    id: str = Field(primary_key=True, max_length=40, description="the word that entries use")
    plural: str = Field(description="its name for several")

    events: list[Event] = relate_list("Event")
    series: list[Series] = relate_list("Series")
    year_tallies: list[YearTally] = relate_list("YearTally")


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
    outcome_sought: dt.date | None = Field(
        default=None,
        description="the last day on which somebody looked for what became of it and found no source; null where "
        "nobody did or where it is known",
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

    @property
    def detail(self) -> Base | None:
        """The event's row in the table of its kind, as ``Meeting``, while its session is open."""
        detail: Base | None = getattr(self, self.kind)
        return detail

    event_kind: EventKind = relate("EventKind")
    place: Place | None = relate("Place")
    series: Series | None = relate("Series")
    names: list[EventName] = relate_list("EventName")
    topics: list[EventTopic] = relate_list("EventTopic")
    links: list[EventLink] = relate_list("EventLink", foreign_keys="EventLink.event_id")
    linked_from: list[EventLink] = relate_list("EventLink", foreign_keys="EventLink.target_id")
    figures: list[Figure] = relate_list("Figure")
    notes: list[Note] = relate_list("Note")
    participations: list[Participation] = relate_list("Participation")
    reports: list[SourceEvent] = relate_list("SourceEvent")
    claims: list[Claim] = relate_list("Claim")
    rulings: list[Ruling] = relate_list("Ruling")
    identifiers: list[EventIdentifier] = relate_list("EventIdentifier")
    redirects: list[Redirect] = relate_list("Redirect")
    split_from: list[SplitTarget] = relate_list("SplitTarget")
    dossiers: list[DossierEvent] = relate_list("DossierEvent")
    dossier_citations: list[DossierCitation] = relate_list("DossierCitation")
    search: EventSearch | None = relate("EventSearch")
    flight: Flight | None = relate("Flight")
    doubt_tally: DoubtTally | None = relate("DoubtTally")
    overdue: Overdue | None = relate("Overdue")
    promise_tally: PromiseTally | None = relate("PromiseTally")
    responses: list[Response] = relate_list("Response", foreign_keys="Response.cause_id")
    responds_to: list[Response] = relate_list("Response", foreign_keys="Response.answer_id")


class EventName(Base, table=True):
    """Another name that sources use for an event."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    name: str = Field(primary_key=True, description="the name as written")
    language: str = Field(default="en", description="BCP 47 language tag")

    event: Event = relate("Event")


class EventTopic(Base, table=True):
    """An event belonging under a topic."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    topic_id: str = Field(primary_key=True, foreign_key="topic.id", index=True, description="the topic")

    event: Event = relate("Event")
    topic: Topic = relate("Topic")


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

    event: Event = relate("Event", foreign_keys="EventLink.event_id")
    target: Event = relate("Event", foreign_keys="EventLink.target_id")


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

    event: Event = relate("Event")


class Note(Base, table=True):
    """A fact about an event that no typed field holds, in our own words."""

    __table_args__ = (slug_check(),)

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    id: str = Field(primary_key=True, description="a slug, unique in the event")
    type: NoteType = Field(sa_type=enum_type(NoteType, "type"), description="what sort of note it is")
    text: str = Field(description="one sentence in our own words")

    event: Event = relate("Event")


class Redirect(Base, table=True):
    """An event id that moved: renamed, or merged into another event."""

    __table_args__ = (slug_check(), CheckConstraint("id <> target_id", name="target_is_other"))

    id: str = Field(primary_key=True, description="the old id")
    target_id: str = Field(foreign_key="event.id", index=True, description="the event that the id now means")
    because: str = Field(description="why")
    decided: dt.date | None = Field(default=None, description="the day of the decision")

    target: Event = relate("Event")


class Split(Base, table=True):
    """An event id under which two or more events had been taken for one."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="the old id")
    because: str = Field(description="why")
    decided: dt.date | None = Field(default=None, description="the day of the decision")

    targets: list[SplitTarget] = relate_list("SplitTarget")


class SplitTarget(Base, table=True):
    """One of the events that a split id turned out to be."""

    __table_args__ = (CheckConstraint("split_id <> target_id", name="target_is_other"),)

    split_id: str = Field(primary_key=True, foreign_key="split.id", description="the old id")
    target_id: str = Field(
        primary_key=True, foreign_key="event.id", index=True, description="one of the events that it is now"
    )

    split: Split = relate("Split")
    target: Event = relate("Event")


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
        description="names and aliases of its actors, people, places and series, in every script; its date in words "
        "and as EDTF, its id, and each abbreviation whose words stand in any of this"
    )
    body: str = Field(description="its summary, notes and provisions")

    event: Event = relate("Event")

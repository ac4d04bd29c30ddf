"""Tables of the subjects that group events, recurring series and topics, and of how far the record covers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.tables.base import (
    Base,
    DateColumns,
    date_checks,
    enum_type,
    relate,
    relate_list,
    slug_check,
)
from communique.schema.vocabulary import CountUnit, Extent, Kind, Rhythm

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor
    from communique.schema.tables.detail import Provision
    from communique.schema.tables.dossier import DossierSeries, DossierTopic
    from communique.schema.tables.event import Event, EventKind, EventTopic


class Series(Base, table=True):
    """A recurring event, such as an exercise with editions or a regular ministerial."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug made of its name")
    name: str = Field(description="the name that pages print")
    kind: Kind = Field(
        sa_type=enum_type(Kind, "kind", is_checked=False),
        foreign_key="event_kind.id",
        index=True,
        description="the kind that its events have",
    )
    description: str | None = Field(default=None, description="one sentence on what recurs and between whom")
    rhythm: Rhythm | None = Field(
        default=None,
        sa_type=enum_type(Rhythm, "rhythm"),
        description="how often it has an edition; null where that is not said",
    )

    event_kind: EventKind = relate("EventKind")
    events: list[Event] = relate_list("Event")
    coverages: list[Coverage] = relate_list("Coverage")
    dossiers: list[DossierSeries] = relate_list("DossierSeries")


class Topic(Base, table=True):
    """A subject that runs through events, such as information sharing."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug such as `missile-defence`")
    name: str = Field(description="the name that pages print")
    description: str | None = Field(default=None, description="one sentence on what belongs under it")

    events: list[EventTopic] = relate_list("EventTopic")
    provisions: list[Provision] = relate_list("Provision")
    coverages: list[Coverage] = relate_list("Coverage")
    dossiers: list[DossierTopic] = relate_list("DossierTopic")


class Abbreviation(Base, table=True):
    """What readers type for something that texts write out; every search looks for both."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug such as `asean`")
    name: str = Field(description="as it is typed, as `ASEAN` or `2+2`")
    meaning: str = Field(description="the words that say it in titles and summaries")


class Coverage(DateColumns, Base, table=True):
    """How far the record covers a country, a series, a topic or a year; the date is the period of which."""

    __table_args__ = (slug_check(), *date_checks())

    id: str = Field(primary_key=True, description="a slug such as `state-visits`")
    country_id: str | None = Field(
        default=None, foreign_key="actor.id", index=True, description="of which country, where of one"
    )
    series_id: str | None = Field(
        default=None, foreign_key="series.id", index=True, description="of which series, where of one"
    )
    topic_id: str | None = Field(
        default=None, foreign_key="topic.id", index=True, description="of which topic, where of one"
    )
    year: int | None = Field(default=None, description="of which year, where of one")
    extent: Extent = Field(sa_type=enum_type(Extent, "extent"), description="how far it is covered")
    scope: str = Field(description="what that means, in a sentence or two")
    incident_type: str | None = Field(
        default=None, max_length=40, description="which type of incident counts; null where all events do"
    )
    unit: CountUnit = Field(
        default=CountUnit.EVENT, sa_type=enum_type(CountUnit, "unit"), description="what is counted"
    )

    country: Actor | None = relate("Actor")
    series: Series | None = relate("Series")
    topic: Topic | None = relate("Topic")
    outside_counts: list[OutsideCount] = relate_list("OutsideCount")


class OutsideCount(DateColumns, Base, table=True):
    """How many events somebody else counted in a period."""

    __table_args__ = (
        *date_checks(),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
    )

    coverage_id: str = Field(primary_key=True, foreign_key="coverage.id", description="what it is a count of")
    number: int = Field(primary_key=True, description="1 for the first, 2 for the next")
    counted: int = Field(description="how many")
    counted_by: str = Field(description="who counted")
    url: str | None = Field(
        default=None, description="where that is told; null where the record has no address"
    )

    coverage: Coverage = relate("Coverage")

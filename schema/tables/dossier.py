"""Tables of dossiers: a question that runs through events, what it takes in, and an introduction that cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field

from communique.schema.tables.base import Base, DateColumns, date_checks, relate, relate_list, slug_check

if TYPE_CHECKING:
    from communique.schema.tables.event import Event
    from communique.schema.tables.subject import Series, Topic


class Dossier(DateColumns, Base, table=True):
    """A question that runs through several events; the date is the period from which its series and topics count."""

    __table_args__ = (slug_check(), *date_checks())

    id: str = Field(primary_key=True, description="a slug, the name of its file")
    title: str = Field(description="what it is on")
    question: str = Field(description="what its events answer")
    summary: str | None = Field(default=None, description="one sentence for lists")

    series: list[DossierSeries] = relate_list("DossierSeries")
    topics: list[DossierTopic] = relate_list("DossierTopic")
    events: list[DossierEvent] = relate_list("DossierEvent")
    paragraphs: list[DossierParagraph] = relate_list("DossierParagraph", order_by="DossierParagraph.number")


class DossierSeries(Base, table=True):
    """A series whose events a dossier takes in, as far as its period goes."""

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id", description="the dossier")
    series_id: str = Field(primary_key=True, foreign_key="series.id", index=True, description="the series")

    dossier: Dossier = relate("Dossier")
    series: Series = relate("Series")


class DossierTopic(Base, table=True):
    """A topic whose events a dossier takes in, as far as its period goes."""

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id", description="the dossier")
    topic_id: str = Field(primary_key=True, foreign_key="topic.id", index=True, description="the topic")

    dossier: Dossier = relate("Dossier")
    topic: Topic = relate("Topic")


class DossierEvent(Base, table=True):
    """An event that a dossier names, in its scope or in its introduction."""

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id", description="the dossier")
    event_id: str = Field(primary_key=True, foreign_key="event.id", index=True, description="the event")

    dossier: Dossier = relate("Dossier")
    event: Event = relate("Event")


class DossierParagraph(Base, table=True):
    """A paragraph of a dossier's introduction, in the editors' own words."""

    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)

    dossier_id: str = Field(primary_key=True, foreign_key="dossier.id", description="the dossier")
    number: int = Field(primary_key=True, description="1 for the first, 2 for the next")
    text: str = Field(description="what it says, which is no more than its events state")

    dossier: Dossier = relate("Dossier")
    citations: list[DossierCitation] = relate_list("DossierCitation")


class DossierCitation(Base, table=True):
    """An event on which a paragraph of a dossier's introduction rests."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["dossier_id", "number"], ["dossier_paragraph.dossier_id", "dossier_paragraph.number"]
        ),
    )

    dossier_id: str = Field(primary_key=True, description="the dossier")
    number: int = Field(primary_key=True, description="the number of the paragraph")
    event_id: str = Field(primary_key=True, foreign_key="event.id", index=True, description="the event")

    paragraph: DossierParagraph = relate("DossierParagraph")
    event: Event = relate("Event")

"""Tables of the claims that each source makes, and of editors' rulings where sources disagree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from communique.schema.tables.base import Base, boolean_check, enum_type, paragraphs_check, relate
from communique.schema.vocabulary import Basis, Closeness, Decision, Grade, Modality, Standing

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor
    from communique.schema.tables.event import Event
    from communique.schema.tables.source import Source, SourceEvent


def _partial_index(name: str, condition: str) -> Index:
    """Return an index by event of the few claims that meet a condition, so that a load pays for no more."""
    where = text(condition)
    return Index(f"ix_claim_{name}", "event_id", sqlite_where=where, postgresql_where=where)


class Claim(Base, table=True):
    """One source's statement of one value of one event, with its paragraphs."""

    __table_args__ = (
        ForeignKeyConstraint(["source_id", "event_id"], ["source_event.source_id", "source_event.event_id"]),
        Index("ix_claim_source_id", "source_id"),
        _partial_index("doubted", "modality IN ('alleged', 'denied')"),
        _partial_index("unresolved", "standing = 'unresolved'"),
        paragraphs_check(),
        CheckConstraint("number > 0", name="number_positive"),
        boolean_check("value_truth"),
    )

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    field: str = Field(
        primary_key=True,
        max_length=40,
        description="the field it speaks of, such as `date` or `participants`",
    )
    element: str = Field(
        primary_key=True,
        default="",
        description="which element of a set, such as `US/host`; empty for a single value",
    )
    source_id: str = Field(primary_key=True, description="the source that states it")
    number: int = Field(
        primary_key=True, default=1, description="tells apart several claims of one source on one value"
    )
    value: str = Field(description="the value as JSON (RFC 8259), as the source gives it")
    paragraphs: str = Field(
        description="paragraphs of the text as read, counted from 1, and other parts, as `headline,1,2,caption-1`"
    )
    modality: Modality = Field(
        sa_type=enum_type(Modality, "modality"), index=True, description="how the source puts it forward"
    )
    attributed_to: str | None = Field(
        default=None, foreign_key="actor.id", index=True, description="whose statement the source passes on"
    )
    quote: str | None = Field(default=None, description="the exact words, at most 25")
    basis: Basis = Field(
        default=Basis.EXPLICIT,
        sa_type=enum_type(Basis, "basis"),
        description="how the value was got from the text",
    )
    closeness: Closeness = Field(
        sa_type=enum_type(Closeness, "closeness"), description="how close the source is to what it claims"
    )
    standing: Standing = Field(
        sa_type=enum_type(Standing, "standing"), index=True, description="what became of it in reconciling"
    )
    value_text: str | None = Field(
        default=None,
        description="of the value, the word, id, date or text that it is, or is about, as `US` of a participant",
    )
    value_truth: bool | None = Field(default=None, description="the value where it is true or false")
    value_number: float | None = Field(
        default=None, description="the value of a figure, in the unit in which its measure's name ends"
    )
    value_low: float | None = Field(default=None, description="of a figure, at least")
    value_high: float | None = Field(default=None, description="of a figure, at most")
    value_from: dt.date | None = Field(
        default=None, description="the first day of a value that is a date; null is open"
    )
    value_until: dt.date | None = Field(default=None, description="the last day of it; null is open")

    event: Event = relate("Event")
    report: SourceEvent = relate("SourceEvent")
    source: Source = relate("Source", primaryjoin="foreign(Claim.source_id) == Source.id")
    attributed_actor: Actor | None = relate("Actor")


class Ruling(Base, table=True):
    """An editor's decision on a disagreement."""

    __table_args__ = (
        CheckConstraint("(decision = 'settled') = (value IS NOT NULL)", name="value_iff_settled"),
        CheckConstraint("length(because) > 0", name="because_given"),
    )

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    field: str = Field(primary_key=True, max_length=40, description="the field that is ruled on")
    element: str = Field(
        primary_key=True, default="", description="which element of a set; empty for a single value"
    )
    decision: Decision = Field(
        sa_type=enum_type(Decision, "decision"),
        index=True,
        description="settled, or unresolved with both sides shown",
    )
    value: str | None = Field(
        default=None, description="the value that stands, as JSON; null where unresolved"
    )
    because: str = Field(description="the reason, for readers")
    decided: dt.date | None = Field(default=None, description="the day of the decision")
    grade: Grade | None = Field(
        default=None,
        sa_type=enum_type(Grade, "grade"),
        description="what the disagreement is about; rounding, clock and slip do not mark the event as disputed",
    )
    review: dt.date | None = Field(default=None, description="the day on which to look at it again")
    would_settle: str | None = Field(default=None, description="what would settle it, where it is unresolved")

    event: Event = relate("Event")

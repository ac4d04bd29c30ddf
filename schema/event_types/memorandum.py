"""Tables of memoranda and other instruments that actors issue or agree on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.event_types.detail_key import detail_constraints
from communique.schema.event_types.vocabulary import Force, Instrument
from communique.schema.tables.base import Base, boolean_check, enum_type, slug_check
from communique.schema.vocabulary import Kind


class Memorandum(Base, table=True):
    """The detail of an instrument. The event's date is the day of signing or issue."""

    __table_args__ = (
        *detail_constraints(Kind.MEMORANDUM),
        CheckConstraint(
            "in_force_from IS NULL OR in_force_until IS NULL OR in_force_from <= in_force_until",
            name="in_force_order",
        ),
        boolean_check("binding"),
    )

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(
        default=Kind.MEMORANDUM, sa_type=enum_type(Kind, "kind"), description="always `memorandum`"
    )
    instrument: Instrument | None = Field(
        default=None,
        sa_type=enum_type(Instrument, "instrument"),
        index=True,
        description="what sort of text it is",
    )
    binding: bool | None = Field(
        default=None, description="whether it binds in international law, where a source says so"
    )
    in_force: str | None = Field(
        default=None, max_length=40, description="EDTF interval in which it is in force"
    )
    in_force_from: dt.date | None = Field(default=None, description="first day it may be in force")
    in_force_until: dt.date | None = Field(default=None, description="last day it may be in force")


class Provision(Base, table=True):
    """One thing that an instrument lays down, in our own words."""

    __table_args__ = (slug_check(),)

    event_id: str = Field(primary_key=True, foreign_key="memorandum.event_id", description="the instrument")
    id: str = Field(primary_key=True, description="a slug, unique in the instrument")
    topic_id: str | None = Field(
        default=None, foreign_key="topic.id", index=True, description="what it is about"
    )
    force: Force = Field(sa_type=enum_type(Force, "force"), description="how strongly it binds")
    text: str = Field(description="one sentence in our own words")

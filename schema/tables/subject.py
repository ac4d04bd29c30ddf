"""Tables of the subjects that group events: recurring series and topics."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, slug_check
from communique.schema.vocabulary import Kind, Rhythm


class Series(Base, table=True):
    """A recurring event, such as an exercise with editions or a regular ministerial."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug such as `freedom-edge`")
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


class Topic(Base, table=True):
    """A subject that runs through events, such as information sharing."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug such as `missile-defence`")
    name: str = Field(description="the name that pages print")
    description: str | None = Field(default=None, description="one sentence on what belongs under it")

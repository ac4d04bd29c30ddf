"""The table of meetings, at which people of two or more actors come together or call."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.event_types.detail_key import detail_constraints
from communique.schema.event_types.vocabulary import MeetingFormat, MeetingLevel
from communique.schema.tables.base import Base, enum_type
from communique.schema.vocabulary import Kind


class Meeting(Base, table=True):
    """The detail of a meeting."""

    __table_args__ = detail_constraints(Kind.MEETING)

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(default=Kind.MEETING, sa_type=enum_type(Kind, "kind"), description="always `meeting`")
    level: MeetingLevel | None = Field(
        default=None,
        sa_type=enum_type(MeetingLevel, "level"),
        index=True,
        description="the rank of those who meet",
    )
    format: MeetingFormat | None = Field(
        default=None, sa_type=enum_type(MeetingFormat, "format"), description="how they meet"
    )

"""Meetings: people of two or more actors come together, or call."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.base import Base, choice
from communique.schema.kinds.detail import detail_of
from communique.schema.kinds.vocabulary import MeetingFormat, MeetingLevel
from communique.schema.vocabulary import Kind


class Meeting(Base, table=True):
    """The detail of a meeting."""

    __table_args__ = detail_of(Kind.MEETING)

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(default=Kind.MEETING, sa_type=choice(Kind, "kind"), description="always `meeting`")
    level: MeetingLevel | None = Field(
        default=None,
        sa_type=choice(MeetingLevel, "level"),
        index=True,
        description="the rank of those who meet",
    )
    format: MeetingFormat | None = Field(
        default=None, sa_type=choice(MeetingFormat, "format"), description="how they meet"
    )

"""Tables of releases and their changes, and of the entry files that the database was loaded from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, relate, relate_list, sha256_check
from communique.schema.vocabulary import ChangeType, Entity

if TYPE_CHECKING:
    from communique.schema.tables.source import Source


class EntryFile(Base, table=True):
    """A file of the record as it was last loaded; its hash tells whether it changed."""

    __table_args__ = (sha256_check(),)

    path: str = Field(primary_key=True, description="POSIX path relative to the record's folder")
    sha256: str = Field(description="SHA-256 of its bytes, in hexadecimal")

    source: Source | None = relate("Source")


class Release(Base, table=True):
    """A published, citable state of the data."""

    __table_args__ = (
        sha256_check(),
        CheckConstraint("event_count >= 0", name="event_count_range"),
        CheckConstraint("entry_format >= 1", name="entry_format_range"),
        CheckConstraint("version <> previous_version", name="previous_is_other"),
    )

    version: str = Field(primary_key=True, description="the data release, such as `2026.11`")
    released: dt.date = Field(description="the day of publication")
    previous_version: str | None = Field(
        default=None, foreign_key="release.version", description="the release before; null for the first"
    )
    git_commit: str | None = Field(
        default=None, description="the git commit that the record's files were frozen at"
    )
    schema_revision: str = Field(description="the Alembic revision of its database")
    entry_format: int = Field(default=1, description="the format of its entry files")
    sha256: str = Field(description="SHA-256 of its whole state, as canonical JSON Lines")
    event_count: int = Field(ge=0, description="how many events it holds")

    previous: Release | None = relate("Release", remote_side="Release.version")
    following: list[Release] = relate_list("Release")
    changes: list[Change] = relate_list("Change", order_by="Change.number")
    released_events: list[ReleasedEvent] = relate_list("ReleasedEvent")


class ReleasedEvent(Base, table=True):
    """An event id that some release has published; it may never simply vanish."""

    id: str = Field(primary_key=True, description="the event id")
    release_version: str = Field(
        foreign_key="release.version", index=True, description="the first release that held it"
    )

    release: Release = relate("Release")


class Change(Base, table=True):
    """One difference between a release and the one before."""

    __table_args__ = (
        CheckConstraint("number >= 1", name="number_positive"),
        Index("ix_change_entity", "entity", "entity_id"),
    )

    release_version: str = Field(
        primary_key=True, foreign_key="release.version", description="the later release"
    )
    number: int = Field(primary_key=True, description="order within the release, from 1")
    entity: Entity = Field(sa_type=enum_type(Entity, "entity"), description="what sort of thing changed")
    entity_id: str = Field(description="its id; the thing itself may be gone by now")
    type: ChangeType = Field(sa_type=enum_type(ChangeType, "type"), description="what sort of change it is")
    field: str | None = Field(default=None, description="the field; null where the whole came or went")
    element: str | None = Field(default=None, description="which element of a set")
    old: str | None = Field(default=None, description="the value before, as JSON; null for a whole")
    new: str | None = Field(default=None, description="the value after, as JSON; null for a whole")
    target_id: str | None = Field(
        default=None, index=True, description="what the id means now, where it was merged, renamed or split"
    )

    release: Release = relate("Release")
    sources: list[ChangeSource] = relate_list("ChangeSource")


class ChangeSource(Base, table=True):
    """A source that caused a change: its entry came, went or says something else than before."""

    __table_args__ = (
        ForeignKeyConstraint(["release_version", "number"], ["change.release_version", "change.number"]),
    )

    release_version: str = Field(primary_key=True, description="the release")
    number: int = Field(primary_key=True, description="the change within the release")
    source_id: str = Field(primary_key=True, index=True, description="the source, which may be gone by now")

    change: Change = relate("Change")

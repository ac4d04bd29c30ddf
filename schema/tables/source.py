"""Tables of publishers and of the articles they carry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.tables.base import (
    Base,
    boolean_check,
    enum_type,
    identifier_join,
    paragraphs_check,
    relate,
    relate_list,
    sha256_check,
    slug_check,
)
from communique.schema.vocabulary import Closeness, SourceKind

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor
    from communique.schema.tables.claim import Claim
    from communique.schema.tables.event import Event
    from communique.schema.tables.identifier import Identifier
    from communique.schema.tables.release import EntryFile
    from communique.schema.tables.summary import PublisherTally


class Publisher(Base, table=True):
    """A newspaper, agency, broadcaster, institute or authority that publishes texts. Never graded."""

    __table_args__ = (slug_check(),)

    id: str = Field(primary_key=True, description="a slug such as `daily-gazette`")
    name: str = Field(description="the name that pages print")
    kind: SourceKind = Field(sa_type=enum_type(SourceKind, "kind"), description="what it mostly publishes")
    actor_id: str | None = Field(
        default=None, foreign_key="actor.id", index=True, description="the country or body it belongs to"
    )
    url: str | None = Field(default=None, description="its home page")

    actor: Actor | None = relate("Actor")
    sources: list[Source] = relate_list("Source", foreign_keys="Source.publisher_id")
    agency_sources: list[Source] = relate_list("Source", foreign_keys="Source.agency_id")
    tally: PublisherTally | None = relate("PublisherTally")
    identifiers: list[Identifier] = relate_list("Identifier", primaryjoin=identifier_join("Publisher"))


class Source(Base, table=True):
    """One article or official text: the testimony that one entry file records."""

    __table_args__ = (
        slug_check(),
        CheckConstraint("url IS NULL OR url LIKE 'http://%' OR url LIKE 'https://%'", name="url_scheme"),
        CheckConstraint(
            "archived_url IS NULL OR archived_url LIKE 'http://%' OR archived_url LIKE 'https://%'",
            name="archived_url_scheme",
        ),
        boolean_check("excerpt"),
        sha256_check("text_sha256"),
        CheckConstraint("(text_sha256 IS NULL) = (text_paragraphs IS NULL)", name="reading_complete"),
        CheckConstraint(
            "(second_read_by IS NULL) = (second_read_on IS NULL) AND "
            "(second_read_by IS NULL) = (values_located IS NULL) AND "
            "(second_read_by IS NULL) = (values_missing IS NULL)",
            name="second_reading_complete",
        ),
    )

    id: str = Field(primary_key=True, description="the entry file's name without its ending")
    publisher_id: str = Field(foreign_key="publisher.id", index=True, description="who published it")
    agency_id: str | None = Field(
        default=None,
        foreign_key="publisher.id",
        index=True,
        description="who wrote it, where a publisher carries an agency's text",
    )
    kind: SourceKind = Field(sa_type=enum_type(SourceKind, "kind"), description="what sort of text it is")
    title: str = Field(description="its own headline, unchanged")
    url: str | None = Field(
        default=None, unique=True, description="where it was read; null where the copy shows none"
    )
    archived_url: str | None = Field(default=None, description="an archived copy")
    published: str | None = Field(
        default=None,
        max_length=40,
        description="RFC 3339 date, or date and time in the publisher's own zone; null where unknown",
    )
    published_on: dt.date | None = Field(
        default=None,
        index=True,
        description="the local calendar day of publication, never passed through UTC",
    )
    language: str = Field(description="BCP 47 language tag of the text that was read")
    accessed: dt.date = Field(description="the day it was read")
    reprint_group: str | None = Field(
        default=None,
        index=True,
        description="the same for all reprints of one dispatch, which count as one independent source",
    )
    excerpt: bool = Field(default=False, description="only the beginning of the text could be read")
    path: str = Field(
        unique=True, foreign_key="entry_file.path", description="the entry file, relative to the record"
    )
    text_sha256: str | None = Field(
        default=None, description="SHA-256 of the text as it was read; null where that was not noted"
    )
    text_paragraphs: int | None = Field(default=None, description="how many paragraphs its body has")
    read_by: str | None = Field(default=None, description="who read it first")
    second_read_by: str | None = Field(
        default=None, description="who compared the entry with the text; null where nobody did"
    )
    second_read_on: dt.date | None = Field(default=None, description="the day of that second reading")
    values_located: int | None = Field(
        default=None, description="how many values of the entry the second reader found where it cites them"
    )
    values_missing: int | None = Field(default=None, description="how many were not found there")

    publisher: Publisher = relate("Publisher", foreign_keys="Source.publisher_id")
    agency: Publisher | None = relate("Publisher", foreign_keys="Source.agency_id")
    file: EntryFile = relate("EntryFile")
    reports: list[SourceEvent] = relate_list("SourceEvent")


class SourceEvent(Base, table=True):
    """A source reporting an event, and in which paragraphs."""

    __table_args__ = (paragraphs_check(), boolean_check("author_of_text"))

    source_id: str = Field(primary_key=True, foreign_key="source.id", description="the source")
    event_id: str = Field(
        primary_key=True, foreign_key="event.id", index=True, description="the event it reports"
    )
    paragraphs: str = Field(
        description="paragraphs of the text as read, counted from 1, and other parts, as `headline,1,2,caption-1`"
    )
    closeness: Closeness = Field(
        sa_type=enum_type(Closeness, "closeness"), description="how close the source is to it"
    )
    author_of_text: bool = Field(default=False, description="this entry wrote the event's title and summary")

    source: Source = relate("Source")
    event: Event = relate("Event")
    claims: list[Claim] = relate_list("Claim")

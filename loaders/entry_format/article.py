"""Define the model of one article: the source, and what it says happened."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from communique.loaders.entry_format.annotated_value import Accepted, EntryModel
from communique.loaders.entry_format.date_types import Day, PublicationDate
from communique.loaders.entry_format.event import EventEntry
from communique.loaders.entry_format.string_types import Label, Language, Line, Slug, Url
from communique.schema.vocabulary import SourceKind

FORMAT = 1
"""The entry format that this code reads and writes."""


Sha256 = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(strict=True, ge=0)]


class SecondReadingEntry(EntryModel):
    """What a second reader found who compared the entry with the text."""

    by: Label = Field(description="who read it a second time")
    on: Day = Field(description="the day of the second reading")
    located: Count = Field(description="how many values of the entry stand in the paragraphs that they cite")
    missing: Count = Field(description="how many values could not be found there")


class ReadingEntry(EntryModel):
    """How the text was read. The text itself stays with its reader; its hash tells whether another has the same."""

    sha256: Sha256 = Field(description="SHA-256 of the text as it was read, in hexadecimal")
    paragraphs: int = Field(strict=True, ge=0, le=2000, description="how many paragraphs its body has")
    by: Label | None = Field(default=None, description="who read it first, on the day of `accessed`")
    second: SecondReadingEntry | None = Field(
        default=None, description="the second reading, by somebody else"
    )


class SourceEntry(EntryModel):
    """The article itself."""

    publisher: Slug = Field(description="who published it, an id of the registry")
    agency: Slug | None = Field(
        default=None, description="who wrote it, where the publisher carries an agency's text"
    )
    kind: SourceKind = Field(description="what sort of text it is")
    title: Line = Field(description="its own headline, unchanged")
    url: Url | None = Field(description="where it was read; null where the copy shows none")
    archived_url: Url | None = Field(default=None, description="an archived copy")
    published: PublicationDate | None = Field(
        description="day, or day and time with the publisher's own offset; null where unknown"
    )
    language: Language = Field(default="en", description="BCP 47 tag of the language it was read in")
    accessed: Day = Field(description="the day it was read")
    reprint_group: Slug | None = Field(
        default=None,
        description="one id for all reprints of one dispatch, so that they count as one source",
    )
    excerpt: bool = Field(
        default=False, strict=True, description="true where only the beginning of the text could be read"
    )
    read: ReadingEntry | None = Field(
        default=None, description="how the text was read, and what a second reader found"
    )
    accepted: Accepted


class Article(EntryModel):
    """An entry file of the folder `articles`."""

    format: Literal[1] = Field(alias="schema", description="the version of this format")
    draft: bool = Field(
        default=False, strict=True, description="true while it is half done: it is kept out of load and build"
    )
    source: SourceEntry = Field(description="the article itself")
    events: tuple[EventEntry, ...] = Field(min_length=1, description="what it says happened")

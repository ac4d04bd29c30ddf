"""What the pages of actors, people, places, series, topics, years, sources and publishers may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.parts import EventRow, Launch, Name, Ref, Rows, Spot


@dataclass(frozen=True, slots=True)
class Held:
    """An office that someone holds or held, and when, in words."""

    office: str
    actor: Ref
    person: Ref
    dates: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Something and how many events share it."""

    subject: Ref
    count: int


@dataclass(frozen=True, slots=True)
class Member:
    """A membership and when it held; ``dates`` is "" where nothing is said of them."""

    actor: Ref
    dates: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """A country or territory, or any other actor."""

    template: ClassVar[str] = "actor.md"

    path: str
    kind: str
    title: str
    kind_words: str
    label_note: str
    names: tuple[Name, ...]
    codes: str
    parent: Ref | None
    contains: tuple[Ref, ...]
    member_of: tuple[Member, ...]
    members: tuple[Member, ...]
    offices: tuple[Held, ...]
    tallies: tuple[Tally, ...]
    partners: tuple[Tally, ...]
    spots: tuple[Spot, ...]
    publishers: tuple[Ref, ...]
    events: Rows


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person at an event, in the office held then."""

    row: EventRow
    office: str
    actor: Ref
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person: names, offices over time, and events."""

    template: ClassVar[str] = "person.md"

    path: str
    title: str
    native_name: Name | None
    name_words: str
    names: tuple[Name, ...]
    actor: Ref | None
    offices: tuple[Held, ...]
    appearances: tuple[Appearance, ...]
    events: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """A place: its names by who uses them, where it is, and its events."""

    template: ClassVar[str] = "place.md"

    path: str
    title: str
    label_note: str
    precision: str
    coordinates: str
    names: tuple[Name, ...]
    within: tuple[Ref, ...]
    administered_by: Ref | None
    contains: tuple[Ref, ...]
    spot: Spot | None
    picture: str
    events: Rows


@dataclass(frozen=True, slots=True)
class Edition:
    """One event of a series, as a row of the table that sets the editions side by side."""

    row: EventRow
    edition: str
    place: Ref | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """A series with its editions side by side; ``columns`` head each edition's facts."""

    template: ClassVar[str] = "series.md"

    path: str
    title: str
    kind_words: str
    description: str
    columns: tuple[str, ...]
    editions: tuple[Edition, ...]
    events: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A topic and its events."""

    template: ClassVar[str] = "topic.md"

    path: str
    title: str
    description: str
    launches: tuple[Launch, ...]
    events: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """The events that began in a year, with the years before and after that have any."""

    template: ClassVar[str] = "year.md"

    path: str
    title: str
    previous: Ref | None
    following: Ref | None
    tallies: tuple[Tally, ...]
    countries: tuple[Tally, ...]
    events: Rows


@dataclass(frozen=True, slots=True)
class Report:
    """An event as a source reports it."""

    row: EventRow
    paragraphs: str
    closeness: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One article or official text, and which events it reports."""

    template: ClassVar[str] = "source.md"

    path: str
    id: str
    title: str
    kind_words: str
    publisher: Ref
    agency: Ref | None
    published: str
    accessed: str
    language: str
    language_words: str
    url: str
    archived_url: str
    excerpt: bool
    reprints: tuple[Ref, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A source in a publisher's list."""

    source: Ref
    published: str
    kind_words: str
    language: str
    language_words: str
    event_count: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherPage:
    """A publisher and its texts in the record: both lists go on, side by side, on further parts of the page."""

    template: ClassVar[str] = "publisher.md"

    path: str
    title: str
    kind_words: str
    actor: Ref | None
    url: str
    texts: tuple[Text, ...]
    text_count: int
    events: Rows

"""The view models of actors, people, places, series, topics, years, sources and publishers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import (
    CoverageStatement,
    EventRow,
    Launch,
    Link,
    LocalizedName,
    MapPoint,
    PaginatedEvents,
    TimelineYear,
)


@dataclass(frozen=True, slots=True)
class OfficeTenure:
    """An office that a person holds or held, with its dates in English, and the page that gives them.

    ``attested`` says, where no dates are known, at events of which days the person acted in it.
    """

    office: str
    actor: Link
    person: Link
    dates: str
    url: str
    attested: str


@dataclass(frozen=True, slots=True)
class Count:
    """The number of events that share a subject."""

    subject: Link
    count: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership and its dates; ``dates`` is "" where none are known."""

    actor: Link
    dates: str


@dataclass(frozen=True, slots=True)
class ActorPart:
    """An actor below another, and how it belongs there."""

    subject: Link
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """The page of a country, a territory or any other actor."""

    template: ClassVar[str] = "actor.html"

    path: str
    kind: str
    title: str
    kind_words: str
    label_note: str
    names: tuple[LocalizedName, ...]
    codes: str
    parent: Link | None
    contains: tuple[ActorPart, ...]
    namesakes: tuple[Link, ...]
    member_of: tuple[Membership, ...]
    members: tuple[Membership, ...]
    offices: tuple[OfficeTenure, ...]
    tallies: tuple[Count, ...]
    partners: tuple[Count, ...]
    spots: tuple[MapPoint, ...]
    publishers: tuple[Link, ...]
    events: PaginatedEvents
    office_page: Link | None = None
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficesPage:
    """The page of an actor's offices, each with all who held it, where they are too many for the actor's own."""

    template: ClassVar[str] = "offices.html"

    path: str
    title: str
    actor: Link
    offices: tuple[OfficeTenure, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person at an event, in the office held then."""

    row: EventRow
    office: str
    actor: Link
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """The page of a person: names, offices over time, and events."""

    template: ClassVar[str] = "person.html"

    path: str
    title: str
    native_name: LocalizedName | None
    name_words: str
    names: tuple[LocalizedName, ...]
    actor: Link | None
    offices: tuple[OfficeTenure, ...]
    appearances: tuple[Appearance, ...]
    events: PaginatedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """The page of a place: its names by who uses them, its location, and its events."""

    template: ClassVar[str] = "place.html"

    path: str
    title: str
    label_note: str
    precision: str
    coordinates: str
    names: tuple[LocalizedName, ...]
    within: tuple[Link, ...]
    administered_by: Link | None
    contains: tuple[Link, ...]
    spot: MapPoint | None
    picture: str
    namesakes: tuple[Link, ...]
    events: PaginatedEvents


@dataclass(frozen=True, slots=True)
class SeriesEdition:
    """One event of a series, as a row of the table that sets the editions side by side."""

    row: EventRow
    edition: str
    place: Link | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """The page of a series with its editions side by side; ``columns`` head each edition's facts."""

    template: ClassVar[str] = "series.html"

    path: str
    title: str
    kind_words: str
    description: str
    columns: tuple[str, ...]
    editions: tuple[SeriesEdition, ...]
    events: PaginatedEvents
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """The page of a topic and its events."""

    template: ClassVar[str] = "topic.html"

    path: str
    title: str
    description: str
    launches: tuple[Launch, ...]
    namesakes: tuple[Link, ...]
    events: PaginatedEvents
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """The page of a year: its events, and the years before and after that have any."""

    template: ClassVar[str] = "year.html"

    path: str
    title: str
    previous: Link | None
    following: Link | None
    tallies: tuple[Count, ...]
    countries: tuple[Count, ...]
    months: tuple[Count, ...]
    line: TimelineYear
    events: PaginatedEvents
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """An event as a source reports it."""

    row: EventRow
    paragraphs: str
    closeness: str
    claims: int


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value that a source states; ``also`` are all its passages, where it has several."""

    anchor: str
    field: str
    value: str
    modality: str
    how: str
    quote: str
    also: str


@dataclass(frozen=True, slots=True)
class EventValues:
    """What a passage states of one event."""

    event: Link
    values: tuple[StatedValue, ...]


@dataclass(frozen=True, slots=True)
class PassageValues:
    """A passage of a source, as ``¶ 3``, with what it states."""

    anchor: str
    passage: str
    events: tuple[EventValues, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """The page of one article or official text, the events it reports and the values it states.

    ``reading`` says how much of it was read.
    """

    template: ClassVar[str] = "source.html"

    path: str
    id: str
    title: str
    kind_words: str
    publisher: Link
    agency: Link | None
    originator: Link
    published: str
    accessed: str
    language: str
    language_words: str
    url: str
    archived_url: str
    reading: str
    read_by: str
    second_reading: str
    reprints: tuple[Link, ...]
    reports: tuple[SourceReport, ...]
    passages: tuple[PassageValues, ...]


@dataclass(frozen=True, slots=True)
class PublisherText:
    """A source in a publisher's list."""

    source: Link
    published: str
    kind_words: str
    language: str
    language_words: str
    event_count: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherPage:
    """The page of a publisher with its texts and events; both lists go on over further pages."""

    template: ClassVar[str] = "publisher.html"

    path: str
    title: str
    kind_words: str
    actor: Link | None
    url: str
    texts: tuple[PublisherText, ...]
    text_count: int
    events: PaginatedEvents

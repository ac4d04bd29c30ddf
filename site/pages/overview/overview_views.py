"""The view models of the home page, indexes, disagreements, Explore, map, timeline, pairs and launches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import (
    CoverageStatement,
    EventRow,
    Launch,
    Link,
    MapName,
    MapPoint,
    PaginatedEvents,
    Pagination,
    SubjectYears,
    TimelineYear,
    YearCount,
)
from communique.site.pages.event.event_view import ValueDisagreement
from communique.site.pages.subjects.subject_views import Count


@dataclass(frozen=True, slots=True)
class RecordExtent:
    """How far the record goes, in words: the first and the last held event, and when texts were read last."""

    first: str
    last: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """The page on the record itself: what it covers, who makes it, how it is corrected and cited."""

    template: ClassVar[str] = "about.html"

    path: str
    extent: RecordExtent | None
    counts: tuple[Count, ...]
    release: str
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleDisagreement:
    """An event, and one value of it that governments tell differently."""

    row: EventRow
    disagreement: ValueDisagreement


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The home page: what this is, an example, counts, years, the newest and the coming events."""

    template: ClassVar[str] = "home.html"

    path: str
    counts: tuple[Count, ...]
    years: tuple[YearCount, ...]
    newest: tuple[EventRow, ...]
    upcoming: tuple[EventRow, ...]
    countries: tuple[Count, ...]
    spots: tuple[MapPoint, ...]
    dispute_count: int
    release: str
    changed_since: str
    extent: RecordExtent | None
    example: ExampleDisagreement | None = None
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """The list of all events, newest first."""

    template: ClassVar[str] = "events.html"

    path: str
    tallies: tuple[Count, ...]
    events: PaginatedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The index of one family of pages as a table. A cell is a link, a text or a number.

    ``multiples`` are the years of what its first rows count, ``unit`` what one and several of it are called, and
    ``hatched`` what is thin of it.
    """

    template: ClassVar[str] = "index.html"

    path: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Link | str | int, ...], ...]
    years: tuple[YearCount, ...]
    part: Pagination
    related: tuple[Link, ...] = ()
    multiples: tuple[SubjectYears, ...] = ()
    unit: tuple[str, str] = ("", "")
    hatched: str = ""


@dataclass(frozen=True, slots=True)
class DisputedEvent:
    """An event whose sources disagree, with all its disagreements."""

    row: EventRow
    disagreements: tuple[ValueDisagreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementsPage:
    """The list of disagreements, unresolved first, those over trifles last, in pages."""

    template: ClassVar[str] = "disagreements.html"

    path: str
    unresolved: tuple[DisputedEvent, ...]
    resolved: tuple[DisputedEvent, ...]
    minor: tuple[DisputedEvent, ...]
    years: tuple[YearCount, ...]
    part: Pagination


@dataclass(frozen=True, slots=True)
class FilterOption:
    """An option that events are filtered by or found through, such as a country or a person.

    Args:
        id: what the page's address calls it.
        label: what the reader sees.
        group: the family of its page, such as ``countries``.
        others: other names that find it.
    """

    id: str
    label: str
    group: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExploreRow:
    """One event with all that the table shows or filters by; ``edtf`` is "" without a date."""

    line: EventRow
    edtf: str
    status: str
    names: tuple[str, ...]
    participants: tuple[FilterOption, ...]
    people: tuple[FilterOption, ...]
    series: tuple[FilterOption, ...]
    topics: tuple[FilterOption, ...]
    places: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class ExploreField:
    """A field that events are filtered by, with its values by event; ``options`` is empty for a text."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    cells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ExploreFigure:
    """A measure with lowest, best and highest value by event."""

    name: str
    label: str
    cells: Mapping[str, tuple[float | None, float | None, float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorePage:
    """Every event in one table; ``first`` are the rows shown without a script, ``kinds`` ids and labels.

    ``pairs`` are the pages, without ending, of two countries that can be watched together.
    """

    template: ClassVar[str] = "explore.html"

    path: str
    kinds: tuple[tuple[str, str], ...]
    first: tuple[EventRow, ...]
    rows: tuple[ExploreRow, ...]
    fields: tuple[ExploreField, ...]
    figures: tuple[ExploreFigure, ...]
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """The map of events; ``elsewhere`` is the number of events without coordinates, ``kinds`` may be chosen from."""

    template: ClassVar[str] = "map.html"

    path: str
    kinds: tuple[tuple[str, str], ...]
    spots: tuple[MapPoint, ...]
    names: tuple[MapName, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Some years of the timeline of all dated events, newest first; ``undated`` counts those without a date.

    ``pages`` are all its pages by their years; ``span`` counts all years, on the first.
    """

    template: ClassVar[str] = "timeline.html"

    path: str
    title: str
    pages: tuple[Link, ...]
    span: tuple[YearCount, ...]
    years: tuple[TimelineYear, ...]
    undated: int
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedCount:
    """The number of events two countries share, and its shade from 0 to 5; ``page`` is "" without a page."""

    count: int
    page: str
    shade: int


@dataclass(frozen=True, slots=True)
class CountryMatrixRow:
    """A country and what it shares with each country of the matrix; None where it would meet itself."""

    country: Link
    code: str
    cells: tuple[SharedCount | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMatrixPage:
    """The matrix of the countries with most events, and a list of every pair with a page."""

    template: ClassVar[str] = "with.html"

    path: str
    rows: tuple[CountryMatrixRow, ...]
    pairs: tuple[Count, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """The page of two countries: shared events by kind, instruments, meetings by level, disagreements.

    ``event_ids`` are those of its feed, what is only planned among them.
    """

    template: ClassVar[str] = "pair.html"

    path: str
    title: str
    first: Link
    second: Link
    tallies: tuple[Count, ...]
    alone: int
    levels: tuple[Count, ...]
    instruments: tuple[tuple[EventRow, str], ...]
    disputed: tuple[EventRow, ...]
    years: tuple[YearCount, ...]
    rows: tuple[EventRow, ...]
    total: int
    part: Pagination
    explore: str
    event_ids: tuple[str, ...]
    coverage: tuple[CoverageStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchesPage:
    """The page of launches and how far and high they flew, in pages, the newest first, or that of one ``year``.

    ``launches`` have a figure and are drawn, the oldest first; ``rows`` are listed, the newest first; ``file_rows``
    are those of the CSV file, none on a later part. ``total`` counts all, ``unmeasured`` those without a figure.
    """

    template: ClassVar[str] = "launches.html"

    path: str
    year: str
    launches: tuple[Launch, ...]
    rows: tuple[Launch, ...]
    file_rows: tuple[Launch, ...]
    years: tuple[YearCount, ...]
    total: int
    unmeasured: int
    part: Pagination
    coverage: tuple[CoverageStatement, ...] = ()

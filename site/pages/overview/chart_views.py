"""The view models of the map, the timeline, the matrix of countries, their pairs, and launches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import EventRow, Launch, Link, MapPoint, Pagination, YearCount
from communique.site.pages.subjects.subject_views import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """The map of events; ``elsewhere`` is the number of events without coordinates."""

    template: ClassVar[str] = "map.html"

    path: str
    spots: tuple[MapPoint, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """A year and the events that began in it, oldest first."""

    year: int
    page: Link
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """The timeline of all dated events, newest year first; ``undated`` counts the others."""

    template: ClassVar[str] = "timeline.html"

    path: str
    span: tuple[YearCount, ...]
    years: tuple[TimelineYear, ...]
    undated: int


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
    """The page of two countries: shared events by kind, instruments, meetings by level, disagreements."""

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
    explore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchesPage:
    """The page of launches and how far and high they flew, in pages, the newest first.

    Within a part the oldest comes first. ``total`` counts all launches with a figure, ``unmeasured`` those without.
    """

    template: ClassVar[str] = "launches.html"

    path: str
    launches: tuple[Launch, ...]
    total: int
    unmeasured: int
    part: Pagination

"""The view models of the home page, the indexes and the list of disagreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import EventRow, Link, MapPoint, PaginatedEvents, Pagination, YearCount
from communique.site.pages.event.event_view import ValueDisagreement
from communique.site.pages.subjects.subject_views import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The home page: counts, years, the newest and the coming events."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """The list of all events, newest first."""

    template: ClassVar[str] = "events.html"

    path: str
    tallies: tuple[Count, ...]
    events: PaginatedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The index of one family of pages as a table. A cell is a link, a text or a number."""

    template: ClassVar[str] = "index.html"

    path: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Link | str | int, ...], ...]
    years: tuple[YearCount, ...]
    part: Pagination
    related: tuple[Link, ...] = ()


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

"""The view models of the page of what is new, and of months."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from communique.site.pages.components import DRAWN, CoverageStatement, EventRow, Link, TimelineDays
from communique.site.pages.subjects.subject_views import Count


@dataclass(frozen=True, slots=True)
class RecentList:
    """A list of events under a heading; ``explore`` is the query that shows all of it, "" where none does."""

    title: str
    note: str
    rows: tuple[EventRow, ...]
    count: int
    explore: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentPage:
    """The page of what is new, as of the newest event that was held; ``line`` draws the longest of the last days."""

    template: ClassVar[str] = "recent.html"

    path: str
    until: str
    read: str
    line: TimelineDays | None = field(metadata=DRAWN)
    lists: tuple[RecentList, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month with events, or the month itself where no day is known; ``anchor`` is its id on the page."""

    anchor: str
    title: str
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """The page of a month, its days in order, and the months before and after that have events."""

    template: ClassVar[str] = "month.html"

    path: str
    title: str
    month: str
    year: Link
    previous: Link | None
    following: Link | None
    tallies: tuple[Count, ...]
    line: TimelineDays = field(metadata=DRAWN)
    days: tuple[MonthDay, ...]
    coverage: tuple[CoverageStatement, ...] = ()

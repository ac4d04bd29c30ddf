"""What the pages that are mainly a picture may show: the map, the timeline, who with whom, pairs, launches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.family import Tally
from communique.site.views.parts import EventRow, Launch, Part, Ref, Spot, YearCount


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """Where events took place; ``elsewhere`` is how many have no place with coordinates."""

    template: ClassVar[str] = "map.md"

    path: str
    spots: tuple[Spot, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """A year and the events that began in it, oldest first."""

    year: int
    page: Ref
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """All dated events, year by year, newest first; ``undated`` is how many no day bounds."""

    template: ClassVar[str] = "timeline.md"

    path: str
    span: tuple[YearCount, ...]
    years: tuple[TimelineYear, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Shared:
    """How many events two countries share; ``page`` is "" where they are too few for a page; shade from 0 to 5."""

    count: int
    page: str
    shade: int


@dataclass(frozen=True, slots=True)
class WithRow:
    """A country and what it shares with each country of the matrix; None where it would meet itself."""

    country: Ref
    code: str
    cells: tuple[Shared | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithPage:
    """Who shares events with whom: the countries with most events against each other, and every pair with a page."""

    template: ClassVar[str] = "with.md"

    path: str
    rows: tuple[WithRow, ...]
    pairs: tuple[Tally, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """What two countries share: events by kind, instruments, meetings by level, disagreements."""

    template: ClassVar[str] = "pair.md"

    path: str
    title: str
    first: Ref
    second: Ref
    tallies: tuple[Tally, ...]
    alone: int
    levels: tuple[Tally, ...]
    instruments: tuple[tuple[EventRow, str], ...]
    disputed: tuple[EventRow, ...]
    years: tuple[YearCount, ...]
    rows: tuple[EventRow, ...]
    total: int
    explore: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchesPage:
    """How far and how high missiles and satellites' rockets flew, in parts, the newest launches on the first.

    Within a part the oldest comes first. ``total`` counts all launches with a figure, ``unmeasured`` those without.
    """

    template: ClassVar[str] = "launches.md"

    path: str
    launches: tuple[Launch, ...]
    total: int
    unmeasured: int
    part: Part

"""What the home page, the indexes and the list of disagreements may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.event import Disagreement
from communique.site.views.family import Tally
from communique.site.views.parts import EventRow, Part, Ref, Rows, Spot, YearCount


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The front door: counts, years, the newest events."""

    template: ClassVar[str] = "home.md"

    path: str
    counts: tuple[Tally, ...]
    years: tuple[YearCount, ...]
    newest: tuple[EventRow, ...]
    upcoming: tuple[EventRow, ...]
    countries: tuple[Tally, ...]
    spots: tuple[Spot, ...]
    dispute_count: int
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPage:
    """All events, newest first."""

    template: ClassVar[str] = "events.md"

    path: str
    tallies: tuple[Tally, ...]
    events: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All pages of one family as a table. A cell is a link, a word or a number."""

    template: ClassVar[str] = "index.md"

    path: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Ref | str | int, ...], ...]
    years: tuple[YearCount, ...]
    part: Part
    related: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputedEvent:
    """An event whose sources disagree, with every disagreement laid out."""

    row: EventRow
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementsPage:
    """Where sources disagree, unresolved first, in parts."""

    template: ClassVar[str] = "disagreements.md"

    path: str
    unresolved: tuple[DisputedEvent, ...]
    settled: tuple[DisputedEvent, ...]
    years: tuple[YearCount, ...]
    part: Part

"""View components that every page shares: links, names, marks, cited values, rows of events, pages of long lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from communique.site.pages.event_index import EventIndex

Dispute = Literal["", "settled", "unresolved", "minor"]
"""Whether sources disagree; ``minor`` where it is over a rounding, a clock time or a slip, which marks nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the site.

    Args:
        label: what the reader sees.
        path: the page's file below the folder of pages, such as ``places/tokyo.md``; "" where there is none.
        note: why it is labelled so, where the name is disputed.
    """

    label: str
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LocalizedName:
    """A name in some language (BCP 47), with the actor that uses it."""

    name: str
    language: str
    language_words: str
    authority: Link | None = None


@dataclass(frozen=True, slots=True)
class CitationMark:
    """A numbered citation mark of a value: the source's number on the page and the anchor of its claim.

    ``modality`` is "" where the source plainly states the value.
    """

    number: int
    anchor: str
    modality: str


@dataclass(frozen=True, slots=True)
class CitedValue:
    """A value with the claims that support it.

    Args:
        value: the words and, where it has a page, the page.
        marks: one for each source that states it.
        dispute: whether sources disagree on it.
        anchor: where the disagreement is laid out on the page; "" where there is none.
    """

    value: Link
    marks: tuple[CitationMark, ...] = ()
    dispute: Dispute = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of a list of events.

    ``year`` and ``day`` are those of the first possible day, None and "" where no day bounds the event. ``is_held``
    is false where it is planned, put off or called off as far as the record knows, so that it is not counted as held.
    ``is_thin`` is true where it rests on one originator, or only the beginning of every text on it was read.
    """

    event: Link
    kind: str
    kind_words: str
    date: str
    status: str
    countries: tuple[Link, ...]
    source_count: int
    independent_source_count: int
    dispute: Dispute
    year: int | None
    day: str
    id: str
    is_held: bool = True
    is_thin: bool = False


@dataclass(frozen=True, slots=True)
class EventConnection:
    """What an event led to: the later event, and how, read from the earlier one.

    Args:
        origin: the place of the event in the order of time.
        target: that of the other.
        label: how they hang together, as ``answered by``.
        sort: ``leads``, ``answers``, ``follows`` or ``holds``: how it is drawn.
    """

    origin: int
    target: int
    label: str
    sort: str


@dataclass(frozen=True, slots=True)
class ComparedCount:
    """What somebody else counted in a period, beside what the record holds of it."""

    period: str
    counted: int
    counted_by: str
    url: str
    recorded: int

    @property
    def share(self) -> str:
        """The share in the record, as ``39 %``."""
        return f"{100 * self.recorded / self.counted:.0f} %" if self.counted else "–"


@dataclass(frozen=True, slots=True)
class CoverageStatement:
    """How far the record covers something: what a subject has pages for, or the whole of it where it names none.

    ``is_narrow`` is true where it is about one sort of incident of its subject alone.
    """

    id: str
    subjects: tuple[Link, ...]
    extent: str
    period: str
    scope: str
    counts: tuple[ComparedCount, ...]
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class YearCount:
    """The number of events that were held from a year on, in total and by kind (only kinds that occur).

    ``thin`` of them rest on one originator, or on texts of which only the beginning was read.
    """

    year: int
    count: int
    kinds: tuple[tuple[str, int], ...] = ()
    thin: int = 0


@dataclass(frozen=True, slots=True)
class SubjectYears:
    """A subject of a list and its years, all of one scale."""

    subject: Link
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """A year and the events that began in it, oldest first."""

    year: int
    page: Link
    rows: tuple[EventRow, ...]


DRAWN = {"drawn": True}
"""Of a view's field: it draws what the view lists too, so that its JSON goes without it."""


@dataclass(frozen=True, slots=True)
class TimelineDays:
    """The events that began from a day to another, oldest first; ``undated`` more have no day that is known."""

    first: dt.date
    last: dt.date
    rows: tuple[EventRow, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on a map, in degrees (WGS 84), with the number of events at that very place.

    ``kinds`` and ``years`` say of what kinds the same events are, and of when, where a page shows it.
    """

    place: Link
    latitude: float
    longitude: float
    precision: str
    count: int
    kinds: str = ""
    years: str = ""


@dataclass(frozen=True, slots=True)
class MapName:
    """The name of a country or a sea, to be written on a map at its middle, in degrees (WGS 84)."""

    label: str
    latitude: float
    longitude: float
    precision: str


@dataclass(frozen=True, slots=True)
class ValueRange:
    """A figure with its uncertainty, in the unit of its measure; ``text`` is it formatted for reading."""

    low: float | None
    best: float | None
    high: float | None
    text: str
    unresolved: bool


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch with the known figures of its flight: distance and greatest altitude in km.

    ``edtf`` is its date, ``weapon_class`` a term of the vocabulary; texts are "" where nothing is known.
    """

    row: EventRow
    edtf: str
    type: str
    weapon: str
    weapon_class: str
    distance: ValueRange | None
    altitude: ValueRange | None

    @property
    def is_measured(self) -> bool:
        """True if it can be drawn: a figure is known, and a day."""
        return bool((self.distance or self.altitude) and self.row.day)


@dataclass(frozen=True, slots=True)
class Pagination:
    """The position of a page in a long list. Numbers count from 1; paths are "" at the ends."""

    number: int
    count: int
    total: int
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class PaginatedEvents:
    """The events of a list page: this page's rows, the years of the whole list, and the pagination."""

    rows: tuple[EventRow, ...]
    years: tuple[YearCount, ...]
    part: Pagination


@dataclass(frozen=True, slots=True)
class SearchMetadata:
    """The search metadata of a page: its type, its facets, and further names that find it."""

    type: str
    date: str = ""
    sort: str = ""
    kind: str = ""
    year: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    series: str = ""
    topic: tuple[str, ...] = ()
    status: str = ""
    also: tuple[str, ...] = ()


PAGE_SIZE, EVENTS_SIZE = 100, 50
"""Rows on one page of an index, and of a list of events, whose rows are long: longer tables are slow to lay out."""

Item = TypeVar("Item")


def paginated_path(path: str, number: int) -> str:
    """Return the path of a page of a list, such as ``countries/jp.md`` or ``countries/jp/page/2.md``."""
    if number == 1:
        return path
    return f"{path.removesuffix('.md').removesuffix('/index')}/page/{number}.md"


def paginate_items(
    path: str, items: Sequence[Item], size: int = PAGE_SIZE, min_pages: int = 1
) -> Iterator[tuple[str, Sequence[Item], Pagination]]:
    """Yield the pages of a list with path and pagination; pad with empty pages up to ``min_pages``."""
    count = max(min_pages, -(-len(items) // size))
    for number in range(1, count + 1):
        page_items = items[(number - 1) * size : number * size]
        previous = paginated_path(path, number - 1) if number > 1 else ""
        following = paginated_path(path, number + 1) if number < count else ""
        yield (
            paginated_path(path, number),
            page_items,
            Pagination(number, count, len(items), previous, following),
        )


def paginate_events(
    path: str, event_ids: Iterable[str], event_index: EventIndex, min_pages: int = 1
) -> Iterator[tuple[str, PaginatedEvents]]:
    """Yield the pages of a list of events, newest first, each with the years of the whole list."""
    rows = event_index.rows_for(event_ids)
    years = event_index.year_counts(rows)
    for page_path, page_rows, pagination in paginate_items(path, rows, EVENTS_SIZE, min_pages):
        yield page_path, PaginatedEvents(tuple(page_rows), years, pagination)

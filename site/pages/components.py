"""View components that every page shares: links, names, citation marks, cited values, rows of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class YearCount:
    """The number of events that began in a year, in total and by kind (only kinds that occur)."""

    year: int
    count: int
    kinds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on a map, in degrees (WGS 84), with the number of events at that very place."""

    place: Link
    latitude: float
    longitude: float
    precision: str
    count: int


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
    """A launch with the known figures of its flight: distance and greatest altitude in km."""

    row: EventRow
    missile: str
    distance: ValueRange | None
    altitude: ValueRange | None


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

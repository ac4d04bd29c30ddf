"""The small nouns that every page is made of: links, names, marks, cited values, rows of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dispute = Literal["", "settled", "unresolved"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A word that leads to a page of the site.

    Args:
        label: what the reader sees.
        path: the page's file below the folder of pages, such as ``places/tokyo.md``; "" where there is none.
        note: why it is labelled so, where the name is disputed.
    """

    label: str
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in some language (BCP 47), with who uses it."""

    name: str
    language: str
    language_words: str
    authority: Ref | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered mark behind a value: the source's number on this page, and the claim it leads to.

    ``modality`` is "" where the source plainly states the value.
    """

    number: int
    anchor: str
    modality: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A value with the claims that support it.

    Args:
        value: the words and, where it has a page, the page.
        marks: one for each source that states it.
        dispute: whether sources disagree on it.
        anchor: where the disagreement is laid out on the page; "" where there is none.
    """

    value: Ref
    marks: tuple[Mark, ...] = ()
    dispute: Dispute = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a list of events.

    ``year`` and ``day`` are those of the first possible day, None and "" where no day bounds the event.
    """

    event: Ref
    kind: str
    kind_words: str
    date: str
    status: str
    countries: tuple[Ref, ...]
    source_count: int
    independent_source_count: int
    dispute: Dispute
    year: int | None
    day: str
    id: str


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many events began in a year, and how many of each kind that has any."""

    year: int
    count: int
    kinds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map, in degrees (WGS 84), with how many events took place there itself."""

    place: Ref
    latitude: float
    longitude: float
    precision: str
    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with its uncertainty, in the unit of its measure; ``words`` is it for reading."""

    low: float | None
    best: float | None
    high: float | None
    words: str
    unresolved: bool


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch with what is known of its flight: distance and greatest altitude in km."""

    row: EventRow
    missile: str
    distance: Span | None
    altitude: Span | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long list this page shows. Numbers count from 1; paths are "" at the ends."""

    number: int
    count: int
    total: int
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The events of a list page: this part's rows, the years of all of them, and which part it is."""

    rows: tuple[EventRow, ...]
    years: tuple[YearCount, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Search:
    """What the search index knows of a page besides its text: type, facets, and names that find it."""

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

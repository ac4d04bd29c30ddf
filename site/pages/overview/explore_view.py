"""The view model of the Explore page: its first rows, and every event with its filter options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import EventRow


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorePage:
    """Every event in one table; ``first`` are the rows shown without a script, ``kinds`` ids and labels."""

    template: ClassVar[str] = "explore.html"

    path: str
    kinds: tuple[tuple[str, str], ...]
    first: tuple[EventRow, ...]
    rows: tuple[ExploreRow, ...]

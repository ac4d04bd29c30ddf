"""What the page over all events may show: its first rows, and every event with what it is filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.parts import EventRow


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that events are filtered by or found through, such as a country or a person.

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
    """One event with everything that the table shows or filters by; ``edtf`` is "" where the date is unknown."""

    line: EventRow
    edtf: str
    status: str
    names: tuple[str, ...]
    participants: tuple[Choice, ...]
    people: tuple[Choice, ...]
    series: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    places: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorePage:
    """Every event in one table: ``first`` are the rows that stand there without a script, ``kinds`` ids and words."""

    template: ClassVar[str] = "explore.md"

    path: str
    kinds: tuple[tuple[str, str], ...]
    first: tuple[EventRow, ...]
    rows: tuple[ExploreRow, ...]

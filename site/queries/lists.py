"""Long lists in parts: which rows a page shows, and where the other parts are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from communique.site.queries.catalogue import Catalogue
from communique.site.views.parts import Part, Rows

PART_SIZE = 200
"""Rows on one page: longer tables are slow to lay out everywhere."""

Item = TypeVar("Item")


def part_path(path: str, number: int) -> str:
    """Where a part of a list lies: ``countries/jp.md``, ``countries/jp/page/2.md``, ``events/page/2.md``."""
    if number == 1:
        return path
    return f"{path.removesuffix('.md').removesuffix('/index')}/page/{number}.md"


def parts(
    path: str, items: Sequence[Item], size: int = PART_SIZE, least: int = 1
) -> Iterator[tuple[str, Sequence[Item], Part]]:
    """A list in parts, each with its path; ``least`` is how many there are at least, empty ones at the end."""
    count = max(least, -(-len(items) // size))
    for number in range(1, count + 1):
        shown = items[(number - 1) * size : number * size]
        previous = part_path(path, number - 1) if number > 1 else ""
        following = part_path(path, number + 1) if number < count else ""
        yield part_path(path, number), shown, Part(number, count, len(items), previous, following)


def event_parts(
    path: str, event_ids: Iterable[str], catalogue: Catalogue, least: int = 1
) -> Iterator[tuple[str, Rows]]:
    """A list of events in parts, newest first, every part with the years of the whole list."""
    rows = catalogue.listed(event_ids)
    years = catalogue.years(rows)
    for part, shown, where in parts(path, rows, least=least):
        yield part, Rows(tuple(shown), years, where)

"""Split long lists into pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from communique.site.pages.components import PaginatedEvents, Pagination

if TYPE_CHECKING:
    from communique.site.pages.event_index import EventIndex

PAGE_SIZE = 200
"""Rows on one page: longer tables are slow to lay out everywhere."""

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
    for page_path, page_rows, pagination in paginate_items(path, rows, min_pages=min_pages):
        yield page_path, PaginatedEvents(tuple(page_rows), years, pagination)

"""Build the pages that draw all events: the map and the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.schema.vocabulary import PlacePrecision
from communique.site import labels
from communique.site.graphics.symbols import KINDS
from communique.site.graphics.year_chart import NOUNS
from communique.site.pages.components import (
    EventRow,
    Link,
    MapName,
    MapPoint,
    TimelineYear,
    paginated_path,
)
from communique.site.pages.event_index import EventIndex, list_kinds, map_points, year_link
from communique.site.pages.overview.overview_views import MapPage, TimelinePage
from communique.site.pages.select import group_by

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry

TIMELINE, TIMELINE_SIZE = "timeline.md", 120
"""The path of the timeline, and how many events a page of it holds, unless one year alone has more."""


def build_map_page(event_index: EventIndex, registry: SiteRegistry) -> MapPage:
    """Build the map of all places with events."""
    points = map_points(event_index.rows, event_index, registry)
    held = sum(row.is_held for row in event_index.rows.values())
    by_place = group_by(
        (row for row in event_index.rows.values() if row.is_held),
        lambda row: f"places/{event_index.events[row.id].place_id}.md",
    )
    return MapPage(
        path="map.md",
        kinds=list_kinds(event_index),
        spots=tuple(_add_kinds(point, by_place[point.place.path]) for point in points),
        names=_list_map_names(registry),
        elsewhere=held - sum(point.count for point in points),
    )


def _add_kinds(point: MapPoint, rows: Sequence[EventRow]) -> MapPoint:
    """Return a place's point with its events by kind and their years, for who has no script to choose by."""
    years = sorted({row.year for row in rows if row.year is not None})
    span = labels.join_nonempty(dict.fromkeys(map(str, (years[0], years[-1]) if years else ())), "–")
    counts = Counter(row.kind for row in rows)
    kinds = [labels.format_count(counts[kind], *NOUNS[kind]) for kind in KINDS if counts[kind]]
    return replace(point, kinds=", ".join(kinds), years=span)


def _list_map_names(registry: SiteRegistry) -> tuple[MapName, ...]:
    """Return the names of countries and of seas that lie in no other, those with most places first.

    A sea has two parts at least in the registry: others are stretches of water, described rather than named.
    """
    parts = Counter(
        larger for place_id in registry.places for larger in registry.place_and_ancestors(place_id)[1:]
    )
    return tuple(
        MapName(row.name, row.latitude, row.longitude, row.precision.value)
        for row in sorted(registry.places.values(), key=lambda row: (-parts[row.id], row.id))
        if row.precision is PlacePrecision.COUNTRY
        or (row.precision is PlacePrecision.SEA_AREA and row.parent_id is None and parts[row.id] > 1)
        if row.latitude is not None and row.longitude is not None
    )


def build_timeline_pages(event_index: EventIndex) -> Iterator[TimelinePage]:
    """Yield the timeline of all events by the year in which they began: the newest years, then those before."""
    rows = list(event_index.rows.values())
    rows_by_year = group_by(
        (row for row in reversed(rows) if row.year is not None), lambda row: row.year or 0
    )
    parts: list[list[TimelineYear]] = [[]]
    for year in sorted(rows_by_year, reverse=True):
        line = TimelineYear(year, year_link(year), tuple(rows_by_year[year]))
        if parts[-1] and sum(len(other.rows) for other in (*parts[-1], line)) > TIMELINE_SIZE:
            parts.append([])
        parts[-1].append(line)
    pages = tuple(
        Link(_describe_span(part), paginated_path(TIMELINE, number))
        for number, part in enumerate(parts, 1)
        if part
    )
    for number, part in enumerate(parts, 1):
        yield TimelinePage(
            path=paginated_path(TIMELINE, number),
            title="Timeline" if number == 1 else f"Timeline, {pages[number - 1].label}",
            pages=pages,
            span=event_index.year_counts(rows) if number == 1 else (),
            years=tuple(part),
            undated=len(rows) - sum(map(len, rows_by_year.values())),
        )


def _describe_span(part: Sequence[TimelineYear]) -> str:
    return str(part[0].year) if len(part) == 1 else f"{part[-1].year}–{part[0].year}"

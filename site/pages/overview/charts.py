"""Build the pages that draw all events: the map and the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.site.pages.components import TimelineYear
from communique.site.pages.event_index import EventIndex, map_points, year_link
from communique.site.pages.overview.overview_views import MapPage, TimelinePage
from communique.site.pages.select import group_by

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry


def build_map_page(event_index: EventIndex, registry: SiteRegistry) -> MapPage:
    """Build the map of all places with events."""
    points = map_points(event_index.rows, event_index, registry)
    held = sum(row.is_held for row in event_index.rows.values())
    return MapPage(path="map.md", spots=points, elsewhere=held - sum(point.count for point in points))


def build_timeline_page(event_index: EventIndex) -> TimelinePage:
    """Build the timeline of all events by the year in which they began, newest year first."""
    rows = list(event_index.rows.values())
    rows_by_year = group_by(
        (row for row in reversed(rows) if row.year is not None), lambda row: row.year or 0
    )
    return TimelinePage(
        path="timeline.md",
        span=event_index.year_counts(rows),
        years=tuple(
            TimelineYear(year, year_link(year), tuple(rows_by_year[year]))
            for year in sorted(rows_by_year, reverse=True)
        ),
        undated=len(rows) - sum(map(len, rows_by_year.values())),
    )

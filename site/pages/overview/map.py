"""Build the map page, and the map points of places for other pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.site.pages.components import MapPoint
from communique.site.pages.overview.chart_views import MapPage

if TYPE_CHECKING:
    from communique.site.pages.event_index import EventIndex
    from communique.site.pages.registry import SiteRegistry


def build_map_point(place_id: str, count: int, registry: SiteRegistry) -> MapPoint | None:
    """Build the map point of a place; None if its coordinates are not known."""
    row = registry.places[place_id]
    if row.latitude is None or row.longitude is None:
        return None
    return MapPoint(registry.place_link(place_id), row.latitude, row.longitude, row.precision.value, count)


def mini_map_path(place_id: str | None, registry: SiteRegistry) -> str:
    """Return the path of a place's mini map; "" if there is none to draw."""
    if place_id is None or build_map_point(place_id, 0, registry) is None:
        return ""
    return registry.place_link(place_id).path.removesuffix(".md") + ".svg"


def map_points(
    event_ids: Iterable[str], event_index: EventIndex, registry: SiteRegistry
) -> tuple[MapPoint, ...]:
    """Return the map points of some events, by place id; an event counts only at its own place."""
    counts = Counter(place for event_id in event_ids if (place := event_index.events[event_id].place_id))
    points = (build_map_point(place_id, counts[place_id], registry) for place_id in sorted(counts))
    return tuple(point for point in points if point)


def build_map_page(event_index: EventIndex, registry: SiteRegistry) -> MapPage:
    """Build the map of all places with events."""
    points = map_points(event_index.rows, event_index, registry)
    return MapPage(
        path="map.md", spots=points, elsewhere=len(event_index.rows) - sum(point.count for point in points)
    )

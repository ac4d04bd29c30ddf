"""Places as points of a map: all with events, those of some events, one alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from communique.site.queries.catalogue import Catalogue
from communique.site.queries.registry import Registry
from communique.site.views.parts import Spot
from communique.site.views.pictures import MapPage


def spot(place_id: str, count: int, registry: Registry) -> Spot | None:
    """A place as a point; None where its coordinates are not known."""
    row = registry.places[place_id]
    if row.latitude is None or row.longitude is None:
        return None
    return Spot(registry.place(place_id), row.latitude, row.longitude, row.precision.value, count)


def picture(place_id: str | None, registry: Registry) -> str:
    """The file of a place's picture, or "" where there is none to draw."""
    if place_id is None or spot(place_id, 0, registry) is None:
        return ""
    return registry.place(place_id).path.removesuffix(".md") + ".svg"


def spots(event_ids: Iterable[str], catalogue: Catalogue, registry: Registry) -> tuple[Spot, ...]:
    """The places of some events, by id. An event counts where it took place, not in what lies around."""
    counts = Counter(place for one in event_ids if (place := catalogue.events[one].place_id))
    found = (spot(place_id, counts[place_id], registry) for place_id in sorted(counts))
    return tuple(one for one in found if one)


def map_page(catalogue: Catalogue, registry: Registry) -> MapPage:
    """The map of all places with events."""
    shown = spots(catalogue.rows, catalogue, registry)
    return MapPage(
        path="map.md", spots=shown, elsewhere=len(catalogue.rows) - sum(one.count for one in shown)
    )

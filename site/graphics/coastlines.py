"""Load the outlines of land from a package with Natural Earth's data, and thin them for small maps."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on a picture."""

FINE, MEDIUM, COARSE = 0.04, 0.1, 0.25
"""Degrees between points that are kept, for towns, for countries and for the world: about half a pixel each."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a piece of land, with its bounding box in degrees."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float

    def shift_east(self, degrees: float) -> Ring:
        """Return the same outline so many degrees further east."""
        points = tuple((longitude + degrees, latitude) for longitude, latitude in self.points)
        return Ring(points, self.west + degrees, self.east + degrees, self.south, self.north)


@lru_cache(maxsize=3)
def load_land(step: float) -> tuple[Ring, ...]:
    """Return every piece of land, once as it lies from -180° to 180° and once a turn further east.

    ``step`` is FINE, MIDDLING or COARSE.

    The data are `geo-intel-offline`'s, which took them from Natural Earth 1:10m (countries).

    Raises:
        PackageNotFoundError: the package is not installed.
    """
    if step > FINE:
        return tuple(build_ring(tuple(thin_points(outline.points, step))) for outline in load_land(FINE))
    path = Path(str(distribution("geo-intel-offline").locate_file("geo_intel_offline/data/polygons.json.gz")))
    with gzip.open(path) as file:
        shapes = json.load(file)
    rings = [
        build_ring(tuple(thin_points(points, step)))
        for shape in shapes.values()
        for points in _country_outlines(shape)
    ]
    return (*rings, *(outline.shift_east(360) for outline in rings if outline.west < 0))


def _country_outlines(
    shape: dict[str, list[list[float]]] | dict[str, list[list[list[float]]]],
) -> Iterator[list[Point]]:
    """Yield a country's outlines, latitude first in the data; land in a hole is a shape of its own."""
    for outline in shape.get("exteriors") or [shape["exterior"]]:
        yield [(float(longitude), float(latitude)) for latitude, longitude in outline]  # type: ignore[arg-type,misc]  # both forms are lists of pairs


def build_ring(points: Sequence[Point]) -> Ring:
    """Return an outline with its bounding box."""
    longitudes, latitudes = zip(*points, strict=True)
    return Ring(tuple(points), min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def thin_points(points: Sequence[Point], step: float) -> Iterator[Point]:
    """Yield the points at least a step from the one before; all points of a small island."""
    if len(points) <= 12:
        yield from points
        return
    x, y = points[0]
    yield x, y
    for a, b in points[1:]:
        if abs(a - x) >= step or abs(b - y) >= step:
            x, y = a, b
            yield a, b

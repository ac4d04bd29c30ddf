"""The shapes of land, read once from the package that carries Natural Earth's, and thinned for small maps."""

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

FINE, MIDDLING, COARSE = 0.04, 0.1, 0.25
"""Degrees between points that are kept, for towns, for countries and for the world: about half a pixel each."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a piece of land, with the box that it fits in, in degrees."""

    points: tuple[Point, ...]
    west: float
    east: float
    south: float
    north: float

    def shifted(self, degrees: float) -> Ring:
        """The same outline, another turn around the globe."""
        points = tuple((longitude + degrees, latitude) for longitude, latitude in self.points)
        return Ring(points, self.west + degrees, self.east + degrees, self.south, self.north)


@lru_cache(maxsize=3)
def land(step: float) -> tuple[Ring, ...]:
    """Every piece of land, once as it lies from -180° to 180° and once a turn further east.

    ``step`` is FINE, MIDDLING or COARSE.

    The data are `geo-intel-offline`'s, which took them from Natural Earth 1:10m (countries).

    Raises:
        PackageNotFoundError: the package is not installed.
    """
    if step > FINE:
        return tuple(ring(tuple(thinned(one.points, step))) for one in land(FINE))
    path = Path(str(distribution("geo-intel-offline").locate_file("geo_intel_offline/data/polygons.json.gz")))
    with gzip.open(path) as file:
        shapes = json.load(file)
    rings = [ring(tuple(thinned(points, step))) for shape in shapes.values() for points in _outlines(shape)]
    return (*rings, *(one.shifted(360) for one in rings if one.west < 0))


def _outlines(
    shape: dict[str, list[list[float]]] | dict[str, list[list[list[float]]]],
) -> Iterator[list[Point]]:
    """A country's outlines, latitude first in the data. What lies in a hole is a shape of its own."""
    for outline in shape.get("exteriors") or [shape["exterior"]]:
        yield [(float(longitude), float(latitude)) for latitude, longitude in outline]  # type: ignore[arg-type,misc]  # both forms are lists of pairs


def ring(points: Sequence[Point]) -> Ring:
    """An outline with its box."""
    longitudes, latitudes = zip(*points, strict=True)
    return Ring(tuple(points), min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def thinned(points: Sequence[Point], step: float) -> Iterator[Point]:
    """The points that lie at least a step from the one before; all of a small island's."""
    if len(points) <= 12:
        yield from points
        return
    x, y = points[0]
    yield x, y
    for a, b in points[1:]:
        if abs(a - x) >= step or abs(b - y) >= step:
            x, y = a, b
            yield a, b

"""Clip outlines to a frame and simplify them to what its pixels show: from degrees to an SVG path."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

TOLERANCE = 0.8
"""Pixels that a line may be off."""

SMALL = 0.8
"""Pixels below which a piece of land is not looked at: in every projection here, it is smaller than one."""

HALF = 2
"""Paths are written in half pixels: whole numbers are short, and finer ones are not seen."""


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A part of the globe that a picture shows, with its size and projection.

    Args:
        west, east: degrees; east is larger than west, and beyond 180 where the frame crosses that meridian.
        south, north: degrees.
        width, height: of the picture, in pixels.
        projection: points, longitude before latitude, to x and y.
    """

    west: float
    east: float
    south: float
    north: float
    width: int
    height: int
    projection: Callable[[Sequence[Point]], list[Point]]

    def project_point(self, longitude: float, latitude: float) -> Point:
        """Return a point's x and y, also outside the picture."""
        return self.projection([(longitude, latitude)])[0]

    def place_point(self, longitude: float, latitude: float) -> Point | None:
        """Return a point's x and y on the picture, or None where it lies outside."""
        for turn in (0, 360, -360):
            if self.west <= longitude + turn <= self.east and self.south <= latitude <= self.north:
                return self.project_point(longitude + turn, latitude)
        return None


def build_local_frame(longitude: float, latitude: float, scale: float, width: int, height: int) -> MapFrame:
    """Return a frame around a point at ``scale`` pixels per degree of latitude (equirectangular)."""
    latitude = max(-80.0, min(80.0, latitude))
    across = scale * max(0.2, math.cos(math.radians(latitude)))
    if (
        longitude - width / 2 / across < -180
    ):  # land is known once more to the east of 180°, not to the west of it
        longitude += 360
    west, north = longitude - width / 2 / across, latitude + height / 2 / scale

    def project_points(points: Sequence[Point]) -> list[Point]:
        return [((x - west) * across, (north - y) * scale) for x, y in points]

    return MapFrame(west, west + width / across, north - height / scale, north, width, height, project_points)


def build_land_path(rings: Iterable[Ring], frame: MapFrame) -> str:
    """Return the data of one SVG path with all land in a frame, in half pixels."""
    across, down = (frame.east - frame.west) / frame.width, (frame.north - frame.south) / frame.height
    west, east = frame.west - 3 * across, frame.east + 3 * across
    south, north = frame.south - 3 * down, frame.north + 3 * down
    parts = []
    for ring in rings:
        if ring.east < west or ring.west > east or ring.north < south or ring.south > north:
            continue
        if ring.east - ring.west < SMALL * across and ring.north - ring.south < SMALL * down:
            continue
        points: Sequence[Point] = ring.points
        if ring.west < west or ring.east > east or ring.south < south or ring.north > north:
            points = clip_to_box(points, west, east, south, north)
        if len(points) > 2:
            parts.append(_build_outline_path(frame.projection(points)))
    return "".join(parts)


def _build_outline_path(points: list[Point]) -> str:
    """Return an outline's path relative to its first point, or "" where it is smaller than a pixel."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) - min(xs) < 1 and max(ys) - min(ys) < 1:
        return ""
    last_x, last_y = points[0]
    visible = [points[0]]
    for point in points:
        x, y = point
        if abs(x - last_x) + abs(y - last_y) >= 1:  # what cannot be seen need not be smoothed
            visible.append(point)
            last_x, last_y = point
    rounded = [(round(x * HALF), round(y * HALF)) for x, y in simplify_line(visible)]
    x, y = rounded[0]
    steps = []
    for a, b in rounded[1:]:
        if (a, b) != (x, y):
            steps.append(f"{a - x} {b - y}")
            x, y = a, b
    return f"M{rounded[0][0]} {rounded[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""


def clip_to_box(
    points: Sequence[Point], west: float, east: float, south: float, north: float
) -> Sequence[Point]:
    """Return a closed outline clipped to a box, side by side (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        points = clip_at_line(points, axis, limit, sign)
    return points


def clip_at_line(points: Sequence[Point], axis: int, limit: float, sign: int) -> Sequence[Point]:
    """Return a closed outline without what lies beyond a line.

    Args:
        points: the outline.
        axis: 0 for a line of equal x, 1 for one of equal y.
        limit: where the line is.
        sign: 1 if what is larger stays, -1 if what is smaller stays.
    """
    values = [point[axis] for point in points]
    inside = [value >= limit for value in values] if sign > 0 else [value <= limit for value in values]
    if all(inside):
        return points
    if not any(inside):
        return []
    result: list[Point] = []
    before, was = points[-1], inside[-1]
    for point, stays in zip(points, inside, strict=True):
        if stays is not was:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            result.append((limit, other) if axis == 0 else (other, limit))
        if stays:
            result.append(point)
        before, was = point, stays
    return result


def simplify_line(points: Sequence[Point]) -> list[Point]:
    """Return the points without which a line would be off by more than the tolerance (Douglas-Peucker)."""
    selected = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        offset = dy * ax - dx * ay
        worst, split = TOLERANCE * length if length else TOLERANCE, 0
        for index in range(first + 1, last):
            x, y = points[index]
            off = dy * x - dx * y - offset if length else math.hypot(x - ax, y - ay)
            if off > worst or -off > worst:
                worst, split = abs(off), index
        if split:
            selected.add(split)
            spans += ((first, split), (split, last))
    return [points[index] for index in sorted(selected)]


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

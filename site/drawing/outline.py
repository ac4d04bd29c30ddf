"""Outlines cut to a frame and smoothed to what its pixels show: from degrees to the path of an SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from communique.site.drawing.land import Point, Ring

TOLERANCE = 0.55
"""Pixels that a line may be off."""

HALF = 2
"""Paths are written in half pixels: whole numbers are short, and finer ones are not seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the globe a picture shows, and how.

    Args:
        west, east: degrees; east is larger than west, and beyond 180 where the frame crosses that meridian.
        south, north: degrees.
        width, height: of the picture, in pixels.
        project: longitude and latitude to x and y.
    """

    west: float
    east: float
    south: float
    north: float
    width: int
    height: int
    project: Callable[[float, float], Point]

    def place(self, longitude: float, latitude: float) -> Point | None:
        """Where a point stands on the picture; None where it lies outside."""
        for turn in (0, 360, -360):
            if self.west <= longitude + turn <= self.east and self.south <= latitude <= self.north:
                return self.project(longitude + turn, latitude)
        return None


def around(longitude: float, latitude: float, scale: float, width: int, height: int) -> Frame:
    """A frame around a point, a degree of latitude being ``scale`` pixels (equirectangular, true in its middle)."""
    latitude = max(-80.0, min(80.0, latitude))
    across = scale * max(0.2, math.cos(math.radians(latitude)))
    if (
        longitude - width / 2 / across < -180
    ):  # land is known once more to the east of 180°, not to the west of it
        longitude += 360
    west, north = longitude - width / 2 / across, latitude + height / 2 / scale

    def project(x: float, y: float) -> Point:
        return (x - west) * across, (north - y) * scale

    return Frame(west, west + width / across, north - height / scale, north, width, height, project)


def path(rings: Iterable[Ring], frame: Frame) -> str:
    """All land in a frame as the data of one SVG path, in half pixels."""
    edge_x = 3 * (frame.east - frame.west) / frame.width
    edge_y = 3 * (frame.north - frame.south) / frame.height
    west, east = frame.west - edge_x, frame.east + edge_x
    south, north = frame.south - edge_y, frame.north + edge_y
    parts = []
    for ring in rings:
        if ring.east < west or ring.west > east or ring.north < south or ring.south > north:
            continue
        points: Sequence[Point] = ring.points
        if ring.west < west or ring.east > east or ring.south < south or ring.north > north:
            points = clipped(points, west, east, south, north)
        if len(points) > 2:
            parts.append(_piece([frame.project(x, y) for x, y in points]))
    return "".join(parts)


def _piece(points: list[Point]) -> str:
    """One outline, relative to its first point; nothing where it is smaller than a pixel."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) - min(xs) < 1 and max(ys) - min(ys) < 1:
        return ""
    near = [points[0]]
    for x, y in points:
        if abs(x - near[-1][0]) + abs(y - near[-1][1]) >= 1:  # what cannot be seen need not be smoothed
            near.append((x, y))
    kept = [(round(x * HALF), round(y * HALF)) for x, y in smoothed(near)]
    x, y = kept[0]
    steps = []
    for a, b in kept[1:]:
        if (a, b) != (x, y):
            steps.append(f"{a - x} {b - y}")
            x, y = a, b
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""


def clipped(points: Sequence[Point], west: float, east: float, south: float, north: float) -> list[Point]:
    """A closed outline cut to a box, side by side (Sutherland and Hodgman, 1974)."""
    found = list(points)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        given, found = found, []
        for before, point in zip([given[-1], *given[:-1]], given, strict=True) if given else ():
            inside, was = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
                found.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                found.append(point)
    return found


def smoothed(points: Sequence[Point]) -> list[Point]:
    """The points without which a line would be off by more than the tolerance (Douglas and Peucker, 1973)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        worst, where = TOLERANCE, 0
        for index in range(first + 1, last):
            x, y = points[index]
            off = abs(dy * (x - ax) - dx * (y - ay)) / length if length else math.hypot(x - ax, y - ay)
            if off > worst:
                worst, where = off, index
        if where:
            keep.add(where)
            spans += ((first, where), (where, last))
    return [points[index] for index in sorted(keep)]

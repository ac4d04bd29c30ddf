"""What lies under every map: the land of its part of the world, cut out once for many maps, and a graticule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from communique.site.drawing.land import COARSE, FINE, MIDDLING, Point, Ring, land, ring
from communique.site.drawing.outline import Frame, cut, path


def nearby(frame: Frame) -> tuple[Ring, ...]:
    """The land of a frame's part of the world, cut out once for all frames that lie in the same part."""
    west, east = (
        rounding(side / 20) * 20
        for rounding, side in ((math.floor, frame.west - 1), (math.ceil, frame.east + 1))
    )
    south, north = (
        rounding(side / 10) * 10
        for rounding, side in ((math.floor, frame.south - 1), (math.ceil, frame.north + 1))
    )
    return _region(
        west, east, south, north, FINE if frame.height / (frame.north - frame.south) > 9 else MIDDLING
    )


def prepare() -> None:
    """Read the land, before processes are forked that would each do it anew."""
    for step in (FINE, MIDDLING, COARSE):
        land(step)


@lru_cache(maxsize=64)
def _region(west: int, east: int, south: int, north: int, step: float) -> tuple[Ring, ...]:
    """Land cut to a box, in degrees."""
    found = []
    for number, one in enumerate(land(step)):
        if one.east < west or one.west > east or one.north < south or one.south > north:
            continue
        if one.west < west or one.east > east or one.south < south or one.north > north:
            points = cut(cut(_slice(number, west, east, step), 1, south, 1), 1, north, -1)
            found += [ring(points)] if len(points) > 2 else []
        else:
            found.append(one)
    return tuple(found)


@lru_cache(maxsize=1024)
def _slice(number: int, west: int, east: int, step: float) -> Sequence[Point]:
    """A piece of land, by its number, between two meridians: the same for all boxes between them."""
    return cut(cut(land(step)[number].points, 0, west, 1), 0, east, -1)


def shapes(frame: Frame) -> str:
    """The path of a frame's land."""
    return _whole(frame) if frame.east - frame.west >= 360 else path(nearby(frame), frame)


@lru_cache(maxsize=4)
def _whole(frame: Frame) -> str:
    """The whole world, drawn once for all pages."""
    return path(land(COARSE), frame)


def graticule(frame: Frame, step: int = 10) -> str:
    """Meridians and parallels that cross a frame, as the data of a path."""
    lines: list[list[Point]] = []
    for longitude in range(math.ceil(frame.west / step) * step, math.floor(frame.east) + 1, step):
        lines.append([(longitude, frame.south + (frame.north - frame.south) * i / 12) for i in range(13)])
    for latitude in range(math.ceil(frame.south / step) * step, math.floor(frame.north) + 1, step):
        lines.append([(frame.west, latitude), (frame.east, latitude)])
    drawn = []
    for points in lines:
        placed = (frame.project(x, y) for x, y in points)
        drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed))
    return "".join(drawn)

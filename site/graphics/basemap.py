"""Draw what lies under every map: land, clipped once for many maps of a region, and a graticule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from communique.site.graphics.geometry import (
    COARSE,
    FINE,
    MEDIUM,
    MapFrame,
    Point,
    Ring,
    build_land_path,
    build_ring,
    clip_at_line,
    load_land,
)


def clip_nearby_land(frame: MapFrame) -> tuple[Ring, ...]:
    """Return the land of a frame's region, clipped once for all frames in the same region."""
    west, east = (
        rounding(side / 20) * 20
        for rounding, side in ((math.floor, frame.west - 1), (math.ceil, frame.east + 1))
    )
    south, north = (
        rounding(side / 10) * 10
        for rounding, side in ((math.floor, frame.south - 1), (math.ceil, frame.north + 1))
    )
    return _clip_region(
        west, east, south, north, FINE if frame.height / (frame.north - frame.south) > 9 else MEDIUM
    )


def preload_land() -> None:
    """Load the land before processes are forked that would each load it anew."""
    for step in (FINE, MEDIUM, COARSE):
        load_land(step)


@lru_cache(maxsize=64)
def _clip_region(west: int, east: int, south: int, north: int, step: float) -> tuple[Ring, ...]:
    """Return the land clipped to a box, in degrees."""
    rings = []
    for number, piece in enumerate(load_land(step)):
        if piece.east < west or piece.west > east or piece.north < south or piece.south > north:
            continue
        if piece.west < west or piece.east > east or piece.south < south or piece.north > north:
            points = clip_at_line(
                clip_at_line(_clip_longitudes(number, west, east, step), 1, south, 1), 1, north, -1
            )
            rings += [build_ring(points)] if len(points) > 2 else []
        else:
            rings.append(piece)
    return tuple(rings)


@lru_cache(maxsize=1024)
def _clip_longitudes(number: int, west: int, east: int, step: float) -> Sequence[Point]:
    """Return a piece of land, by its number, between two meridians: the same for all boxes there."""
    return clip_at_line(clip_at_line(load_land(step)[number].points, 0, west, 1), 0, east, -1)


def draw_land_path(frame: MapFrame) -> str:
    """Return the data of an SVG path with a frame's land."""
    return (
        _draw_world_path(frame)
        if frame.east - frame.west >= 360
        else build_land_path(clip_nearby_land(frame), frame)
    )


@lru_cache(maxsize=4)
def _draw_world_path(frame: MapFrame) -> str:
    """Return the data of an SVG path with the land of the world, drawn once for all pages."""
    return build_land_path(load_land(COARSE), frame)


def draw_graticule_path(frame: MapFrame, step: int = 10) -> str:
    """Return the data of an SVG path with the meridians and parallels that cross a frame."""
    lines: list[list[Point]] = []
    for longitude in range(math.ceil(frame.west / step) * step, math.floor(frame.east) + 1, step):
        lines.append([(longitude, frame.south + (frame.north - frame.south) * i / 12) for i in range(13)])
    for latitude in range(math.ceil(frame.south / step) * step, math.floor(frame.north) + 1, step):
        lines.append([(frame.west, latitude), (frame.east, latitude)])
    drawn = []
    for points in lines:
        placed = (frame.project_point(x, y) for x, y in points)
        drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed))
    return "".join(drawn)

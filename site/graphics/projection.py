"""Project the whole world onto one picture: the Equal Earth projection, with the Pacific in the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from communique.site.graphics.coastlines import Point
from communique.site.graphics.geometry import MapFrame

CENTRAL_MERIDIAN = 155.0
"""The meridian in the middle: the cut runs through the Atlantic, both shores of the Pacific stay together."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = math.sqrt(3)


def project_equal_earth(longitude: float, latitude: float) -> Point:
    """Return x and y of degrees from the central meridian and the equator (Šavrič et al., 2018)."""
    theta = math.asin(_ROOT / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = 2 * _ROOT * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


@lru_cache(maxsize=4)
def build_world_frame(width: int, south: float = -52.0, north: float = 78.0) -> MapFrame:
    """Return a frame of the world between two parallels, so many pixels wide."""
    left, _ = project_equal_earth(-180, 0)
    _, top = project_equal_earth(0, north)
    _, bottom = project_equal_earth(0, south)
    scale = width / (-2 * left)

    def project_points(points: Sequence[Point]) -> list[Point]:
        placed = (
            project_equal_earth(longitude - CENTRAL_MERIDIAN, latitude) for longitude, latitude in points
        )
        return [((x - left) * scale, (top - y) * scale) for x, y in placed]

    return MapFrame(
        CENTRAL_MERIDIAN - 180,
        CENTRAL_MERIDIAN + 180,
        south,
        north,
        width,
        round((top - bottom) * scale),
        project_points,
    )

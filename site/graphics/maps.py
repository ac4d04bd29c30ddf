"""Draw maps of where a place lies and where events took place, without any line at sea."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.basemap import clip_nearby_land, draw_graticule_path, draw_land_path
from communique.site.graphics.geometry import MapFrame, Point, build_land_path, build_local_frame
from communique.site.graphics.symbols import join_drawing, make_focusable
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import MapName, MapPoint

Circle = tuple[float, float, float]
"""A mark on a map: x and y of its middle, and its radius."""

LOCATOR = (360, 220)
"""Size of a place's picture."""

SCALES = {"site": 13.0, "locality": 13.0, "region": 10.0, "sea-area": 8.0, "country": 7.0}
"""Pixels to a degree on a place's picture: the vaguer the place, the more of its surroundings."""

LETTER, LINE, NAME_BELOW, NAME_ASIDE = 6.4, 15.0, 17.0, 8.0
"""Width of a letter and height of a line of a name at 12 pixels; how far below or beside its middle it is written."""

WORLD_LAND, BUSIEST_LAND = "map/world.svg", "map/busiest.svg"
"""The land of the maps that several pages show: files of their own, which a reader's cache keeps."""

PHONE = 1.35
"""How many times as large names are on a phone, where a map is that much smaller (theme/assets/pictures.css)."""

REACH = 16.0
"""Pixels around its middle in which a mark is hit, as far as it is nearer there than any other: a target of 32."""

EXACT = ("site", "locality")
"""Places that a dot marks; all others are areas, which a hollow ring stands for."""

_COLOURS = {"land": "#dedbd4", "border": "#fbf8f1", "grid": "#bdb5a5", "mark": "#0b5879"}
"""Colours of a picture in a file of its own, for light pages; dark pages invert it (theme/assets/blocks.css)."""


def draw_locator_map(spot: MapPoint) -> str:
    """Return a place in its surroundings as an SVG file that many pages show."""
    width, height = LOCATOR
    frame = build_local_frame(spot.longitude, spot.latitude, SCALES[spot.precision], width, height)
    point = frame.place_point(spot.longitude, spot.latitude)
    x, y = point if point else (width / 2, height / 2)
    if spot.precision in EXACT:
        mark = (
            f'<circle cx="{x:g}" cy="{y:g}" r="9" fill-opacity=".25"/><circle cx="{x:g}" cy="{y:g}" r="4"/>'
        )
    else:
        mark = f'<circle cx="{x:g}" cy="{y:g}" r="26" fill-opacity=".12" stroke-width="2" stroke-dasharray="5 3"/>'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    land_style = (
        f'fill="{_COLOURS["land"]}" stroke="{_COLOURS["border"]}" stroke-width="1.6" transform="scale(.5)"'
    )
    grid_style = f'fill="none" stroke="{_COLOURS["grid"]}" stroke-width=".5" stroke-opacity=".6"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
            f"<title>{escape(spot.place.label)}</title>",
            f'<path {grid_style} d="{draw_graticule_path(frame)}"/>',
            f'<path {land_style} d="{build_land_path(clip_nearby_land(frame), frame)}"/>',
            f'<g fill="{_COLOURS["mark"]}" stroke="{_COLOURS["mark"]}" stroke-width="0">{mark}</g>',
            "</svg>\n",
        )
    )


def draw_world_map(spots: Sequence[MapPoint], links: RelativeLinks, names: Sequence[MapName] = ()) -> Markup:
    """Return a map of the world with every place that has events, and as many names as have room."""
    return _draw_map(spots, build_world_frame(960), links, "world", 30, names, WORLD_LAND)


def draw_busiest_map(
    spots: Sequence[MapPoint], links: RelativeLinks, names: Sequence[MapName] = ()
) -> Markup:
    """Return a map of the 55° by 40° in which most events took place; "" for fewer than three places."""
    if len(spots) < 3:
        return Markup("")
    return _draw_map(spots, _build_busiest_frame(spots), links, "busiest", 5, names, BUSIEST_LAND)


def draw_shared_lands(spots: Sequence[MapPoint]) -> Iterator[tuple[str, str]]:
    """Yield path and SVG of the land below the maps of all places, which pages lay under their marks by its id.

    Args:
        spots: all places with events.
    """
    frames = {WORLD_LAND: build_world_frame(960)} if spots else {}
    if len(spots) > 2:
        frames[BUSIEST_LAND] = _build_busiest_frame(spots)
    for path, frame in frames.items():
        size = f'viewBox="0 0 {frame.width} {frame.height}"'
        land = f'<path id="land" transform="scale(.5)" d="{draw_land_path(frame)}"/>'
        yield path, f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{land}</svg>\n'


def _build_busiest_frame(spots: Sequence[MapPoint]) -> MapFrame:
    def count_nearby(middle: MapPoint) -> int:
        return sum(
            spot.count
            for spot in spots
            if abs((spot.longitude - middle.longitude + 540) % 360 - 180) < 26
            and abs(spot.latitude - middle.latitude) < 18
        )

    middle = max(spots, key=lambda spot: (count_nearby(spot), spot.place.path))
    return build_local_frame(middle.longitude, middle.latitude, 15.5, 960, 600)


def draw_fitted_map(spots: Sequence[MapPoint], links: RelativeLinks) -> Markup:
    """Return a map just large enough for the places: the world where they lie far apart, "" for none."""
    if not spots:
        return Markup("")
    middle = max(spots, key=lambda spot: (spot.count, spot.place.path)).longitude
    turned = [(spot.longitude - middle + 540) % 360 - 180 for spot in spots]
    west, east = min(turned), max(turned)
    south, north = min(spot.latitude for spot in spots), max(spot.latitude for spot in spots)
    width, height = 720, 380
    latitude = (south + north) / 2
    across = max(0.2, math.cos(math.radians(latitude)))
    scale = min(width / ((east - west + 8) * across), height / (north - south + 8), 22.0)
    if scale < 4.2:
        return draw_world_map(spots, links)
    return _draw_map(
        spots, build_local_frame(middle + (west + east) / 2, latitude, scale, width, height), links, "", 10
    )


def _draw_map(
    spots: Sequence[MapPoint],
    frame: MapFrame,
    links: RelativeLinks,
    kind: str,
    step: int,
    names: Sequence[MapName] = (),
    land: str = "",
) -> Markup:
    """Return a map with a mark for each place, its area growing with its events, small ones on top."""
    placed = [(spot, point) for spot in spots if (point := frame.place_point(spot.longitude, spot.latitude))]
    placed.sort(key=lambda pair: (-pair[0].count, pair[0].place.path))
    circles = [(*point, _scale_radius(spot.count, frame.width)) for spot, point in placed]
    marks = [
        _draw_place_mark(spot, circle, measure_reach(circle, circles), links)
        for (spot, _), circle in zip(placed, circles, strict=True)
    ]
    size = f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}"'
    if land:  # in a file that other pages use too
        below = f'<use class="land" href="{links.href(land)}#land"/>'
    else:
        below = f'<path class="land" transform="scale(.5)" d="{draw_land_path(frame)}"/>'
    return join_drawing(
        f'<figure class="chart map {kind}">'.replace(' "', '"'),
        f'<svg {size} role="group">',
        f"<title>{escape(describe_map([spot for spot, _ in placed]))}</title>",
        f'<path class="grid" d="{draw_graticule_path(frame, step)}"/>',
        below,
        *make_focusable(marks),
        *_draw_names(names, frame, circles),
        "</svg>",
        "</figure>",
    )


def _draw_names(names: Sequence[MapName], frame: MapFrame, circles: Sequence[Circle]) -> Iterator[str]:
    """Yield the names that have room, the first given first; of class `far` are those with room on a phone too.

    A name stands below its middle, or where fewest marks are; it is drawn over them, and a tap goes through it.
    """
    placed = [
        (name, _find_clear_point(name, *point, circles))
        for name in names
        if (point := frame.place_point(name.longitude, name.latitude))
    ]
    far = _select_with_room(placed, frame, PHONE, {})
    near = _select_with_room(placed, frame, 1.0, far)
    if near:
        yield '<g class="names" aria-hidden="true">'
        for name, (x, y) in near.items():
            kind = f"{name.precision} far" if name in far else name.precision
            yield f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(name.label)}</text>'
        yield "</g>"


def _find_clear_point(name: MapName, x: float, y: float, circles: Sequence[Circle]) -> Point:
    """Return the middle of a name's foot: of the places around its point, the first on which fewest marks lie."""
    half = len(name.label) * LETTER / 2
    feet = [
        (x + side * (half + NAME_ASIDE), y + down)
        for side, down in ((0, NAME_BELOW), (0, -8), (1, 4), (-1, 4), (0, 2 * NAME_BELOW), (0, -8 - LINE))
    ]

    def count_covered(foot: Point) -> int:
        return sum(
            abs(cx - foot[0]) < half + radius and abs(cy - (foot[1] - 4)) < LINE / 2 + radius
            for cx, cy, radius in circles
        )

    return min(feet, key=count_covered)


def _select_with_room(
    placed: Sequence[tuple[MapName, Point]], frame: MapFrame, size: float, first: Mapping[MapName, Point]
) -> dict[MapName, Point]:
    """Return the names that overlap neither one before nor an edge, where letters are so many times as large."""
    chosen: dict[MapName, Point] = dict(first)
    for name, (x, y) in placed:
        half, height = len(name.label) * LETTER * size / 2, LINE * size
        is_free = all(
            abs(x - other_x) > half + len(other.label) * LETTER * size / 2 or abs(y - other_y) > height
            for other, (other_x, other_y) in chosen.items()
        )
        if (
            name not in chosen
            and is_free
            and half < x < frame.width - half
            and height < y < frame.height - height / 4
        ):
            chosen[name] = (x, y)
    return chosen


def _scale_radius(count: int, width: int) -> float:
    return min(2.6 + 1.5 * math.sqrt(count), 20) * width / 960


def measure_reach(circle: Circle, circles: Sequence[Circle]) -> float:
    """Return the radius in which a mark is hit: half the way to the next one, its own at least, `REACH` at most."""
    x, y, radius = circle
    nearest = min(
        (
            math.hypot(x - other_x, y - other_y)
            for other_x, other_y, _ in circles
            if (other_x, other_y) != (x, y)
        ),
        default=2 * REACH,
    )
    return max(radius, min(REACH, nearest / 2))


def _draw_place_mark(spot: MapPoint, circle: Circle, reach: float, links: RelativeLinks) -> str:
    x, y, radius = circle
    kind = "spot" if spot.precision in EXACT else "spot area"
    name = escape(f"{spot.place.label}: {labels.format_count(spot.count, 'event')}")
    middle = f'cx="{x:.1f}" cy="{y:.1f}"'
    around = f'<circle class="reach" {middle} r="{reach:.1f}"/>' if reach > radius + 2 else ""
    return (
        f'<a href="{links.href(spot.place.path)}" tabindex="-1">'
        f'<circle class="{kind}" {middle} r="{radius:.1f}"><title>{name}</title></circle>{around}</a>'
    )


def describe_map(spots: Sequence[MapPoint]) -> str:
    """Return what a map shows in a sentence: how many places and events, and where most of them are."""
    if not spots:
        return "A map without a place."
    ranked = sorted(spots, key=lambda spot: (-spot.count, spot.place.path))
    most = labels.join_with_and([f"{spot.place.label} ({spot.count})" for spot in ranked[:5]])
    total = labels.format_count(sum(spot.count for spot in spots), "event")
    return f"Map of {labels.format_count(len(spots), 'place')} with {total}; most in {most}."


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

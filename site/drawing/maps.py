"""Maps: where a place lies, and where events took place. Land from Natural Earth, no line drawn at sea. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from communique.site import words
from communique.site.drawing.globe import world
from communique.site.drawing.ground import graticule, nearby, shapes
from communique.site.drawing.marks import reachable
from communique.site.drawing.outline import Frame, around, path
from communique.site.escape import Markdown, escape, target
from communique.site.views.parts import Spot

LOCATOR = (360, 220)
"""Size of a place's picture."""

SCALES = {"site": 13.0, "locality": 13.0, "region": 10.0, "sea-area": 8.0, "country": 7.0}
"""Pixels to a degree on a place's picture: the vaguer the place, the more of its surroundings."""

EXACT = ("site", "locality")
"""Places that a dot marks; all others are areas, which a hollow ring stands for."""

_PAINT = {"land": "#dedbd4", "border": "#fbf8f1", "grid": "#bdb5a5", "mark": "#0b5879"}
"""Colours of a picture in a file of its own, for light pages; dark pages invert it (theme/assets/blocks.css)."""


def locator(spot: Spot) -> str:
    """A place on its surroundings, as an SVG file that many pages show."""
    width, height = LOCATOR
    frame = around(spot.longitude, spot.latitude, SCALES[spot.precision], width, height)
    point = frame.place(spot.longitude, spot.latitude)
    x, y = point if point else (width / 2, height / 2)
    if spot.precision in EXACT:
        mark = (
            f'<circle cx="{x:g}" cy="{y:g}" r="9" fill-opacity=".25"/><circle cx="{x:g}" cy="{y:g}" r="4"/>'
        )
    else:
        mark = f'<circle cx="{x:g}" cy="{y:g}" r="26" fill-opacity=".12" stroke-width="2" stroke-dasharray="5 3"/>'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ground = f'fill="{_PAINT["land"]}" stroke="{_PAINT["border"]}" stroke-width="1.6" transform="scale(.5)"'
    lines = f'fill="none" stroke="{_PAINT["grid"]}" stroke-width=".5" stroke-opacity=".6"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
            f"<title>{escape(spot.place.label)}</title>",
            f'<path {lines} d="{graticule(frame)}"/>',
            f'<path {ground} d="{path(nearby(frame), frame)}"/>',
            f'<g fill="{_PAINT["mark"]}" stroke="{_PAINT["mark"]}" stroke-width="0">{mark}</g>',
            "</svg>\n",
        )
    )


def world_map(spots: Sequence[Spot], depth: int) -> Markdown:
    """Every place with events, on the world."""
    return _map(spots, world(960), depth, "world", 30)


def busiest_map(spots: Sequence[Spot], depth: int) -> Markdown:
    """The part of the world, some 55° by 40°, in which most of the events took place; nothing for too few places."""
    if len(spots) < 3:
        return Markdown("")

    def near(middle: Spot) -> int:
        return sum(
            one.count
            for one in spots
            if abs((one.longitude - middle.longitude + 540) % 360 - 180) < 26
            and abs(one.latitude - middle.latitude) < 18
        )

    middle = max(spots, key=lambda one: (near(one), one.place.path))
    return _map(spots, around(middle.longitude, middle.latitude, 15.5, 960, 600), depth, "busiest", 5)


def fitted_map(spots: Sequence[Spot], depth: int) -> Markdown:
    """A map just large enough for some places; the world where they are far apart, nothing where there are none."""
    if not spots:
        return Markdown("")
    middle = max(spots, key=lambda one: (one.count, one.place.path)).longitude
    turned = [(one.longitude - middle + 540) % 360 - 180 for one in spots]
    west, east = min(turned), max(turned)
    south, north = min(one.latitude for one in spots), max(one.latitude for one in spots)
    width, height = 720, 380
    latitude = (south + north) / 2
    across = max(0.2, math.cos(math.radians(latitude)))
    scale = min(width / ((east - west + 8) * across), height / (north - south + 8), 22.0)
    if scale < 4.2:
        return _map(spots, world(720), depth, "world", 30)
    return _map(spots, around(middle + (west + east) / 2, latitude, scale, width, height), depth, "", 10)


def _map(spots: Sequence[Spot], frame: Frame, depth: int, kind: str, step: int) -> Markdown:
    """Land, and each place as a mark whose area grows with its events, the small ones on top."""
    placed = [(spot, point) for spot in spots if (point := frame.place(spot.longitude, spot.latitude))]
    marks = [
        _mark(spot, *point, frame.width, depth)
        for spot, point in sorted(placed, key=lambda pair: (-pair[0].count, pair[0].place.path))
    ]
    size = f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}"'
    return Markdown(
        "\n".join(
            (
                f'<figure class="chart map {kind}">'.replace(' "', '"'),
                f'<svg {size} role="group">',
                f"<title>{escape(described([spot for spot, _ in placed]))}</title>",
                f'<path class="grid" d="{graticule(frame, step)}"/>',
                f'<path class="land" transform="scale(.5)" d="{shapes(frame)}"/>',
                *reachable(marks),
                "</svg>",
                "</figure>",
            )
        )
    )


def _mark(spot: Spot, x: float, y: float, width: int, depth: int) -> str:
    radius = min(2.6 + 1.5 * math.sqrt(spot.count), 20) * width / 960
    kind = "spot" if spot.precision in EXACT else "spot area"
    name = escape(f"{spot.place.label}: {words.counted(spot.count, 'event')}")
    return (
        f'<a href="{target(spot.place.path, depth)}" tabindex="-1"><circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" '
        f'r="{radius:.1f}"><title>{name}</title></circle></a>'
    )


def described(spots: Sequence[Spot]) -> str:
    """What a map shows, in a sentence: how many places and events, and where most of them are."""
    if not spots:
        return "A map without a place."
    ranked = sorted(spots, key=lambda one: (-one.count, one.place.path))
    most = words.listed([f"{one.place.label} ({one.count})" for one in ranked[:5]])
    total = words.counted(sum(one.count for one in spots), "event")
    return f"Map of {words.counted(len(spots), 'place')} with {total}; most in {most}."

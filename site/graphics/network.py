"""Draw what led to what: events from the first to the last, and a line from each to those that came of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import draw_symbol, join_drawing, make_focusable
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import EventConnection, EventRow

WIDTH, ROW, TOP, LANE, RADIUS, GAP = 720, 52, 22, 16, 5, 18
"""Sizes in pixels: the picture, an event, its first mark from the top, between lines, a mark, before its words."""

LETTER = 6.9
"""The width that a letter of a title takes on average, so that titles are broken before they leave the picture."""


def draw_event_network(
    rows: Sequence[EventRow], connections: Sequence[EventConnection], links: RelativeLinks, own: str = ""
) -> Markup:
    """Return the events that hang together, one below the other, with lines that lead down; "" where none do.

    Args:
        rows: the events, the first first.
        connections: by their places in `rows`.
        links: those of the page.
        own: the id of the event whose page it is; "" elsewhere.
    """
    used = sorted({place for it in connections for place in (it.origin, it.target)})
    if not used:
        return Markup("")
    levels = {place: number for number, place in enumerate(used)}
    lanes = _assign_lanes(connections, levels)
    left = LANE * (max(lanes.values()) + 1) + RADIUS + 4
    height = ROW * len(used)
    marks = [_draw_event(rows[place], left, ROW * level + TOP, links, own) for place, level in levels.items()]
    return join_drawing(
        '<figure class="chart network">',
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group">',
        f"<title>{escape(describe_network([rows[place] for place in used], connections))}</title>",
        *_draw_lines(connections, levels, lanes, left),
        *make_focusable(marks),
        "</svg>",
        "</figure>",
    )


def describe_network(rows: Sequence[EventRow], connections: Sequence[EventConnection]) -> str:
    """Return what the drawing shows, in sentences; the list below it says each link."""
    return (
        f"{labels.format_count(len(rows), 'event')} from {rows[0].date} to {rows[-1].date}, the first at the top, "
        f"with {labels.format_count(len(connections), 'link')} between them. The list below names each."
    )


def _assign_lanes(connections: Iterable[EventConnection], levels: dict[int, int]) -> dict[int, int]:
    """Return the lane of each event from which a line leads down: the nearest that is free so far."""
    reach: dict[int, list[int]] = {}
    for it in connections:
        reach.setdefault(levels[it.origin], []).append(levels[it.target])
    spans = {origin: (min(origin, *ends), max(origin, *ends)) for origin, ends in reach.items()}
    lanes: dict[int, int] = {}
    for origin in sorted(spans, key=lambda it: (spans[it][1] - spans[it][0], it)):
        first, last = spans[origin]
        taken = {
            lane for other, lane in lanes.items() if spans[other][0] <= last and first <= spans[other][1]
        }
        lanes[origin] = next(lane for lane in range(len(spans)) if lane not in taken)
    return lanes


def _draw_lines(
    connections: Sequence[EventConnection],
    levels: dict[int, int],
    lanes: dict[int, int],
    left: float,
) -> list[str]:
    """Return, for each connection, the line from its lane to the later event, and the way down to it."""
    lines = []
    for it in connections:
        start, end = levels[it.origin], levels[it.target]
        x = left - RADIUS - 4 - LANE * (lanes[start] + 0.6)
        top, bottom = (ROW * level + TOP for level in (start, end))
        tip = left - RADIUS - 3
        arrow = "" if it.sort == "holds" else f"M{tip - 5:.1f} {bottom - 4}l5 4-5 4"
        way = f"M{tip:.1f} {top}H{x:.1f}V{bottom}H{tip:.1f}{arrow}"
        lines.append(f'<path class="{it.sort}" d="{way}"><title>{escape(it.label)}</title></path>')
    return lines


def _draw_event(row: EventRow, x: float, y: float, links: RelativeLinks, own: str) -> str:
    """Return an event's mark with its date and its title on at most two lines, linked to its page."""
    text_x = x + GAP
    broken = textwrap.wrap(row.event.label, int((WIDTH - text_x) / LETTER), max_lines=2, placeholder=" …")
    spans = "".join(
        f'<tspan x="{text_x:.1f}" y="{y + 5 + 15 * number:g}">{escape(line)}</tspan>'
        for number, line in enumerate(broken)
    )
    date = labels.join_nonempty((row.date, row.status), ", ")
    marked = ' class="own"' if row.id == own else ""
    return (
        f'<a{marked} href="{links.href(row.event.path)}" tabindex="-1">{draw_symbol(row.kind, x, y - 1, RADIUS)}'
        f'<text class="when" x="{text_x:.1f}" y="{y - 9:g}">{escape(date)}</text><text>{spans}</text></a>'
    )

"""Draw one year on a line: a mark for every event, or for every month where there are too many."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import KINDS, draw_symbol, join_drawing, make_focusable
from communique.site.graphics.year_chart import NOUNS
from communique.site.page_urls import RelativeLinks
from communique.site.pages.components import EventRow
from communique.site.pages.overview.chart_views import TimelineYear

WIDTH, SIDE, RADIUS, RISE = 640, 6, 3.6, 8.4
"""Width of a year, the margin at its ends, a mark's radius, and how much higher the next of a pile stands."""

CROWDED = 160
"""Events of a year beyond which months are drawn in place of events."""


def draw_year_line(year: TimelineYear, links: RelativeLinks) -> Markup:
    """Return a year as one raw block: a link to its page, and its events or months as linked marks."""
    crowded = len(year.rows) > CROWDED
    marks, height = _draw_months(year, links) if crowded else _draw_events(year, links)
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
    months = "".join(
        f"M{_x_position(year.year, dt.date(year.year, month, 1)):.1f} 0v{height - 1:g}"
        for month in range(1, 13)
    )
    year_href = links.href(year.page.path)
    return join_drawing(
        '<div class="year-line">',
        f'<a href="{year_href}">{year.year} <span class="n">{len(year.rows)}</span></a>',
        f'<svg {size} role="group">',
        f"<title>{describe_year(year)}</title>",
        f'<path class="grid" d="{months}"/>',
        f'<path class="axis" d="M0 {height - 0.5:g}h{WIDTH}"/>',
        *make_focusable(marks),
        "</svg>",
        "</div>",
    )


def describe_year(year: TimelineYear) -> str:
    """Return what a year's line shows, in a sentence."""
    counts = Counter(row.kind for row in year.rows)
    phrases = [labels.format_count(counts[kind], *NOUNS[kind]) for kind in KINDS if counts[kind]]
    return f"{year.year}: {labels.join_with_and(phrases)}."


def _draw_events(year: TimelineYear, links: RelativeLinks) -> tuple[list[str], float]:
    """Return a mark for every event, those of near days stacked, and the height of the drawing."""
    placed = list(_stack_events(year))
    levels = 1 + max(level for _, _, level in placed)
    height = levels * RISE + 3
    marks = [
        f'<a href="{links.href(row.event.path)}" tabindex="-1">'
        + draw_symbol(
            row.kind,
            x,
            height - 1.5 - (level + 0.5) * RISE,
            RADIUS,
            f"><title>{escape(f'{row.date}: {row.event.label}')}</title>",
        )
        + "</a>"
        for row, x, level in placed
    ]
    return marks, round(height, 1)


def _stack_events(year: TimelineYear) -> Iterator[tuple[EventRow, float, int]]:
    """Yield each event with its x position and its level above the line."""
    ends: list[float] = []
    for row in year.rows:
        x = _x_position(year.year, dt.date.fromisoformat(row.day))
        level = next((level for level, end in enumerate(ends) if end <= x - 2 * RADIUS - 0.8), len(ends))
        ends[level : level + 1] = [x]
        yield row, x, level


def _draw_months(year: TimelineYear, links: RelativeLinks) -> tuple[list[str], float]:
    """Return a mark for every month and kind, its area by how many, and the height of the drawing."""
    counts = Counter((row.kind, int(row.day[5:7])) for row in year.rows)
    highest = max(counts.values())
    kinds = [kind for kind in KINDS if any(key[0] == kind for key in counts)]
    marks = []
    for (kind, month), count in sorted(counts.items()):
        x = _x_position(year.year, dt.date(year.year, month, 15))
        name = f"{dt.date(year.year, month, 1):%B} {year.year}: {labels.format_count(count, *NOUNS[kind])}"
        radius = max(1.8, 8 * math.sqrt(count / highest))
        drawn = draw_symbol(kind, x, 10 + 18 * kinds.index(kind), radius, f"><title>{name}</title>")
        marks.append(f'<a href="{links.href(year.page.path)}" tabindex="-1">{drawn}</a>')
    return marks, 18 * len(kinds) + 4


def _x_position(year: int, day: dt.date) -> float:
    """Return the x position of a day on its year's line; days before or after it lie at its ends."""
    share = min(1.0, max(0.0, (day.toordinal() - dt.date(year, 1, 1).toordinal()) / 366))
    return SIDE + share * (WIDTH - 2 * SIDE)

"""One year of the record on a line: a mark for every event, or for every month where there are too many. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator

from communique.site import words
from communique.site.charts import NOUNS
from communique.site.drawing.marks import KINDS, reachable, shape
from communique.site.escape import Markdown, escape, target
from communique.site.views.parts import EventRow
from communique.site.views.pictures import TimelineYear

WIDTH, SIDE, RADIUS, RISE = 640, 6, 3.6, 8.4
"""Width of a year, the margin at its ends, a mark's radius, and how much higher the next of a pile stands."""

CROWDED = 160
"""Events of a year beyond which months are drawn in place of events."""


def year_line(year: TimelineYear, depth: int) -> Markdown:
    """A year as one raw block: a link to its page, and its events or months as marks that lead to theirs."""
    crowded = len(year.rows) > CROWDED
    marks, height = _months(year, depth) if crowded else _events(year, depth)
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
    months = "".join(
        f"M{_x(year.year, dt.date(year.year, month, 1)):.1f} 0v{height - 1:g}" for month in range(1, 13)
    )
    return Markdown(
        "\n".join(
            (
                '<div class="year-line">',
                f'<a href="{target(year.page.path, depth)}">{year.year} <span class="n">{len(year.rows)}</span></a>',
                f'<svg {size} role="group">',
                f"<title>{told(year)}</title>",
                f'<path class="grid" d="{months}"/>',
                f'<path class="axis" d="M0 {height - 0.5:g}h{WIDTH}"/>',
                *reachable(marks),
                "</svg>",
                "</div>",
            )
        )
    )


def told(year: TimelineYear) -> str:
    """What a year's line shows, in a sentence."""
    counts = Counter(row.kind for row in year.rows)
    said = [words.counted(counts[kind], *NOUNS[kind]) for kind in KINDS if counts[kind]]
    return f"{year.year}: {words.listed(said)}."


def _events(year: TimelineYear, depth: int) -> tuple[list[str], float]:
    """A mark for every event, those of near days piled up from the line."""
    placed = list(_piled(year))
    levels = 1 + max(level for _, _, level in placed)
    height = levels * RISE + 3
    marks = [
        f'<a href="{target(row.event.path, depth)}" tabindex="-1">'
        + shape(
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


def _piled(year: TimelineYear) -> Iterator[tuple[EventRow, float, int]]:
    """Each event with where it stands: along the year, and how high where others are near."""
    ends: list[float] = []
    for row in year.rows:
        x = _x(year.year, dt.date.fromisoformat(row.day))
        level = next((level for level, end in enumerate(ends) if end <= x - 2 * RADIUS - 0.8), len(ends))
        ends[level : level + 1] = [x]
        yield row, x, level


def _months(year: TimelineYear, depth: int) -> tuple[list[str], float]:
    """A mark for every month and kind, its area by how many; all lead to the year's page."""
    counts = Counter((row.kind, int(row.day[5:7])) for row in year.rows)
    highest = max(counts.values())
    kinds = [kind for kind in KINDS if any(key[0] == kind for key in counts)]
    marks = []
    for (kind, month), count in sorted(counts.items()):
        x = _x(year.year, dt.date(year.year, month, 15))
        name = f"{dt.date(year.year, month, 1):%B} {year.year}: {words.counted(count, *NOUNS[kind])}"
        radius = max(1.8, 8 * math.sqrt(count / highest))
        drawn = shape(kind, x, 10 + 18 * kinds.index(kind), radius, f"><title>{name}</title>")
        marks.append(f'<a href="{target(year.page.path, depth)}" tabindex="-1">{drawn}</a>')
    return marks, 18 * len(kinds) + 4


def _x(year: int, day: dt.date) -> float:
    """Where a day stands on its year's line; days before or after it at its ends."""
    share = min(1.0, max(0.0, (day.toordinal() - dt.date(year, 1, 1).toordinal()) / 366))
    return SIDE + share * (WIDTH - 2 * SIDE)

"""Draw how high and how far launches went: dots with the span that sources leave open."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import join_drawing, make_focusable
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import Launch, ValueRange

WIDTH, LEFT, PANEL, GAP, FOOT = 720, 44, 150, 34, 22
"""Sizes in pixels: the picture, its margin for numbers, a panel's height, the space above each, the years' line."""

STEPS = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
"""Distances between lines across a panel, in km."""


def draw_launch_chart(launches: Sequence[Launch], links: RelativeLinks) -> Markup:
    """Return two panels over the same launches, altitude above distance; "" for fewer than two."""
    if len(launches) < 2:
        return Markup("")
    column = (WIDTH - LEFT) / len(launches)
    height = 2 * (PANEL + GAP) + FOOT
    drawn: list[str] = []
    dots: list[str] = []
    for number, (name, spans) in enumerate(
        (
            ("Greatest altitude, km", [launch.altitude for launch in launches]),
            ("Distance flown, km", [launch.distance for launch in launches]),
        )
    ):
        lines, marks = _draw_panel(name, spans, launches, column, GAP + number * (PANEL + GAP), links)
        drawn += lines
        dots += marks
    return join_drawing(
        '<figure class="chart launches">',
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group">',
        f"<title>{escape(describe_launches(launches))}</title>",
        *_draw_years(launches, column, height),
        *drawn,
        *make_focusable(dots),
        "</svg>",
        "</figure>",
    )


def _draw_years(launches: Sequence[Launch], column: float, height: int) -> list[str]:
    """Return a band for every other year, and the years' labels below."""
    years: dict[int | None, list[int]] = {}
    for number, launch in enumerate(launches):
        years.setdefault(launch.row.year, []).append(number)
    lines, taken = [], 0.0
    for turn, (year, numbers) in enumerate(years.items()):
        x, across = LEFT + numbers[0] * column, len(numbers) * column
        if turn % 2 == 0:
            lines.append(
                f'<rect class="band" x="{x:.1f}" y="{GAP}" width="{across:.1f}" height="{height - GAP - FOOT}"/>'
            )
        label = f"{year}" if across >= 34 else f"’{str(year)[-2:]}"
        middle, half = x + across / 2, 3.5 * len(label)
        if middle - half >= taken:  # a year of one launch is narrower than its label
            lines.append(f'<text x="{middle:.1f}" y="{height - 6}" text-anchor="middle">{label}</text>')
            taken = middle + half
    return lines


def _draw_panel(
    name: str,
    spans: Sequence[ValueRange | None],
    launches: Sequence[Launch],
    column: float,
    top: float,
    links: RelativeLinks,
) -> tuple[list[str], list[str]]:
    """Return the lines and the marks of one measure of all launches that have it."""
    most = max((value for span in spans if span for value in _span_values(span)), default=1)
    step = next((step for step in STEPS if most / step <= 4), STEPS[-1])
    ceiling = step * (int(most / step) + 1)

    def to_y(value: float) -> float:
        return top + PANEL * (1 - value / ceiling)

    lines = [f'<text class="name" x="{LEFT}" y="{top - 8}">{name}</text>']
    for value in range(0, ceiling, step):
        lines.append(f'<path class="{"grid" if value else "axis"}" d="M{LEFT} {to_y(value):.1f}H{WIDTH}"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{to_y(value) + 4:.1f}" text-anchor="end">{value:,}</text>')
    marks = []
    for number, (span, launch) in enumerate(zip(spans, launches, strict=True)):
        if span:
            x = LEFT + (number + 0.5) * column
            title = escape(f"{launch.row.date}: {launch.row.event.label}: {span.text}")
            title += ", unresolved" if span.unresolved else ""
            mark = "".join(_draw_mark(span, x, [to_y(value) for value in _span_values(span)]))
            marks.append(
                f'<a href="{links.href(launch.row.event.path)}" tabindex="-1">'
                f"<title>{title}</title>{mark}</a>"
            )
    return lines, marks


def _span_values(span: ValueRange) -> list[float]:
    return [value for value in (span.low, span.best, span.high) if value is not None]


def _draw_mark(span: ValueRange, x: float, ys: Sequence[float]) -> list[str]:
    """Return a dot at the best figure, else in the middle of the span, with a bar over the span.

    An arrow says that only a bound is known; a hollow dot, that sources contradict each other.
    """
    low, high = max(ys), min(ys)
    parts = []
    if low - high > 0.5:
        parts.append(
            f'<path class="bar-line" d="M{x - 3:.1f} {low:.1f}h6M{x:.1f} {low:.1f}V{high:.1f}m-3 0h6"/>'
        )
    elif span.best is None and span.low is not None and span.high is None:
        parts.append(f'<path class="bar-line" d="M{x:.1f} {low:.1f}v-14m-3 4 3-4 3 4"/>')
    elif span.best is None and span.high is not None and span.low is None:
        parts.append(f'<path class="bar-line" d="M{x:.1f} {low:.1f}v14m-3-4 3 4 3-4"/>')
    middle = ys[1 if span.low is not None else 0] if span.best is not None else (low + high) / 2
    kind = "dot open" if span.unresolved else "dot"
    parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{middle:.1f}" r="4"/>')
    return parts


def describe_launches(launches: Sequence[Launch]) -> str:
    """Return what the chart shows, in sentences."""
    first, last = launches[0].row.year, launches[-1].row.year
    text = (
        f"{labels.format_count(len(launches), 'launch', 'launches')} from {first} to {last} in order of time."
    )
    for name, spans in (
        ("Highest", [(item.altitude, item) for item in launches if item.altitude]),
        ("Farthest", [(item.distance, item) for item in launches if item.distance]),
    ):
        if spans:
            span, launch = max(spans, key=lambda pair: max(_span_values(pair[0])))
            text += f" {name}: {span.text}, {launch.row.date}."
    return text

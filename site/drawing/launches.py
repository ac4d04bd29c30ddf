"""How high and how far launches went, one column each: dots with the span that sources leave open. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from communique.site import words
from communique.site.drawing.marks import reachable
from communique.site.escape import Markdown, escape, target
from communique.site.views.parts import Launch, Span

WIDTH, LEFT, PANEL, GAP, FOOT = 720, 44, 150, 34, 22
"""Sizes in pixels: the picture, its margin for numbers, a panel's height, the space above each, the years' line."""

STEPS = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
"""Distances between lines across a panel, in km."""


def launch_chart(launches: Sequence[Launch], depth: int) -> Markdown:
    """Two panels over the same launches, altitude above distance; nothing for fewer than two launches."""
    if len(launches) < 2:
        return Markdown("")
    column = (WIDTH - LEFT) / len(launches)
    height = 2 * (PANEL + GAP) + FOOT
    drawn: list[str] = []
    dots: list[str] = []
    for number, (name, spans) in enumerate(
        (
            ("Greatest altitude, km", [one.altitude for one in launches]),
            ("Distance flown, km", [one.distance for one in launches]),
        )
    ):
        words_and_lines, marks = _panel(name, spans, launches, column, GAP + number * (PANEL + GAP), depth)
        drawn += words_and_lines
        dots += marks
    return Markdown(
        "\n".join(
            (
                '<figure class="chart launches">',
                f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group">',
                f"<title>{escape(described(launches))}</title>",
                *_years(launches, column, height),
                *drawn,
                *reachable(dots),
                "</svg>",
                "</figure>",
            )
        )
    )


def _years(launches: Sequence[Launch], column: float, height: int) -> list[str]:
    """A band for every other year, and the years below."""
    years: dict[int | None, list[int]] = {}
    for number, launch in enumerate(launches):
        years.setdefault(launch.row.year, []).append(number)
    lines = []
    for turn, (year, numbers) in enumerate(years.items()):
        x, across = LEFT + numbers[0] * column, len(numbers) * column
        if turn % 2 == 0:
            lines.append(
                f'<rect class="band" x="{x:.1f}" y="{GAP}" width="{across:.1f}" height="{height - GAP - FOOT}"/>'
            )
        label = f"{year}" if across >= 34 else f"’{str(year)[-2:]}"
        lines.append(f'<text x="{x + across / 2:.1f}" y="{height - 6}" text-anchor="middle">{label}</text>')
    return lines


def _panel(
    name: str, spans: Sequence[Span | None], launches: Sequence[Launch], column: float, top: float, depth: int
) -> tuple[list[str], list[str]]:
    """A measure of every launch that has it, on lines at round numbers: the lines, and the marks."""
    most = max((value for span in spans if span for value in _values(span)), default=1)
    step = next((step for step in STEPS if most / step <= 4), STEPS[-1])
    ceiling = step * (int(most / step) + 1)

    def y(value: float) -> float:
        return top + PANEL * (1 - value / ceiling)

    lines = [f'<text class="name" x="{LEFT}" y="{top - 8}">{name}</text>']
    for value in range(0, ceiling, step):
        lines.append(f'<path class="{"grid" if value else "axis"}" d="M{LEFT} {y(value):.1f}H{WIDTH}"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,}</text>')
    marks = []
    for number, (span, launch) in enumerate(zip(spans, launches, strict=True)):
        if span:
            x = LEFT + (number + 0.5) * column
            said = escape(f"{launch.row.date}: {launch.row.event.label}: {span.words}")
            said += ", unresolved" if span.unresolved else ""
            mark = "".join(_mark(span, x, [y(value) for value in _values(span)]))
            marks.append(
                f'<a href="{target(launch.row.event.path, depth)}" tabindex="-1"><title>{said}</title>{mark}</a>'
            )
    return lines, marks


def _values(span: Span) -> list[float]:
    return [value for value in (span.low, span.best, span.high) if value is not None]


def _mark(span: Span, x: float, ys: Sequence[float]) -> list[str]:
    """A dot at the best figure, else at the middle of what is left open, with a bar over the span.

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


def described(launches: Sequence[Launch]) -> str:
    """What the picture shows, in sentences."""
    first, last = launches[0].row.year, launches[-1].row.year
    said = f"{words.counted(len(launches), 'launch', 'launches')} from {first} to {last} in order of time."
    for name, spans in (
        ("Highest", [(one.altitude, one) for one in launches if one.altitude]),
        ("Farthest", [(one.distance, one) for one in launches if one.distance]),
    ):
        if spans:
            span, launch = max(spans, key=lambda pair: max(_values(pair[0])))
            said += f" {name}: {span.words}, {launch.row.date}."
    return said

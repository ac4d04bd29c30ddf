"""Draw small charts side by side: the years of each subject of a list, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import join_drawing
from communique.site.graphics.year_chart import HATCHING, draw_bars
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import SubjectYears

WIDTH, HEIGHT = 180, 40
"""Size of one chart in pixels."""


def draw_small_multiples(
    subjects: Sequence[SubjectYears], unit: tuple[str, str], links: RelativeLinks
) -> Markup:
    """Return a chart for each subject, each a picture with words beside it; "" for fewer than two.

    Args:
        subjects: those of the list, each with the same years.
        unit: what one and several of what is counted are called.
        links: those of the page.
    """
    if len(subjects) < 2:
        return Markup("")
    return join_drawing(
        '<div class="multiples">',
        "<ul>",
        *(line for turn, subject in enumerate(subjects) for line in _draw_chart(subject, unit, turn, links)),
        "</ul>",
        "</div>",
    )


def _draw_chart(
    subject: SubjectYears, unit: tuple[str, str], turn: int, links: RelativeLinks
) -> Iterator[str]:
    """Yield the lines of one chart: its subject as a link, and its bars with their words."""
    years = subject.years
    step = WIDTH / max(len(years), 1)
    total, highest = sum(year.count for year in years), max(year.count for year in years)
    span = f"{years[0].year} to {years[-1].year}"
    thin = sum(year.thin for year in years)
    text = f"{labels.format_count(total, *unit)}, {span}, at most {highest} a year"
    text += f"; hatched: {thin}" if thin else ""
    yield f'<li><a href="{links.href(subject.subject.path)}">{escape(subject.subject.label)}</a>'
    yield f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">'
    yield f"<title>{text}</title>"
    yield from [HATCHING] * (turn == 0)
    yield f'<path class="axis" d="M0 {HEIGHT - 0.5}H{WIDTH}"/>'
    yield from draw_bars(years, step, HEIGHT - 1, HEIGHT - 4)
    yield "</svg>"
    ends = f"<span>{years[0].year}</span> <span>{total:,}</span> <span>{years[-1].year}</span>"
    yield f'<small class="more">{ends}</small></li>'

"""Draw events per year: a lane of marks for each kind, with a description as text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from communique.schema.event_types import EVENT_TYPES
from communique.site import labels
from communique.site.graphics.symbols import draw_symbol, join_drawing, select_present_kinds
from communique.site.pages.components import YearCount

WIDTH, LANE, WIDEST, LARGEST = 720, 20, 24, 9.0
"""Width of the drawing, height of a lane, the most that a year takes of the width, and the largest mark's radius."""

NOUNS = {kind.value: (kind.value, event_type.plural) for kind, event_type in EVENT_TYPES.items()}
"""Each kind's name for one event and for several."""


def draw_year_chart(years: Sequence[YearCount]) -> Markup:
    """Return events per year and kind as marks on lanes: one block of raw HTML without blank lines.

    A mark's area grows with its number. Years without events are gaps; a single event needs no drawing. Words stand
    below it, as they would shrink in it.
    """
    if sum(year.count for year in years) < 2 or len(years) < 2:
        return Markup("")
    totals = Counter[str]()
    for year in years:
        totals.update(dict(year.kinds))
    kinds = select_present_kinds(tuple(totals.items()))
    height = LANE * len(kinds) + 4
    lines = [
        '<div class="strip">',
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{describe_years(years)}</title>",
        *_draw_axis(years, height),
        *(mark for lane, kind in enumerate(kinds) for mark in _draw_lane(years, kind, LANE * (lane + 0.5))),
        "</svg>",
        f'<small class="more">{describe_years(years)} {_draw_legend(kinds, totals)}</small>',
        "</div>",
    ]
    return join_drawing(*lines)


def _draw_axis(years: Sequence[YearCount], height: int) -> list[str]:
    """Return the line that years stand on, with a tick at each decade."""
    step = _year_width(years)
    ticks = "".join(
        f"M{(position + 0.5) * step:.1f} {height - 2}V2"
        for position, year in enumerate(years)
        if year.year % 10 == 0
    )
    axis = f"M0 {height - 1}H{step * len(years):.1f}"
    return [f'<path class="grid" d="{ticks}"/>'] * bool(ticks) + [f'<path class="axis" d="{axis}"/>']


def _draw_lane(years: Sequence[YearCount], kind: str, y: float) -> list[str]:
    """Return one kind's marks along the years."""
    step = _year_width(years)
    largest = min(LARGEST, max(3.0, step * 0.8))
    highest = max(count for year in years for _, count in year.kinds)
    marks = []
    for position, year in enumerate(years):
        count = dict(year.kinds).get(kind, 0)
        if count:
            title = f"><title>{year.year}: {labels.format_count(count, *NOUNS[kind])}</title>"
            radius = max(1.6, largest * math.sqrt(count / highest))
            marks.append(draw_symbol(kind, (position + 0.5) * step, y, radius, title))
    return marks


def _year_width(years: Sequence[YearCount]) -> float:
    return min(WIDTH / len(years), WIDEST)


def _draw_legend(kinds: Sequence[str], totals: Counter[str]) -> str:
    """Return each kind's symbol with how many events there are."""
    return " ".join(
        f'<span class="kind {kind}">{labels.format_count(totals[kind], *NOUNS[kind])}</span>'
        for kind in kinds
    )


def describe_years(years: Sequence[YearCount]) -> str:
    """Return what the chart shows, in a sentence."""
    active_years = [year for year in years if year.count]
    total = labels.format_count(sum(year.count for year in active_years), "dated event")
    top = max(active_years, key=lambda year: (year.count, year.year))
    if len(active_years) == 1:
        text = f"{total} in {top.year}."
    else:
        text = f"{total} from {active_years[0].year} to {active_years[-1].year}, most in {top.year}: {top.count:,}."
    is_complete = (active_years[0], active_years[-1]) == (years[0], years[-1])
    return text if is_complete else f"{text} The line runs from {years[0].year} to {years[-1].year}."


def scale_bars(years: Sequence[YearCount]) -> tuple[tuple[YearCount, int], ...]:
    """Return each year with its bar's height in twentieths of the highest: 0 for no event, else 1 or more."""
    highest = max((year.count for year in years), default=1)
    return tuple((year, max(1, round(20 * year.count / highest)) if year.count else 0) for year in years)

"""Draw events over time: one year on a line, and events per year, a lane of marks for each kind over bars."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from communique.schema.event_types import EVENT_TYPES
from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import (
    KINDS,
    draw_symbol,
    join_drawing,
    make_focusable,
    select_present_kinds,
)
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import EventRow, TimelineDays, TimelineYear, YearCount

WIDTH, LANE, WIDEST, LARGEST, BAR = 720, 20, 24, 9.0, 34
"""Width of the drawing, height of a lane, the most that a year takes of the width, the largest mark's radius, and
the height of the highest bar."""

HATCHING = (
    '<pattern id="thin" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M2 0v4" stroke-width="1.7"/></pattern>'
)
"""The pattern of bars that stand for little; the first drawing of a page holds it for all."""

NOUNS = {kind.value: (kind.value, event_type.plural) for kind, event_type in EVENT_TYPES.items()}
"""Each kind's name for one event and for several."""


def draw_year_chart(years: Sequence[YearCount]) -> Markup:
    """Return events per year and kind as marks on lanes: one block of raw HTML without blank lines.

    A mark's area grows with its number. Below stands a bar for each year, hatched as far as its events rest on one
    originator or were read in part. Years without events are gaps; a single event needs no drawing. Words stand below
    it, as they would shrink in it.
    """
    if sum(year.count for year in years) < 2 or len(years) < 2:
        return Markup("")
    totals = Counter[str]()
    for year in years:
        totals.update(dict(year.kinds))
    kinds = select_present_kinds(tuple(totals.items()))
    height = LANE * len(kinds) + BAR + 8
    legend = labels.join_nonempty((_draw_legend(kinds, totals), draw_bar_legend(years)), " ")
    lines = [
        '<div class="strip">',
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{describe_years(years)}</title>",
        HATCHING,
        *_draw_axis(years, height),
        *draw_bars(years, _year_width(years), height - 1.4, BAR),
        *(mark for lane, kind in enumerate(kinds) for mark in _draw_lane(years, kind, LANE * (lane + 0.5))),
        "</svg>",
        f'<small class="more">{describe_years(years)} {legend}</small>',
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


def draw_bars(years: Sequence[YearCount], step: float, base: float, height: float) -> list[str]:
    """Return a bar for each year that stands on a line, what is thin hatched upon what is not, as two strokes."""
    highest = max(year.count for year in years) or 1
    solid, hatched = "", ""
    for position, year in enumerate(years):
        x = f"{(position + 0.5) * step:.1f}"
        top = base - height * (year.count - year.thin) / highest
        solid += f"M{x} {base:g}V{top:.1f}" if year.count > year.thin else ""
        hatched += f"M{x} {top:.1f}V{base - height * year.count / highest:.1f}" if year.thin else ""
    width = f'stroke-width="{step * 0.72:.1f}"'
    drawn = (('class="bars"', solid), ('stroke="url(#thin)"', hatched))
    return [f'<path {look} {width} d="{path}"/>' for look, path in drawn if path]


def draw_bar_legend(years: Sequence[YearCount]) -> Markup:
    """Return what is hatched, as words with a sample, and how many events that is; "" where nothing is."""
    thin, total = sum(year.thin for year in years), sum(year.count for year in years)
    text = f"on one originator or on texts read in part: {thin:,} of {total:,}"
    return join_drawing(*[f'<span class="hatched">{text}</span>'] * bool(thin))


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
    total = labels.format_count(sum(year.count for year in active_years), "event held", "events held")
    top = max(active_years, key=lambda year: (year.count, year.year))
    if len(active_years) == 1:
        text = f"{total} in {top.year}."
    else:
        text = f"{total} from {active_years[0].year} to {active_years[-1].year}, most in {top.year}: {top.count:,}."
    is_complete = (active_years[0], active_years[-1]) == (years[0], years[-1])
    return text if is_complete else f"{text} The line runs from {years[0].year} to {years[-1].year}."


def scale_bars(years: Sequence[YearCount]) -> tuple[tuple[YearCount, int, int], ...]:
    """Return each year with the heights of its bar and of what is hatched of it, in twentieths of the highest.

    A bar is 0 for no event, else 1 or more; so is its hatched part.
    """

    def scale(count: int, most: int) -> int:
        return min(most, max(1, round(20 * count / highest))) if count else 0

    highest = max((year.count for year in years), default=1) or 1
    return tuple((year, bar := scale(year.count, 20), scale(year.thin, bar)) for year in years)


LINE_WIDTH, SIDE, RADIUS, RISE = 640, 6, 3.6, 8.4
"""Width of a year, the margin at its ends, a mark's radius, and how much higher the next of a pile stands."""

CROWDED = 160
"""Events of a year beyond which months are drawn in place of events."""


def draw_year_line(year: TimelineYear, links: RelativeLinks) -> Markup:
    """Return a year as one raw block: a link to its page, and its events or months as linked marks."""
    span = Span(dt.date(year.year, 1, 1), 366)
    crowded = len(year.rows) > CROWDED
    marks, height = _draw_months(year, span, links) if crowded else _draw_events(year.rows, span, links)
    months = [dt.date(year.year, month, 1) for month in range(1, 13)]
    return join_drawing(
        '<div class="year-line">',
        f'<a href="{links.href(year.page.path)}">{year.year} <span class="n">{len(year.rows)}</span></a>',
        *_draw_line(marks, height, describe_year(year), months, span),
        "</div>",
    )


def draw_day_line(days: TimelineDays, links: RelativeLinks) -> Markup:
    """Return the events of some weeks as linked marks on one line, their legend below; "" for fewer than two.

    Ticks stand at Mondays, or at the first of each month where there are more than one.
    """
    if len(days.rows) < 2:
        return Markup("")
    span = Span(days.first, (days.last - days.first).days + 1)
    marks, height = _draw_events(days.rows, span, links)
    calendar = [days.first + dt.timedelta(days=number) for number in range(span.days)]
    firsts = [day for day in calendar if day.day == 1]
    ticks = firsts if len(firsts) > 1 else [day for day in calendar if day.isoweekday() == 1]
    counts = Counter(row.kind for row in days.rows)
    text = (
        f"{labels.format_day(days.first)} to {labels.format_day(days.last)}, each event on the day it began"
    )
    text += f"; {days.undated} more began on no day that is known" if days.undated else ""
    thin = sum(row.is_thin for row in days.rows)
    text += f"; hollow: {thin} on one originator or on texts read in part" if thin else ""
    legend = _draw_legend(select_present_kinds(tuple(counts.items())), counts)
    return join_drawing(
        '<div class="strip year-line days">',
        *_draw_line(marks, height, f"{text}.", ticks, span),
        f'<small class="more">{text}. {legend}</small>',
        "</div>",
    )


def _draw_line(
    marks: list[str], height: float, text: str, ticks: Iterable[dt.date], span: Span
) -> Iterator[str]:
    """Yield a line of marks as a drawing with one stop for the keyboard, and with ticks at some of its days."""
    yield f'<svg viewBox="0 0 {LINE_WIDTH} {height:g}" width="{LINE_WIDTH}" height="{height:g}" role="group">'
    yield f"<title>{text}</title>"
    path = "".join(f"M{span.place_day(day):.1f} 0v{height - 1:g}" for day in ticks)
    yield f'<path class="grid" d="{path}"/>'
    yield f'<path class="axis" d="M0 {height - 0.5:g}h{LINE_WIDTH}"/>'
    yield from make_focusable(marks)
    yield "</svg>"


@dataclass(frozen=True, slots=True)
class Span:
    """So many days from the first on, along the width of a line."""

    first: dt.date
    days: int

    def place_day(self, day: dt.date) -> float:
        """Return the x position of a day; those before or after the span lie at its ends."""
        share = min(1.0, max(0.0, (day - self.first).days / self.days))
        return SIDE + share * (LINE_WIDTH - 2 * SIDE)


def describe_year(year: TimelineYear) -> str:
    """Return what a year's line shows, in a sentence."""
    counts = Counter(row.kind for row in year.rows)
    phrases = [labels.format_count(counts[kind], *NOUNS[kind]) for kind in KINDS if counts[kind]]
    thin = sum(row.is_thin for row in year.rows)
    hollow = f" On one originator or on texts read in part: {thin} of {len(year.rows)}." if thin else ""
    return f"{year.year}: {labels.join_with_and(phrases)}.{hollow}"


def _draw_events(rows: Iterable[EventRow], span: Span, links: RelativeLinks) -> tuple[list[str], float]:
    """Return a mark for every event, those of near days stacked, and the height of the drawing."""
    placed = list(_stack_events(rows, span))
    levels = 1 + max(level for _, _, level in placed)
    height = levels * RISE + 3
    thin = ' class="thin"'
    marks = [
        f'<a{thin * row.is_thin} href="{links.href(row.event.path)}" tabindex="-1">'
        + draw_symbol(
            row.kind,
            x,
            height - 1.5 - (level + 0.5) * RISE,
            RADIUS,
            f"><title>{escape(_describe_mark(row))}</title>",
        )
        + "</a>"
        for row, x, level in placed
    ]
    return marks, round(height, 1)


def _describe_mark(row: EventRow) -> str:
    return f"{row.date}: {row.event.label}" + (f" ({row.status})" if row.status else "")


def _stack_events(rows: Iterable[EventRow], span: Span) -> Iterator[tuple[EventRow, float, int]]:
    """Yield each event with its x position and its level above the line."""
    ends: list[float] = []
    for row in rows:
        x = span.place_day(dt.date.fromisoformat(row.day))
        level = next((level for level, end in enumerate(ends) if end <= x - 2 * RADIUS - 0.8), len(ends))
        ends[level : level + 1] = [x]
        yield row, x, level


def _draw_months(year: TimelineYear, span: Span, links: RelativeLinks) -> tuple[list[str], float]:
    """Return a mark for every month and kind, its area by how many, and the height of the drawing."""
    counts = Counter((row.kind, int(row.day[5:7])) for row in year.rows)
    highest = max(counts.values())
    kinds = [kind for kind in KINDS if any(key[0] == kind for key in counts)]
    marks = []
    for (kind, month), count in sorted(counts.items()):
        x = span.place_day(dt.date(year.year, month, 15))
        name = f"{dt.date(year.year, month, 1):%B} {year.year}: {labels.format_count(count, *NOUNS[kind])}"
        radius = max(1.8, 8 * math.sqrt(count / highest))
        drawn = draw_symbol(kind, x, 10 + 18 * kinds.index(kind), radius, f"><title>{name}</title>")
        marks.append(f'<a href="{links.href(year.page.path)}" tabindex="-1">{drawn}</a>')
    return marks, 18 * len(kinds) + 4

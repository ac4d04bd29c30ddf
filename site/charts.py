"""The strip of years: a lane for each kind of event, drawn at build time and told in words beside it. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from communique.schema.vocabulary import Kind
from communique.site import words
from communique.site.drawing.marks import present, shape
from communique.site.escape import Markdown
from communique.site.views.parts import YearCount

WIDTH, LANE, WIDEST, LARGEST = 720, 20, 24, 9.0
"""Width of the drawing, height of a lane, the most that a year takes of the width, and the largest mark's radius."""

NOUNS = {
    Kind.MEETING.value: ("meeting", "meetings"),
    Kind.MEMORANDUM.value: ("memorandum", "memoranda"),
    Kind.EXERCISE.value: ("exercise", "exercises"),
    Kind.INCIDENT.value: ("incident", "incidents"),
}


def strip(years: Sequence[YearCount]) -> Markdown:
    """Events per year and kind as marks on lanes: one block of raw HTML, without blank lines, that any engine keeps.

    A mark's area grows with its number. Years without events are gaps; a single event needs no drawing. Words stand
    below it, as they would shrink in it.
    """
    if sum(year.count for year in years) < 2 or len(years) < 2:
        return Markdown("")
    totals = Counter[str]()
    for year in years:
        totals.update(dict(year.kinds))
    kinds = present(tuple(totals.items()))
    height = LANE * len(kinds) + 4
    lines = [
        '<div class="strip">',
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{described(years)}</title>",
        *_scale(years, height),
        *(mark for lane, kind in enumerate(kinds) for mark in _lane(years, kind, LANE * (lane + 0.5))),
        "</svg>",
        f'<small class="more">{described(years)} {_legend(kinds, totals)}</small>',
        "</div>",
    ]
    return Markdown("\n".join(lines))


def _scale(years: Sequence[YearCount], height: int) -> list[str]:
    """The line that years stand on, with a tick at each decade."""
    step = _step(years)
    ticks = "".join(
        f"M{(position + 0.5) * step:.1f} {height - 2}V2"
        for position, year in enumerate(years)
        if year.year % 10 == 0
    )
    line = f"M0 {height - 1}H{step * len(years):.1f}"
    return [f'<path class="grid" d="{ticks}"/>'] * bool(ticks) + [f'<path class="axis" d="{line}"/>']


def _lane(years: Sequence[YearCount], kind: str, y: float) -> list[str]:
    """One kind's marks along the years."""
    step = _step(years)
    largest = min(LARGEST, max(3.0, step * 0.8))
    highest = max(count for year in years for _, count in year.kinds)
    marks = []
    for position, year in enumerate(years):
        count = dict(year.kinds).get(kind, 0)
        if count:
            title = f"><title>{year.year}: {words.counted(count, *NOUNS[kind])}</title>"
            radius = max(1.6, largest * math.sqrt(count / highest))
            marks.append(shape(kind, (position + 0.5) * step, y, radius, title))
    return marks


def _step(years: Sequence[YearCount]) -> float:
    return min(WIDTH / len(years), WIDEST)


def _legend(kinds: Sequence[str], totals: Counter[str]) -> str:
    """Each kind's shape, which its style draws, with how many there are."""
    return " ".join(
        f'<span class="kind {kind}">{words.counted(totals[kind], *NOUNS[kind])}</span>' for kind in kinds
    )


def described(years: Sequence[YearCount]) -> str:
    """What the strip shows, in a sentence."""
    given = [year for year in years if year.count]
    total = words.counted(sum(year.count for year in given), "dated event")
    top = max(given, key=lambda year: (year.count, year.year))
    if len(given) == 1:
        said = f"{total} in {top.year}."
    else:
        said = f"{total} from {given[0].year} to {given[-1].year}, most in {top.year}: {top.count:,}."
    whole = (given[0], given[-1]) == (years[0], years[-1])
    return said if whole else f"{said} The line runs from {years[0].year} to {years[-1].year}."


def bars(years: Sequence[YearCount]) -> tuple[tuple[YearCount, int], ...]:
    """Each year with its bar's height in twentieths of the highest: 0 for no event, else at least 1."""
    highest = max((year.count for year in years), default=1)
    return tuple((year, max(1, round(20 * year.count / highest)) if year.count else 0) for year in years)

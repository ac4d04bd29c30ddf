"""Pictures drawn at build time: SVG in the text's own colour, with words for those who cannot see it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from communique.site import words
from communique.site.escape import Markdown
from communique.site.views.parts import YearCount

WIDTH, HEIGHT, WIDEST = 720, 40, 24
"""Size of the drawing, and the most that a year takes of its width: a bar and the space beside it."""


def strip(years: Sequence[YearCount]) -> Markdown:
    """Events per year as bars on a line: one block of raw HTML, without blank lines, that any Markdown engine keeps.

    Years without events are gaps; a single event needs no drawing. Words stand below it, as they would shrink in it.
    """
    if sum(year.count for year in years) < 2 or len(years) < 2:
        return Markdown("")
    highest = max(year.count for year in years)
    step = min(WIDTH / len(years), WIDEST)
    size = f'viewBox="0 0 {WIDTH} {HEIGHT + 2}" width="{WIDTH}" height="{HEIGHT + 2}"'
    lines = [
        '<div class="strip">',
        f'<svg {size} fill="currentColor" fill-opacity="0.6" role="img">',
        f"<title>{described(years)}</title>",
    ]
    for position, year in enumerate(years):
        if year.count:
            height = max(2, round(HEIGHT * year.count / highest))
            lines.append(
                f'<rect x="{position * step:.4g}" y="{HEIGHT - height}" width="{step * 0.8:.4g}" height="{height}">'
                f"<title>{year.year}: {words.counted(year.count, 'event')}</title></rect>"
            )
    lines += [
        f'<rect y="{HEIGHT + 1}" width="{step * len(years):.4g}" height="1"></rect>',
        "</svg>",
        f'<small class="more">{described(years)}</small>',
        "</div>",
    ]
    return Markdown("\n".join(lines))


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

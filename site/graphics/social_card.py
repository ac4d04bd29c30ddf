"""Draw the social card that stands with a shared link: a name, two facts and the years as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.schema.event_types import EVENT_TYPES
from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import KINDS
from communique.site.graphics.year_chart import NOUNS
from communique.site.pages.components import YearCount

WIDTH, HEIGHT, SIDE = 1200, 630, 72
"""What networks ask for, and the margin. A few crop some pixels all around."""

BASE, TALLEST, WIDEST = 540, 190, 44
"""Where years stand, how high the highest is, and how wide a year is at most."""

PAPER, INK, QUIET, RULE, ACCENT = "#fffefb", "#1a1e23", "#464d56", "#c9c2b4", "#0b5879"
COLOURS = {kind.value: event_type.colour for kind, event_type in EVENT_TYPES.items()}
"""As in theme/assets/look.css, light."""

BOLD = 'font-weight="600"'

SIZES = ((24, 84), (44, 68), (70, 56))
"""How long a title may be for a size of type; a longer one takes the last and is cut."""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """The content of a social card: ``path`` is its file, ``above`` stands over the title."""

    path: str
    site: str
    above: str
    title: str
    years: tuple[YearCount, ...]
    kind: str = ""


def draw_card(card: SocialCard) -> str:
    """Return the card as SVG, its text in the typeface ``Source Serif Pro``."""
    years = [year for year in card.years if year.year]
    size, lines = _fit_title(card.title)
    serif = 'font-family="Source Serif Pro"'
    title = [
        _draw_text(SIDE, round(196 + number * size * 1.08), size, line, BOLD)
        for number, line in enumerate(lines)
    ]
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" {serif} fill="{INK}">',
            f'<path fill="{PAPER}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>',
            f'<path fill="{COLOURS.get(card.kind, ACCENT)}" d="M0 0h{WIDTH}v14H0z"/>',
            _draw_text(SIDE, 104, 32, card.above, f'fill="{QUIET}"'),
            *title,
            *_draw_bars(years),
            f'<path stroke="{RULE}" stroke-width="2" d="M{SIDE} {BASE + 1}H{WIDTH - SIDE}"/>',
            _draw_text(SIDE, 588, 26, _format_facts(years), f'fill="{QUIET}"'),
            _draw_text(WIDTH - SIDE, 588, 28, card.site, f'{BOLD} text-anchor="end"'),
            "</svg>",
        )
    )


def _draw_text(x: int, y: int, size: int, text: str, more: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" {more}>{escape(text)}</text>'


def _fit_title(title: str) -> tuple[int, list[str]]:
    """Return the size of a title and its lines, two at most."""
    size = next((size for most, size in SIZES if len(title) <= most), SIZES[-1][1])
    room = int((WIDTH - 2 * SIDE) / (size * 0.48))
    parts = title.split()
    if len(title) <= room:
        return size, [title]
    cut = min(range(1, len(parts)), key=lambda cut: _longest_line(parts, cut), default=0)
    lines = [" ".join(parts[:cut]), " ".join(parts[cut:])] if cut else parts
    return size, [line if len(line) <= room else f"{line[: room - 2].rstrip()} …" for line in lines]


def _longest_line(parts: Sequence[str], cut: int) -> int:
    """Return the length of the longer line if a title is cut before one of its parts."""
    return max(len(" ".join(parts[:cut])), len(" ".join(parts[cut:])))


def _draw_bars(years: Sequence[YearCount]) -> Iterator[str]:
    """Yield a bar for each year, its kinds on top of each other."""
    if not years:
        return
    step = min((WIDTH - 2 * SIDE) / len(years), WIDEST)
    highest = max(year.count for year in years) or 1
    left = WIDTH - SIDE - step * len(years)
    for position, year in enumerate(years):
        top = float(BASE)
        counts = dict(year.kinds)
        for kind in KINDS:
            height = TALLEST * counts.get(kind, 0) / highest
            if height:
                top -= height
                box = f'x="{left + position * step + step * 0.12:.1f}" y="{top:.1f}"'
                yield f'<rect {box} width="{step * 0.76:.1f}" height="{height:.1f}" fill="{COLOURS[kind]}"/>'


def _format_facts(years: Sequence[YearCount]) -> str:
    """Return how many events of which kind there are, and from when to when."""
    totals = Counter[str]()
    for year in years:
        totals.update(dict(year.kinds))
    counts = [labels.format_count(totals[kind], *NOUNS[kind]) for kind in KINDS if totals[kind]]
    active_years = [year.year for year in years if year.count]
    span = (
        f"{min(active_years)}–{max(active_years)}"
        if active_years and min(active_years) < max(active_years)
        else "".join(map(str, active_years[:1]))
    )
    return " · ".join(filter(None, (labels.join_with_and(counts), span)))

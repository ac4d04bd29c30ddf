"""The picture that stands beside a link to the site where people share it: a name, two facts, and its years. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.site import words
from communique.site.charts import NOUNS
from communique.site.drawing.marks import KINDS
from communique.site.escape import escape
from communique.site.views.parts import YearCount

WIDTH, HEIGHT, SIDE = 1200, 630, 72
"""What networks ask for, and the margin. A few crop some pixels all around."""

BASE, TALLEST, WIDEST = 540, 190, 44
"""Where years stand, how high the highest is, and how wide a year is at most."""

PAPER, INK, QUIET, RULE, ACCENT = "#fffefb", "#1a1e23", "#464d56", "#c9c2b4", "#0b5879"
COLOURS = {"meeting": "#1d5a93", "memorandum": "#27664a", "exercise": "#7c5406", "incident": "#a2332b"}
"""As in theme/assets/look.css, light."""

BOLD = 'font-weight="600"'

SIZES = ((24, 84), (44, 68), (70, 56))
"""How long a title may be for a size of type; a longer one takes the last and is cut."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says: ``path`` is its file on the site, ``above`` stands over the title."""

    path: str
    site: str
    above: str
    title: str
    years: tuple[YearCount, ...]
    kind: str = ""


def drawn(card: Card) -> str:
    """The picture as SVG, its words in the typeface ``Source Serif Pro``."""
    years = [year for year in card.years if year.year]
    size, lines = _set(card.title)
    serif = 'font-family="Source Serif Pro"'
    title = [
        _text(SIDE, round(196 + number * size * 1.08), size, line, BOLD) for number, line in enumerate(lines)
    ]
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" {serif} fill="{INK}">',
            f'<path fill="{PAPER}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>',
            f'<path fill="{COLOURS.get(card.kind, ACCENT)}" d="M0 0h{WIDTH}v14H0z"/>',
            _text(SIDE, 104, 32, card.above, f'fill="{QUIET}"'),
            *title,
            *_bars(years),
            f'<path stroke="{RULE}" stroke-width="2" d="M{SIDE} {BASE + 1}H{WIDTH - SIDE}"/>',
            _text(SIDE, 588, 26, _facts(years), f'fill="{QUIET}"'),
            _text(WIDTH - SIDE, 588, 28, card.site, f'{BOLD} text-anchor="end"'),
            "</svg>",
        )
    )


def _text(x: int, y: int, size: int, words: str, more: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" {more}>{escape(words)}</text>'


def _set(title: str) -> tuple[int, list[str]]:
    """The size of a title and its lines, two at most."""
    size = next((size for most, size in SIZES if len(title) <= most), SIZES[-1][1])
    room = int((WIDTH - 2 * SIDE) / (size * 0.48))
    given = title.split()
    if len(title) <= room:
        return size, [title]
    cut = min(range(1, len(given)), key=lambda cut: _longest(given, cut), default=0)
    lines = [" ".join(given[:cut]), " ".join(given[cut:])] if cut else given
    return size, [line if len(line) <= room else f"{line[: room - 2].rstrip()} …" for line in lines]


def _longest(given: Sequence[str], cut: int) -> int:
    """How long the longer line is, where words are parted before one of them."""
    return max(len(" ".join(given[:cut])), len(" ".join(given[cut:])))


def _bars(years: Sequence[YearCount]) -> Iterator[str]:
    """A column for each year, its kinds on top of each other."""
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


def _facts(years: Sequence[YearCount]) -> str:
    """How many events of which kind, from when to when."""
    totals = Counter[str]()
    for year in years:
        totals.update(dict(year.kinds))
    said = [words.counted(totals[kind], *NOUNS[kind]) for kind in KINDS if totals[kind]]
    held = [year.year for year in years if year.count]
    span = f"{min(held)}–{max(held)}" if held and min(held) < max(held) else "".join(map(str, held[:1]))
    return " · ".join(filter(None, (words.listed(said), span)))

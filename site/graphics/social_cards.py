"""Render social cards as PNG for shared links: one for the site, each kind of event, country and series.

Networks take no SVG, and most want a whole address, so a site whose address is not set has that of the site alone.
The typeface comes with a package and the renderer reads no other, so that a picture is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from communique.pipeline.output_file import OutputFile
from communique.pipeline.tasks import Task
from communique.schema.event_types import EVENT_TYPES
from communique.schema.vocabulary import Kind
from communique.site import labels
from communique.site.escape import escape
from communique.site.graphics.symbols import KINDS
from communique.site.graphics.year_chart import NOUNS
from communique.site.pages.components import YearCount
from communique.site.pages.views import ActorPage, EventsPage, SeriesPage, View
from communique.site.site_metadata import SiteMetadata

FOLDER = "cards"
SITE_CARD = f"{FOLDER}/index.png"
"""The picture of every page that has none of its own."""

FONT_FILES = ("SourceSerifProSemibold", "SourceSerifPro")


def card_path(subject: str) -> str:
    """Return the path of the card of a country, a series or a kind; else that of the site's card."""
    family, _, rest = subject.removesuffix(".md").partition("/")
    if family in ("countries", "series") and rest:
        return f"{FOLDER}/{family}/{rest.split('/')[0]}.png"
    return f"{FOLDER}/{subject}.png" if subject in NOUNS else SITE_CARD


@dataclass(slots=True)
class SocialCards:
    """The social cards that a site needs, collected from its views.

    Args:
        publication: the site.
    """

    publication: SiteMetadata
    cards: dict[str, SocialCard] = field(default_factory=dict)

    def collect(self, views: Iterable[View]) -> Iterator[View]:
        """Yield views unchanged, and collect cards from the first part of each page."""
        for view in views:
            if isinstance(view, EventsPage) and view.events.part.number == 1:
                headline = self.publication.about.headline or "Events, and who reported them"
                self._add_card(SITE_CARD, "A sourced record", headline, view.events.years)
                if self.publication.address:
                    self._add_kind_cards(view.events.years)
            elif (
                self.publication.address
                and isinstance(view, ActorPage | SeriesPage)
                and view.events.part.number == 1
            ):
                path = card_path(view.path)
                if path != SITE_CARD and view.events.part.total:
                    self._add_card(
                        path, labels.capitalize_first(view.kind_words), view.title, view.events.years
                    )
            yield view

    def _add_card(
        self, path: str, above: str, title: str, years: tuple[YearCount, ...], kind: str = ""
    ) -> None:
        self.cards[path] = SocialCard(path, self.publication.name, above, title, years, kind)

    def _add_kind_cards(self, years: tuple[YearCount, ...]) -> None:
        for kind in Kind:
            kind_years = tuple(
                YearCount(year.year, count, ((kind.value, count),))
                for year in years
                for count in (dict(year.kinds).get(kind.value, 0),)
            )
            title = labels.capitalize_first(NOUNS[kind.value][1])
            self._add_card(card_path(kind.value), "Events on record", title, kind_years, kind.value)

    def build_tasks(self) -> Iterator[Task]:
        """Yield a task for each card."""
        for card in self.cards.values():
            yield Task(f"card {card.path}", card, partial(_build_card, card))


def _build_card(card: SocialCard) -> tuple[OutputFile]:
    return (OutputFile(card.path, render_png(draw_card(card))),)


def render_png(svg: str) -> bytes:
    """Return a drawing as PNG, its text in the package's typeface alone."""
    from font_source_serif_pro import font_files_ttf  # type: ignore[import-untyped]  # files, hardly code
    from resvg_py import svg_to_bytes

    fonts = [font_files_ttf[name] for name in FONT_FILES]
    return bytes(svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True))


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

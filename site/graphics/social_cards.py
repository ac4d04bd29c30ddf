"""Render social cards as PNG for shared links: one for the site, each kind of event, country and series.

Networks take no SVG and want a whole address, so nothing is drawn for a site whose address is not set. The typeface
comes with a package and the renderer reads no other, so that a picture is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from communique.pipeline.output_file import OutputFile
from communique.pipeline.tasks import Task
from communique.schema.vocabulary import Kind
from communique.site import labels
from communique.site.graphics.social_card import SocialCard, draw_card
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
        if not self.publication.address:
            yield from views
            return
        for view in views:
            if isinstance(view, EventsPage) and view.events.part.number == 1:
                self._add_kind_cards(view.events.years)
            elif isinstance(view, ActorPage | SeriesPage) and view.events.part.number == 1:
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
        self._add_card(SITE_CARD, "A sourced record", "Who met, what they signed, what happened", years)
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

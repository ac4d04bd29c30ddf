"""Pictures for links that are shared: one for the site, each kind of event, country and series, as PNG.

Networks take no SVG and want a whole address, so nothing is drawn for a site whose address is not set. The typeface
comes with a package and the renderer reads no other, so that a picture is the same on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from communique.schema.vocabulary import Kind
from communique.site import words
from communique.site.charts import NOUNS
from communique.site.drawing.card import Card, drawn
from communique.site.page import Page
from communique.site.publication import Publication
from communique.site.views import ActorPage, EventsPage, SeriesPage, View
from communique.site.views.parts import YearCount
from communique.site.write import replace

FOLDER = "cards"
SITE = f"{FOLDER}/index.png"
"""The picture of every page that has none of its own."""

WEIGHTS = ("SourceSerifProSemibold", "SourceSerifPro")


def card_of(subject: str) -> str:
    """The picture of a country, a series (by the path of any part of its page) or a kind; else the site's."""
    family, _, rest = subject.removesuffix(".md").partition("/")
    if family in ("countries", "series") and rest:
        return f"{FOLDER}/{family}/{rest.split('/')[0]}.png"
    return f"{FOLDER}/{subject}.png" if subject in NOUNS else SITE


@dataclass(slots=True)
class Album:
    """The pictures that a site needs, gathered while its pages pass by.

    Args:
        publication: the site.
    """

    publication: Publication
    cards: dict[str, Card] = field(default_factory=dict)

    def watch(self, views: Iterable[View]) -> Iterator[View]:
        """Hand views on as they are; what a picture shows is on the first part of a page."""
        if not self.publication.address:
            yield from views
            return
        for view in views:
            if isinstance(view, EventsPage) and view.events.part.number == 1:
                self._kinds(view.events.years)
            elif isinstance(view, ActorPage | SeriesPage) and view.events.part.number == 1:
                path = card_of(view.path)
                if path != SITE and view.events.part.total:
                    self._add(path, words.capital(view.kind_words), view.title, view.events.years)
            yield view

    def _add(self, path: str, above: str, title: str, years: tuple[YearCount, ...], kind: str = "") -> None:
        self.cards[path] = Card(path, self.publication.name, above, title, years, kind)

    def _kinds(self, years: tuple[YearCount, ...]) -> None:
        self._add(SITE, "A sourced record", "Who met, what they signed, what happened", years)
        for kind in Kind:
            own = tuple(
                YearCount(year.year, count, ((kind.value, count),))
                for year in years
                for count in (dict(year.kinds).get(kind.value, 0),)
            )
            title = words.capital(NOUNS[kind.value][1])
            self._add(card_of(kind.value), "Events on record", title, own, kind.value)

    def pages(self, kept: Path | None = None) -> Iterator[Page]:
        """Every picture as a file of the site.

        Args:
            kept: a folder that keeps pictures by what they show, since drawing one takes longer than a page.
        """
        for card in self.cards.values():
            yield Page(card.path, _kept(drawn(card), kept))


def _kept(svg: str, folder: Path | None) -> bytes:
    if folder is None:
        return png(svg)
    file = folder / f"{hashlib.blake2b(svg.encode(), digest_size=12).hexdigest()}.png"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        replace(file, png(svg))
    return file.read_bytes()


def png(svg: str) -> bytes:
    """A drawing as PNG, its words in the package's typeface alone."""
    from font_source_serif_pro import font_files_ttf  # type: ignore[import-untyped]  # files, hardly code
    from resvg_py import svg_to_bytes

    fonts = [font_files_ttf[name] for name in WEIGHTS]
    return bytes(svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True))

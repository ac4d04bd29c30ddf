"""Write the names of everything that has a page, by which the search box corrects slips and finds ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from communique.pipeline.output_file import OutputFile
from communique.site.pages.views import ActorPage, PersonPage, PlacePage, SeriesPage, TopicPage, View

PATH = "data/names.json"
FORMAT = 1


class NameIndex:
    """The names of countries, organisations, people, places, series and topics with events, gathered from views."""

    def __init__(self) -> None:
        self.names: list[list[object]] = []

    def collect(self, views: Iterable[View]) -> Iterator[View]:
        """Yield views unchanged, and note the page, the name, the number of events and other names of each."""
        for view in views:
            if isinstance(view, ActorPage | PersonPage | PlacePage | SeriesPage | TopicPage):
                part = view.events.part
                if part.number == 1 and part.total:
                    path = view.path.removesuffix(".md")
                    others = (
                        [] if isinstance(view, SeriesPage | TopicPage) else [row.name for row in view.names]
                    )
                    if isinstance(view, PersonPage) and view.native_name:
                        others.append(view.native_name.name)
                    self.names.append([path, view.title, part.total, *others])
            yield view

    def build_file(self) -> OutputFile:
        """Return the file of all names; `assets/words.js` reads it when a search needs it."""
        document = {"format": FORMAT, "names": self.names}
        return OutputFile(PATH, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")

"""Write what searches of the site know of words: names of what has a page, to correct slips, and abbreviations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from communique.pipeline.output_file import OutputFile
from communique.schema.models import Abbreviation
from communique.site.pages.select import select_models
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
        return _build_json(PATH, {"format": FORMAT, "names": self.names})


def build_abbreviation_file(session: Session) -> OutputFile:
    """Return the file of what readers type and what it stands for, which every search of the site writes out."""
    meanings = {row.name: row.meaning for row in select_models(session, Abbreviation)}
    return _build_json("data/abbreviations.json", meanings)


def _build_json(path: str, data: object) -> OutputFile:
    return OutputFile(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")

"""Every event with what the table over all events shows, searches and filters by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy.orm import Session

from communique.schema import EventName
from communique.schema.vocabulary import Kind
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.registry import Registry
from communique.site.queries.rows import grouped, read
from communique.site.views.explore import Choice, ExplorePage, ExploreRow

FIRST = 25
"""Rows that the page holds before its script has loaded all others."""


def explore_page(session: Session, catalogue: Catalogue, registry: Registry) -> ExplorePage:
    """The page over all events, newest first: one SELECT besides the catalogue's own."""
    names = grouped(read(session, EventName), lambda row: row.event_id)
    people = grouped(catalogue.people, lambda row: row.event_id)
    topics = grouped(
        ((topic, event_id) for topic, events in catalogue.topics.items() for event_id in events),
        lambda pair: pair[1],
    )
    choices = _Choices(registry)
    rows = []
    for event_id, line in catalogue.rows.items():
        event = catalogue.events[event_id]
        by_file = dict.fromkeys(ref.path.rsplit("/", 1)[1] for ref in line.countries)
        rows.append(
            ExploreRow(
                line=line,
                edtf=event.date or "",
                status=event.status.value,
                names=tuple(row.name for row in names.get(event_id, ())),
                participants=tuple(choices.actor(file.removesuffix(".md")) for file in by_file),
                people=tuple(
                    choices.person(key)
                    for key in dict.fromkeys(row.person_id for row in people.get(event_id, ()))
                ),
                series=(choices.series(event.series_id),) if event.series_id else (),
                topics=tuple(choices.topic(topic) for topic, _ in topics.get(event_id, ())),
                places=(choices.place(event.place_id),) if event.place_id else (),
            )
        )
    return ExplorePage(
        path="explore.md",
        kinds=tuple((kind.value, words.title(kind)) for kind in Kind),
        first=tuple(row.line for row in rows[:FIRST]),
        rows=tuple(rows),
    )


class _Choices:
    """The registry's rows as choices, each made once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.by_file = {key.lower(): key for key in registry.actors}
        self.actor = cache(self._actor)
        self.person = cache(self._person)
        self.place = cache(self._place)

    def _actor(self, file: str) -> Choice:
        key = self.by_file[file]
        ref = self.registry.actor(key)
        names = (row.name for row in self.registry.actor_names.get(key, ()))
        return Choice(file, ref.label, ref.path.split("/", 1)[0], _others(ref.label, names))

    def _person(self, key: str) -> Choice:
        row = self.registry.people[key]
        names = [row.native_name or "", *(one.name for one in self.registry.person_names.get(key, ()))]
        return Choice(key, row.name, "people", _others(row.name, names))

    def _place(self, key: str) -> Choice:
        """A place is found by the names of the larger places that it lies in, too."""
        label, around = self.registry.places[key].name, self.registry.around(key)
        names = [self.registry.places[one].name for one in around]
        names += [row.name for one in around for row in self.registry.place_names.get(one, ())]
        return Choice(key, label, "places", _others(label, names))

    def series(self, key: str) -> Choice:
        return Choice(key, self.registry.series[key].name, "series")

    def topic(self, key: str) -> Choice:
        return Choice(key, self.registry.topics[key].name, "topics")


def _others(label: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name and name != label)

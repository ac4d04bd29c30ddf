"""Build the Explore page: every event with what its table shows, searches and filters by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy.orm import Session

from communique.schema.models import EventName
from communique.site.pages.event_index import EventIndex, list_kinds
from communique.site.pages.overview.explore_fields import load_explore_fields, load_explore_figures
from communique.site.pages.overview.overview_views import ExplorePage, ExploreRow, FilterOption
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by, select_models

FIRST = 25
"""Rows that the page holds before its script has loaded all others."""


def build_explore_page(
    session: Session, event_index: EventIndex, registry: SiteRegistry, pairs: tuple[str, ...]
) -> ExplorePage:
    """Build the Explore page of all events, newest first, with one SELECT beyond the event index.

    Args:
        session: on the database.
        event_index: that of all events.
        registry: names all that events refer to.
        pairs: the pages, without ending, of two countries that can be watched together.
    """
    names = group_by(select_models(session, EventName), lambda row: row.event_id)
    people = group_by(event_index.people, lambda row: row.event_id)
    topics = group_by(
        ((topic, event_id) for topic, events in event_index.topics.items() for event_id in events),
        lambda pair: pair[1],
    )
    options = _FilterOptions(registry)
    rows = []
    for event_id, line in event_index.rows.items():
        event = event_index.events[event_id]
        by_file = dict.fromkeys(link.path.rsplit("/", 1)[1] for link in line.countries)
        rows.append(
            ExploreRow(
                line=line,
                edtf=event.date or "",
                status="overdue" if event_id in registry.overdue else event.status.value,
                names=tuple(row.name for row in names.get(event_id, ())),
                participants=tuple(options.actor_option(file.removesuffix(".md")) for file in by_file),
                people=tuple(
                    options.person_option(key)
                    for key in dict.fromkeys(row.person_id for row in people.get(event_id, ()))
                ),
                series=(options.series_option(event.series_id),) if event.series_id else (),
                topics=tuple(options.topic_option(topic) for topic, _ in topics.get(event_id, ())),
                places=(options.place_option(event.place_id),) if event.place_id else (),
            )
        )
    return ExplorePage(
        path="explore.md",
        kinds=list_kinds(event_index),
        first=tuple(row.line for row in rows[:FIRST]),
        rows=tuple(rows),
        fields=load_explore_fields(session, event_index, registry),
        figures=load_explore_figures(session, event_index),
        pairs=pairs,
    )


class _FilterOptions:
    """The registry's rows as filter options, each built once."""

    def __init__(self, registry: SiteRegistry) -> None:
        self.registry = registry
        self.by_file = {key.lower(): key for key in registry.actors}
        self.actor_option = cache(self._build_actor)
        self.person_option = cache(self._build_person)
        self.place_option = cache(self._build_place)

    def _build_actor(self, file: str) -> FilterOption:
        key = self.by_file[file]
        link = self.registry.actor_link(key)
        names = (row.name for row in self.registry.actor_names.get(key, ()))
        return FilterOption(file, link.label, link.path.split("/", 1)[0], _other_names(link.label, names))

    def _build_person(self, key: str) -> FilterOption:
        row = self.registry.people[key]
        names = [
            row.native_name or "",
            *(name_row.name for name_row in self.registry.person_names.get(key, ())),
        ]
        return FilterOption(key, row.name, "people", _other_names(row.name, names))

    def _build_place(self, key: str) -> FilterOption:
        """Build the option of a place, which the names of the places that contain it also find."""
        label, place_ids = self.registry.places[key].name, self.registry.place_and_ancestors(key)
        names = [self.registry.places[place_id].name for place_id in place_ids]
        names += [row.name for place_id in place_ids for row in self.registry.place_names.get(place_id, ())]
        return FilterOption(key, label, "places", _other_names(label, names))

    def series_option(self, key: str) -> FilterOption:
        return FilterOption(key, self.registry.series[key].name, "series")

    def topic_option(self, key: str) -> FilterOption:
        return FilterOption(key, self.registry.topics[key].name, "topics")


def _other_names(label: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name and name != label)

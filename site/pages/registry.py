"""Read the registry once and make links and names for everything that the dataset refers to by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.releases.snapshot import SnapshotChange
from communique.schema.models import (
    Actor,
    ActorMembership,
    ActorName,
    Dossier,
    Event,
    EventIdentifier,
    Identifier,
    Office,
    Overdue,
    Person,
    PersonName,
    Place,
    PlaceName,
    Publisher,
    Series,
    Tenure,
    Topic,
)
from communique.schema.views.scope import DOSSIER_SCOPE
from communique.schema.vocabulary import ActorKind, Entity
from communique.site import labels as labels
from communique.site.pages.components import Link, LocalizedName, MapPoint
from communique.site.pages.dossier.connections import EventGraph
from communique.site.pages.history.release_history import ReleaseHistory
from communique.site.pages.select import group_by, select_models

COUNTRY_KINDS = frozenset({ActorKind.STATE, ActorKind.TERRITORY})


@dataclass(frozen=True, slots=True)
class SiteRegistry:
    """The registry's rows by id, with the links and names that pages show for them."""

    actors: dict[str, Actor]
    actor_names: dict[str, list[ActorName]]
    memberships: list[ActorMembership]
    people: dict[str, Person]
    person_names: dict[str, list[PersonName]]
    offices: dict[str, Office]
    tenures: list[Tenure]
    places: dict[str, Place]
    place_names: dict[str, list[PlaceName]]
    series: dict[str, Series]
    topics: dict[str, Topic]
    publishers: dict[str, Publisher]
    identifiers: dict[tuple[Entity, str], dict[str, str]]
    """Codes by which others know it, by what it is and its id; each by its scheme or its data set."""
    release_history: ReleaseHistory
    overdue: dict[str, Overdue]
    """Events whose outcome is not recorded, by id."""
    dossiers: dict[str, tuple[Link, ...]]
    """The dossiers to which an event belongs, by its id."""
    event_graph: EventGraph
    """What led to what."""
    country_cache: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    namesake_cache: dict[str, list[Link]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, session: Session, unreleased: Sequence[SnapshotChange] = ()) -> SiteRegistry:
        """Read the whole registry with one SELECT a table, whatever it holds.

        Args:
            session: on the database.
            unreleased: what changed after the newest release.
        """
        return cls(
            actors={row.id: row for row in select_models(session, Actor)},
            actor_names=group_by(select_models(session, ActorName), lambda row: row.actor_id),
            memberships=select_models(session, ActorMembership),
            people={row.id: row for row in select_models(session, Person)},
            person_names=group_by(select_models(session, PersonName), lambda row: row.person_id),
            offices={row.id: row for row in select_models(session, Office)},
            tenures=select_models(session, Tenure),
            places={row.id: row for row in select_models(session, Place)},
            place_names=group_by(select_models(session, PlaceName), lambda row: row.place_id),
            series={row.id: row for row in select_models(session, Series)},
            topics={row.id: row for row in select_models(session, Topic)},
            publishers={row.id: row for row in select_models(session, Publisher)},
            identifiers={
                key: group_codes(rows)
                for key, rows in group_by(
                    select_models(session, Identifier), lambda row: (row.entity, row.entity_id)
                ).items()
            },
            release_history=ReleaseHistory.load(session, unreleased),
            overdue={row.event_id: row for row in select_models(session, Overdue)},
            dossiers=_load_dossiers(session),
            event_graph=EventGraph.load(session),
        )

    @property
    def release(self) -> str:
        """The newest data release; "" before the first."""
        return self.release_history.newest

    def status_words(self, event: Event) -> str:
        """Return the words that stand beside an event that did not simply take place; "" where it did."""
        return labels.describe_status(event.status, event.id in self.overdue)

    def is_country(self, actor_id: str) -> bool:
        """Return whether an actor is a state or territory, whose page is under ``countries/``."""
        return self.actors[actor_id].kind in COUNTRY_KINDS

    def resolve_country(self, actor_id: str) -> str:
        """Return the id of the state or territory an actor belongs to; its own id if there is none."""
        if actor_id not in self.country_cache:
            self.country_cache[actor_id] = self._find_country(actor_id)
        return self.country_cache[actor_id]

    def _find_country(self, actor_id: str) -> str:
        seen: set[str] = set()
        row = self.actors[actor_id]
        while row.kind not in COUNTRY_KINDS and row.parent_id is not None and row.id not in seen:
            seen.add(row.id)
            row = self.actors[row.parent_id]
        return row.id if row.kind in COUNTRY_KINDS else actor_id

    def actor_link(self, actor_id: str) -> Link:
        """Return the link to an actor's page."""
        row = self.actors[actor_id]
        folder = "countries" if row.kind in COUNTRY_KINDS else "organisations"
        return Link(row.name, f"{folder}/{actor_id.lower()}.md", row.label_note or "")

    def person_link(self, person_id: str) -> Link:
        """Return the link to a person's page."""
        return Link(self.people[person_id].name, f"people/{person_id}.md")

    def native_name(self, person_id: str) -> LocalizedName | None:
        """Return a person's name in its own script; None if it is not known."""
        row = self.people[person_id]
        if row.native_name is None:
            return None
        tag = row.native_language or "und"
        return LocalizedName(row.native_name, tag, labels.language_name(tag))

    def place_link(self, place_id: str) -> Link:
        """Return the link to a place's page."""
        row = self.places[place_id]
        return Link(row.name, f"places/{place_id}.md", row.label_note or "")

    def place_and_ancestors(self, place_id: str | None) -> tuple[str, ...]:
        """Return the ids of a place and of the larger places that contain it, nearest first."""
        place_ids: list[str] = []
        while place_id is not None and place_id not in place_ids:
            place_ids.append(place_id)
            place_id = self.places[place_id].parent_id
        return tuple(place_ids)

    def containing_places(self, place_id: str) -> tuple[Link, ...]:
        """Return links to the places that contain a place, nearest first, then to its administering actor."""
        larger = tuple(self.place_link(key) for key in self.place_and_ancestors(place_id)[1:])
        country = self.places[place_id].actor_id
        place_labels = {self.places[place_id].name, *(link.label for link in larger)}
        if country is not None and self.actors[country].name not in place_labels:
            return (*larger, self.actor_link(country))
        return larger

    def widest_places(self, place_id: str) -> tuple[Link, ...]:
        """Return what contains a place, of several waters or regions one inside the other only the widest."""
        precisions = [self.places[key].precision for key in self.place_and_ancestors(place_id)[1:]]
        nested = {n for n, (inner, outer) in enumerate(pairwise(precisions)) if inner is outer}
        name = self.places[place_id].name  # "Blue House, Seoul" says already where it lies
        return tuple(
            link
            for n, link in enumerate(self.containing_places(place_id))
            if n not in nested and not name.endswith(f", {link.label}")
        )

    def series_link(self, series_id: str) -> Link:
        """Return the link to a series' page."""
        return Link(self.series[series_id].name, f"series/{series_id}.md")

    def topic_link(self, topic_id: str) -> Link:
        """Return the link to a topic's page."""
        return Link(self.topics[topic_id].name, f"topics/{topic_id}.md")

    def publisher_link(self, publisher_id: str) -> Link:
        """Return the link to a publisher's page."""
        return Link(self.publishers[publisher_id].name, f"publishers/{publisher_id}.md")

    def namesakes(self, name: str, path: str) -> tuple[Link, ...]:
        """Return links to the other pages of the same name, as Taiwan the topic is of Taiwan the territory."""
        if not self.namesake_cache:
            for folder, links in (
                ("country", map(self.actor_link, self.actors)),
                ("place", map(self.place_link, self.places)),
                ("series", map(self.series_link, self.series)),
                ("topic", map(self.topic_link, self.topics)),
            ):
                for link in links:
                    noun = "organisation" if link.path.startswith("organisations/") else folder
                    named = Link(f"{link.label} as a {noun}".replace("a organ", "an organ"), link.path)
                    self.namesake_cache.setdefault(link.label, []).append(named)
        return tuple(link for link in self.namesake_cache.get(name, ()) if link.path != path)

    def localized_place_names(self, place_id: str) -> tuple[LocalizedName, ...]:
        """Return a place's other names, each with its language and the actor that uses it officially."""
        return tuple(
            LocalizedName(
                row.name,
                row.language,
                labels.language_name(row.language),
                self.actor_link(row.authority_id) if row.authority_id else None,
            )
            for row in self.place_names.get(place_id, ())
        )


def _load_dossiers(session: Session) -> dict[str, tuple[Link, ...]]:
    """Return links to the dossiers of each event; one SELECT where there are none."""
    titles = {row.id: row.title for row in select_models(session, Dossier)}
    pairs = sorted(map(tuple, session.execute(text(DOSSIER_SCOPE.select)))) if titles else []
    links: dict[str, tuple[Link, ...]] = {}
    for dossier, event in pairs:
        links[event] = (*links.get(event, ()), Link(titles[dossier], f"dossiers/{dossier}.md"))
    return links


def group_codes(rows: Iterable[Identifier | EventIdentifier]) -> dict[str, str]:
    """Return codes by their scheme, those of a data set by its name."""
    return {f"dataset:{row.dataset}" if row.dataset else row.scheme.value: row.value for row in rows}


def localized_names(rows: Iterable[ActorName] | Iterable[PersonName]) -> tuple[LocalizedName, ...]:
    """Return the other names of an actor or person, each with its language."""
    return tuple(LocalizedName(row.name, row.language, labels.language_name(row.language)) for row in rows)


def build_map_point(place_id: str, count: int, registry: SiteRegistry) -> MapPoint | None:
    """Build the map point of a place; None if its coordinates are not known."""
    row = registry.places[place_id]
    if row.latitude is None or row.longitude is None:
        return None
    return MapPoint(registry.place_link(place_id), row.latitude, row.longitude, row.precision.value, count)


def mini_map_path(place_id: str | None, registry: SiteRegistry) -> str:
    """Return the path of a place's mini map; "" if there is none to draw."""
    if place_id is None or build_map_point(place_id, 0, registry) is None:
        return ""
    return registry.place_link(place_id).path.removesuffix(".md") + ".svg"

"""Everything the record refers to by id, read once: actors, people, places, series, topics, publishers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy.orm import Session

from communique.history.change import Change
from communique.schema import (
    Actor,
    ActorMembership,
    ActorName,
    Office,
    Person,
    PersonName,
    Place,
    PlaceName,
    Publisher,
    Series,
    Tenure,
    Topic,
)
from communique.schema.dates import parse
from communique.schema.dates import words as date_words
from communique.schema.vocabulary import ActorKind
from communique.site import words
from communique.site.queries.past import Past
from communique.site.queries.rows import grouped, read
from communique.site.views.parts import Name, Ref

COUNTRY_KINDS = frozenset({ActorKind.STATE, ActorKind.TERRITORY})


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry's tables by id, and the words and links that pages make of them."""

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
    past: Past
    states: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, session: Session, since: Sequence[Change] = ()) -> Registry:
        """Read the whole registry: nineteen SELECTs, whatever it holds.

        Args:
            session: on the database.
            since: what changed after the newest release.
        """
        return cls(
            actors={row.id: row for row in read(session, Actor)},
            actor_names=grouped(read(session, ActorName), lambda row: row.actor_id),
            memberships=read(session, ActorMembership),
            people={row.id: row for row in read(session, Person)},
            person_names=grouped(read(session, PersonName), lambda row: row.person_id),
            offices={row.id: row for row in read(session, Office)},
            tenures=read(session, Tenure),
            places={row.id: row for row in read(session, Place)},
            place_names=grouped(read(session, PlaceName), lambda row: row.place_id),
            series={row.id: row for row in read(session, Series)},
            topics={row.id: row for row in read(session, Topic)},
            publishers={row.id: row for row in read(session, Publisher)},
            past=Past.load(session, since),
        )

    @property
    def release(self) -> str:
        """The newest data release; "" before the first."""
        return self.past.newest

    def is_country(self, actor_id: str) -> bool:
        """Whether an actor is a state or a territory, which have their pages under ``countries/``."""
        return self.actors[actor_id].kind in COUNTRY_KINDS

    def represented(self, actor_id: str) -> str:
        """The state or territory that an actor belongs to, as a ministry does; itself where it has none."""
        if actor_id not in self.states:
            self.states[actor_id] = self._represented(actor_id)
        return self.states[actor_id]

    def _represented(self, actor_id: str) -> str:
        seen: set[str] = set()
        row = self.actors[actor_id]
        while row.kind not in COUNTRY_KINDS and row.parent_id is not None and row.id not in seen:
            seen.add(row.id)
            row = self.actors[row.parent_id]
        return row.id if row.kind in COUNTRY_KINDS else actor_id

    def actor(self, actor_id: str) -> Ref:
        """The link to an actor's page."""
        row = self.actors[actor_id]
        folder = "countries" if row.kind in COUNTRY_KINDS else "organisations"
        return Ref(row.name, f"{folder}/{actor_id.lower()}.md", row.label_note or "")

    def person(self, person_id: str) -> Ref:
        """The link to a person's page."""
        return Ref(self.people[person_id].name, f"people/{person_id}.md")

    def native_name(self, person_id: str) -> Name | None:
        """A person's name in its own script."""
        row = self.people[person_id]
        if row.native_name is None:
            return None
        tag = row.native_language or "und"
        return Name(row.native_name, tag, words.language(tag))

    def place(self, place_id: str) -> Ref:
        """The link to a place's page."""
        row = self.places[place_id]
        return Ref(row.name, f"places/{place_id}.md", row.label_note or "")

    def around(self, place_id: str | None) -> tuple[str, ...]:
        """A place and the larger places that it lies in, nearest first."""
        found: list[str] = []
        while place_id is not None and place_id not in found:
            found.append(place_id)
            place_id = self.places[place_id].parent_id
        return tuple(found)

    def within(self, place_id: str) -> tuple[Ref, ...]:
        """The larger places that a place lies in, nearest first, and last the actor that administers it."""
        larger = tuple(self.place(key) for key in self.around(place_id)[1:])
        country = self.places[place_id].actor_id
        labels = {self.places[place_id].name, *(ref.label for ref in larger)}
        if country is not None and self.actors[country].name not in labels:
            return (*larger, self.actor(country))
        return larger

    def series_ref(self, series_id: str) -> Ref:
        """The link to a series' page."""
        return Ref(self.series[series_id].name, f"series/{series_id}.md")

    def topic(self, topic_id: str) -> Ref:
        """The link to a topic's page."""
        return Ref(self.topics[topic_id].name, f"topics/{topic_id}.md")

    def publisher(self, publisher_id: str) -> Ref:
        """The link to a publisher's page."""
        return Ref(self.publishers[publisher_id].name, f"publishers/{publisher_id}.md")

    def place_name_list(self, place_id: str) -> tuple[Name, ...]:
        """A place's other names, each with its language and the actor that uses it officially."""
        return tuple(
            Name(
                row.name,
                row.language,
                words.language(row.language),
                self.actor(row.authority_id) if row.authority_id else None,
            )
            for row in self.place_names.get(place_id, ())
        )


def other_names(rows: Iterable[ActorName] | Iterable[PersonName]) -> tuple[Name, ...]:
    """Other names, each with its language."""
    return tuple(Name(row.name, row.language, words.language(row.language)) for row in rows)


@lru_cache(maxsize=8192)
def dated(text: str | None) -> str:
    """EDTF in words, or "" where there is no date."""
    return date_words(parse(text)) if text else ""

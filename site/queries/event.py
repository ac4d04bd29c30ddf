"""From one event's rows to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from communique.schema import Event, Participation, ParticipationPerson
from communique.schema.measure import MEASURE_WORDS, Measure
from communique.schema.vocabulary import Kind, NoteType, Role, Status
from communique.site import words
from communique.site.queries.catalogue import DISPUTES, countries, in_order, year_of
from communique.site.queries.certainty import certainty, date_precision
from communique.site.queries.document import document
from communique.site.queries.evidence import Dossier, anchor
from communique.site.queries.histories import history
from communique.site.queries.material import Material
from communique.site.queries.registry import Registry, dated
from communique.site.queries.spots import picture
from communique.site.queries.testimony import testimonies
from communique.site.queries.values import Values
from communique.site.views.event import (
    EventPage,
    ExercisePage,
    Fact,
    IncidentPage,
    Link,
    MeetingPage,
    Member,
    MemorandumPage,
    Participant,
    Provision,
)
from communique.site.views.parts import Cited, Ref, Search

MEASURE_ORDER = {measure: number for number, measure in enumerate(Measure)}
NOTE_ORDER = {kind: number for number, kind in enumerate(NoteType)}


class Assembly:
    """One event being put together: its row, its material, its dossier."""

    def __init__(self, event: Event, material: Material, registry: Registry) -> None:
        self.event = event
        self.material = material
        self.registry = registry
        self.history = history(event, material, registry, registry.past)
        self.groups = testimonies(material.reports.get(event.id, ()), material.sources, registry)
        notes = {f"notes/{row.id}": row.text for row in material.notes.get(event.id, ())}
        provisions = {f"provisions/{row.id}": row.text for row in material.provisions.get(event.id, ())}
        self.dossier = Dossier(
            material.claims.get(event.id, ()),
            material.rulings.get(event.id, ()),
            {_source_id(text.source): text for group in self.groups for text in group.sources},
            notes | provisions,
            Values(registry, material.neighbours, event.kind),
        )

    def page(self) -> EventPage:
        """The page of the event's kind."""
        build: dict[Kind, Callable[[dict[str, Any]], EventPage]] = {
            Kind.MEETING: self._meeting,
            Kind.MEMORANDUM: self._memorandum,
            Kind.EXERCISE: self._exercise,
            Kind.INCIDENT: self._incident,
        }
        return build[self.event.kind](self._shared())

    def _shared(self) -> dict[str, Any]:
        event, cite = self.event, self.dossier
        participants = self._participants()
        disagreements = cite.disagreements()
        place = cite.single("place", event.place_id)
        return {
            "path": f"events/{event.id}.md",
            "json_path": f"events/{event.id}.json",
            "id": event.id,
            "kind": event.kind.value,
            "kind_words": words.title(event.kind),
            "title": event.title,
            "summary": event.summary,
            "status": cite.cite(Ref(words.title(event.status)), "status"),
            "status_words": "" if event.status is Status.OCCURRED else event.status.value,
            "date": cite.single("date", event.date) or Cited(Ref("Unknown")),
            "date_precision": date_precision(event),
            "edtf": event.date or "",
            "time": cite.single("time", event.time),
            "place": place,
            "picture": picture(event.place_id, self.registry),
            "within": self.registry.within(event.place_id) if event.place_id else (),
            "place_names": self.registry.place_name_list(event.place_id) if event.place_id else (),
            "series": cite.single("series", event.series_id),
            "edition": cite.single("edition", event.edition),
            "participants": participants,
            "topics": self._topics(),
            "figures": self._figures(),
            "notes": self._notes(),
            "links": self._links(),
            "names": tuple(
                cite.cite(Ref(row.name), "names", row.name) for row in self.material.names.get(event.id, ())
            ),
            "label_notes": _label_notes(place, participants),
            "certainty": certainty(event, disagreements),
            "dispute": DISPUTES[event.disagreement],
            "disagreements": disagreements,
            "evidence": cite.evidence(),
            "sources": self.groups,
            "source_count": event.source_count,
            "independent_source_count": event.independent_source_count,
            "history": self.history,
            "search": self._search(),
            "cite": self._cite(),
            "document": document(event, self.material, self.registry, self.history),
        }

    def _participants(self) -> tuple[Participant, ...]:
        took_part = self.material.participations.get(self.event.id, [])
        return tuple(self._participant(row, took_part) for row in in_order(took_part, self.registry))

    def _participant(self, row: Participation, took_part: list[Participation]) -> Participant:
        key = f"{row.actor_id}/{row.role.value}"
        own = [f"{other.actor_id}/{other.role.value}" for other in took_part]
        plain = f"{row.actor_id}/{Role.ATTENDEE.value}"
        # Where one source says "took part" and another "host", only the host stands, on the word of both.
        also = [plain] if plain not in own else []
        units = [
            unit
            for unit in self.material.units.get(self.event.id, ())
            if (unit.actor_id, unit.role) == (row.actor_id, row.role)
        ]
        return Participant(
            actor=self.dossier.cite(self.registry.actor(row.actor_id), "participants", key, also),
            role=words.plain(row.role.value),
            people=self._people(row, key, also),
            units=tuple(
                self.dossier.cite(
                    Ref(unit.unit), "units", f"{key}/{unit.unit}", [f"{other}/{unit.unit}" for other in also]
                )
                for unit in units
            ),
        )

    def _people(self, row: Participation, key: str, also: list[str]) -> tuple[Member, ...]:
        def rank(person: ParticipationPerson) -> tuple[int, str]:
            office = self.registry.offices.get(person.office_id or "")
            return (office.rank if office else 100, person.person_id)

        people = [
            person
            for person in self.material.people.get(self.event.id, ())
            if (person.actor_id, person.role) == (row.actor_id, row.role)
        ]
        return tuple(
            Member(
                person=self.dossier.cite(
                    self.registry.person(person.person_id),
                    "people",
                    f"{key}/{person.person_id}",
                    [f"{other}/{person.person_id}" for other in also],
                ),
                native_name=self.registry.native_name(person.person_id),
                office=self.registry.offices[person.office_id].title if person.office_id else "",
            )
            for person in sorted(people, key=rank)
        )

    def _topics(self) -> tuple[Cited, ...]:
        refs = [
            (self.registry.topic(row.topic_id), row) for row in self.material.topics.get(self.event.id, ())
        ]
        ordered = sorted(refs, key=lambda pair: pair[0].label)
        return tuple(self.dossier.cite(ref, "topics", row.topic_id) for ref, row in ordered)

    def _figures(self) -> tuple[Fact, ...]:
        rows = sorted(
            self.material.figures.get(self.event.id, ()), key=lambda row: MEASURE_ORDER[row.measure]
        )
        return tuple(
            Fact(
                words.capital(MEASURE_WORDS[row.measure][0]),
                self.dossier.cite(
                    Ref(words.quantity(row.measure, row.low, row.best, row.high)),
                    "figures",
                    row.measure.value,
                ),
            )
            for row in rows
        )

    def _notes(self) -> tuple[Fact, ...]:
        rows = sorted(
            self.material.notes.get(self.event.id, ()), key=lambda row: (NOTE_ORDER[row.type], row.id)
        )
        return tuple(
            Fact(words.title(row.type), self.dossier.cite(Ref(row.text), "notes", row.id)) for row in rows
        )

    def _links(self) -> tuple[Link, ...]:
        """Links that this event states and those that others state of it, in the order of time."""
        found: list[tuple[Event, Link]] = []
        for row in self.material.links_out.get(self.event.id, ()):
            if other := self.material.neighbours.get(row.target_id):
                ref = self.dossier.values.event(other.id)
                cited = self.dossier.cite(ref, "links", f"{row.relation.value}/{other.id}")
                said = words.RELATION_WORDS[row.relation][0]
                found.append((other, Link(said, cited, dated(other.date), "")))
        for row in self.material.links_in.get(self.event.id, ()):
            if other := self.material.neighbours.get(row.event_id):
                element = f"{row.relation.value}/{self.event.id}"
                claims = [c for c in self.material.link_claims.get(other.id, ()) if c.element == element]
                cited = Cited(self.dossier.values.event(other.id))
                said = words.RELATION_WORDS[row.relation][1]
                elsewhere = anchor(claims[0]) if claims else ""
                found.append((other, Link(said, cited, dated(other.date), elsewhere)))
        return tuple(
            link for _, link in sorted(found, key=lambda pair: (_when(pair[0]), pair[0].id, pair[1].words))
        )

    def _search(self) -> Search:
        event, registry = self.event, self.registry
        people = self.material.people.get(event.id, ())
        took_part = self.material.participations.get(event.id, ())
        spelled = [name.name for row in people for name in registry.person_names.get(row.person_id, ())]
        places = [
            name.name for key in registry.around(event.place_id) for name in registry.place_names.get(key, ())
        ]
        actors = [name.name for row in took_part for name in registry.actor_names.get(row.actor_id, ())]
        year = year_of(event)
        states = tuple(ref.label for ref in countries(took_part, registry))
        return Search(
            type="Event",
            kind=words.title(event.kind),
            date=dated(event.date),
            sort=str(event.start_earliest or event.end_latest or ""),
            year=(str(year),) if year else (),
            country=states,
            person=tuple(dict.fromkeys(registry.people[row.person_id].name for row in people)),
            series=registry.series[event.series_id].name if event.series_id else "",
            topic=tuple(registry.topics[r.topic_id].name for r in self.material.topics.get(event.id, ())),
            status=words.title(event.status),
            also=tuple(dict.fromkeys([*spelled, *places, *actors])),
        )

    def _cite(self) -> str:
        """The event in words. A release is named only where it says the same of the event."""
        release, when = self.registry.release, dated(self.event.date)
        state = f"{'after ' if self.history.pending else ''}data release {release}" if release else ""
        record = words.joined(("Communiqué", state, f"event {self.event.id}"), ", ")
        return f"“{self.event.title}”{f' ({when})' if when else ''}. {record}."

    def _meeting(self, shared: dict[str, Any]) -> MeetingPage:
        (detail,) = self.material.meetings[self.event.id]
        single = self.dossier.single
        return MeetingPage(
            **shared, level=single("level", detail.level), format=single("format", detail.format)
        )

    def _memorandum(self, shared: dict[str, Any]) -> MemorandumPage:
        (detail,) = self.material.memoranda[self.event.id]
        single = self.dossier.single
        return MemorandumPage(
            **shared,
            instrument=single("instrument", detail.instrument),
            binding=single("binding", detail.binding),
            in_force=single("in_force", detail.in_force),
            provisions=tuple(
                Provision(
                    row.id,
                    self.dossier.cite(Ref(row.text), "provisions", row.id),
                    words.plain(row.force.value),
                    self.registry.topic(row.topic_id) if row.topic_id else None,
                )
                for row in self.material.provisions.get(self.event.id, ())
            ),
        )

    def _exercise(self, shared: dict[str, Any]) -> ExercisePage:
        (detail,) = self.material.exercises[self.event.id]
        cite, element = self.dossier.cite, self.dossier.values.element
        return ExercisePage(
            **shared,
            type=self.dossier.single("type", detail.type),
            domains=tuple(
                cite(element("domains", row.domain.value), "domains", row.domain.value)
                for row in self.material.domains.get(self.event.id, ())
            ),
            missions=tuple(
                cite(element("missions", row.mission.value), "missions", row.mission.value)
                for row in self.material.missions.get(self.event.id, ())
            ),
        )

    def _incident(self, shared: dict[str, Any]) -> IncidentPage:
        (detail,) = self.material.incidents[self.event.id]
        single = self.dossier.single
        return IncidentPage(
            **shared,
            type=single("type", detail.type),
            weapon=single("weapon", detail.weapon),
            weapon_class=single("weapon_class", detail.weapon_class),
            splashdown=single("splashdown", detail.splashdown_id),
            overflew=single("overflew", detail.overflew_id),
        )


def _when(event: Event) -> str:
    return str(event.start_earliest or event.end_latest or "9999")


def _source_id(source: Ref) -> str:
    return source.path.removeprefix("sources/").removesuffix(".md")


def _label_notes(place: Cited | None, participants: tuple[Participant, ...]) -> tuple[Ref, ...]:
    """The disputed names on this page with the reasons for their labels, each once."""
    refs = [*([place.value] if place else []), *(one.actor.value for one in participants)]
    return tuple(dict.fromkeys(ref for ref in refs if ref.note))

"""Build the page of one event from its rows."""

from __future__ import annotations

from collections.abc import Sequence

from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventType
from communique.schema.models import Event, Participation, ParticipationPerson
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import NoteType, Role
from communique.site import labels
from communique.site.labels import format_edtf
from communique.site.pages.components import CitedValue, Link, SearchMetadata
from communique.site.pages.event.chains import build_chain, build_related_events
from communique.site.pages.event.document import build_event_document
from communique.site.pages.event.event_view import (
    CitedProvision,
    EventPage,
    Fact,
    LabelledValue,
    Participant,
    ParticipantMember,
    Unit,
)
from communique.site.pages.event.evidence import ClaimIndex
from communique.site.pages.event.history import build_history
from communique.site.pages.event.rows import EventRows
from communique.site.pages.event.sources import (
    describe_certainty,
    describe_date_precision,
    describe_provisions_reading,
    group_sources,
)
from communique.site.pages.event.units import fold_unit_names, is_designated
from communique.site.pages.event_index import (
    DISPUTES,
    event_year,
    participating_countries,
    sort_participations,
)
from communique.site.pages.registry import SiteRegistry, mini_map_path
from communique.site.pages.value_labels import ValueFormatter

MEASURE_ORDER = {measure: number for number, measure in enumerate(Measure)}
NOTE_ORDER = {kind: number for number, kind in enumerate(NoteType)}


class EventPageBuilder:
    """A builder of the page of one event from its row, its related rows and its claims."""

    def __init__(self, event: Event, rows: EventRows, registry: SiteRegistry) -> None:
        self.event = event
        self.rows = rows
        self.registry = registry
        self.history = build_history(event, rows, registry, registry.release_history)
        self.source_groups = group_sources(rows.reports.get(event.id, ()), rows.sources, registry)
        notes = {f"notes/{row.id}": row.text for row in rows.notes.get(event.id, ())}
        provisions = {f"provisions/{row.id}": row.text for row in rows.provisions.get(event.id, ())}
        self.claim_index = ClaimIndex(
            rows.claims.get(event.id, ()),
            rows.rulings.get(event.id, ()),
            {_source_id(text.source): text for group in self.source_groups for text in group.sources},
            notes | provisions,
            ValueFormatter(registry, rows.neighbours, event.kind),
        )

    def build_page(self) -> EventPage:
        """Build the page of the event."""
        event, claim_index = self.event, self.claim_index
        participants = self._build_participants()
        disagreements = claim_index.build_disagreements()
        place = claim_index.cite_field("place", event.place_id)
        facts = self._build_facts()
        return EventPage(
            path=f"events/{event.id}.md",
            json_path=f"events/{event.id}.json",
            id=event.id,
            kind=event.kind.value,
            kind_words=labels.format_label(event.kind),
            title=event.title,
            summary=event.summary,
            status=claim_index.cite_value(
                Link(labels.capitalize_first(self.registry.status_words(event) or event.status.value)),
                "status",
            ),
            status_words=self.registry.status_words(event),
            date=claim_index.cite_field("date", event.date) or CitedValue(Link("Unknown")),
            date_precision=describe_date_precision(event),
            edtf=event.date or "",
            time=claim_index.cite_field("time", event.time),
            place=place,
            picture=mini_map_path(event.place_id, self.registry),
            within=self.registry.widest_places(event.place_id) if event.place_id else (),
            place_names=self.registry.localized_place_names(event.place_id) if event.place_id else (),
            series=claim_index.cite_field("series", event.series_id),
            edition=claim_index.cite_field("edition", event.edition),
            participants=participants,
            topics=self._cite_topics(),
            figures=self._build_figures(),
            notes=self._build_notes(),
            links=build_related_events(event.id, self.rows, claim_index),
            chain=build_chain(event.id, self.registry),
            dossiers=self.registry.dossiers.get(event.id, ()),
            names=tuple(
                claim_index.cite_value(Link(row.name), "names", row.name)
                for row in self.rows.names.get(event.id, ())
            ),
            label_notes=_label_notes(place, participants),
            certainty=describe_certainty(event, disagreements, event.id in self.registry.overdue),
            dispute=DISPUTES[event.disagreement],
            disagreements=disagreements,
            evidence=claim_index.claims_by_field(),
            sources=self.source_groups,
            source_count=event.source_count,
            independent_source_count=event.independent_source_count,
            history=self.history,
            search=self._build_search_metadata(),
            document=build_event_document(event, self.rows, self.registry, self.history),
            facts=facts,
            headline=labels.join_with_and(_headline_words(facts, EVENT_TYPES[event.kind])),
            provisions=self._build_provisions(),
            provisions_read=describe_provisions_reading(event.id, self.rows),
        )

    def _build_participants(self) -> tuple[Participant, ...]:
        participations = self.rows.participations.get(self.event.id, [])
        return tuple(
            self._build_participant(row, participations)
            for row in sort_participations(participations, self.registry)
        )

    def _build_participant(self, row: Participation, participations: list[Participation]) -> Participant:
        key = f"{row.actor_id}/{row.role.value}"
        participant_keys = [f"{other.actor_id}/{other.role.value}" for other in participations]
        attendee_key = f"{row.actor_id}/{Role.ATTENDEE.value}"
        # Where one source says "took part" and another "host", only the host stands, on the word of both.
        also = [attendee_key] if attendee_key not in participant_keys else []
        units = [
            unit.unit
            for unit in self.rows.units.get(self.event.id, ())
            if (unit.actor_id, unit.role) == (row.actor_id, row.role)
        ]
        actor = self.registry.actors[row.actor_id]
        called = [name.name for name in self.registry.actor_names.get(row.actor_id, ())]
        owners = tuple(filter(None, (actor.name, actor.adjective, *called)))
        return Participant(
            actor=self.claim_index.cite_value(
                self.registry.actor_link(row.actor_id), "participants", key, also
            ),
            role=labels.humanize(row.role.value),
            people=self._build_people(row, key, also),
            units=tuple(self._build_unit(names, key, also) for names in fold_unit_names(units, owners)),
        )

    def _build_unit(self, names: Sequence[str], key: str, also: list[str]) -> Unit:
        """Build a unit from its names: the one with a designation, or by most sources, before the others."""
        cited = [
            self.claim_index.cite_value(
                Link(name), "units", f"{key}/{name}", [f"{other}/{name}" for other in also]
            )
            for name in names
        ]
        first, *others = sorted(
            cited, key=lambda it: (not is_designated(it.value.label), -len(it.marks), it.value.label)
        )
        return Unit(first, tuple(others))

    def _build_people(self, row: Participation, key: str, also: list[str]) -> tuple[ParticipantMember, ...]:
        def sort_key(person: ParticipationPerson) -> tuple[int, str]:
            office = self.registry.offices.get(person.office_id or "")
            return (office.rank if office else 100, person.person_id)

        people = [
            person
            for person in self.rows.people.get(self.event.id, ())
            if (person.actor_id, person.role) == (row.actor_id, row.role)
        ]
        return tuple(
            ParticipantMember(
                person=self.claim_index.cite_value(
                    self.registry.person_link(person.person_id),
                    "people",
                    f"{key}/{person.person_id}",
                    [f"{other}/{person.person_id}" for other in also],
                ),
                native_name=self.registry.native_name(person.person_id),
                office=self.registry.offices[person.office_id].title if person.office_id else "",
            )
            for person in sorted(people, key=sort_key)
        )

    def _cite_topics(self) -> tuple[CitedValue, ...]:
        links = [
            (self.registry.topic_link(row.topic_id), row) for row in self.rows.topics.get(self.event.id, ())
        ]
        ordered = sorted(links, key=lambda pair: pair[0].label)
        return tuple(self.claim_index.cite_value(link, "topics", row.topic_id) for link, row in ordered)

    def _build_figures(self) -> tuple[LabelledValue, ...]:
        rows = sorted(self.rows.figures.get(self.event.id, ()), key=lambda row: MEASURE_ORDER[row.measure])
        return tuple(
            LabelledValue(
                labels.capitalize_first(labels.label_measure(row.measure)),
                self.claim_index.cite_value(
                    Link(labels.format_quantity(row.measure, row.low, row.best, row.high)),
                    "figures",
                    row.measure.value,
                ),
            )
            for row in rows
        )

    def _build_notes(self) -> tuple[LabelledValue, ...]:
        """Return the notes in the order of time: by the first source, as the page numbers them, that has each."""
        notes = [
            (row, self.claim_index.cite_value(Link(row.text), "notes", row.id))
            for row in self.rows.notes.get(self.event.id, ())
        ]
        return tuple(
            LabelledValue(labels.format_label(row.type), cited)
            for row, cited in sorted(
                notes,
                key=lambda note: (
                    min((mark.number for mark in note[1].marks), default=len(self.rows.sources)),
                    NOTE_ORDER[note[0].type],
                    note[0].id,
                ),
            )
        )

    def _build_search_metadata(self) -> SearchMetadata:
        event, registry = self.event, self.registry
        people = self.rows.people.get(event.id, ())
        participations = self.rows.participations.get(event.id, ())
        person_names = [name.name for row in people for name in registry.person_names.get(row.person_id, ())]
        place_names = [
            name.name
            for key in registry.place_and_ancestors(event.place_id)
            for name in registry.place_names.get(key, ())
        ]
        actor_names = [
            name.name for row in participations for name in registry.actor_names.get(row.actor_id, ())
        ]
        year = event_year(event)
        states = tuple(link.label for link in participating_countries(participations, registry))
        return SearchMetadata(
            type="Event",
            kind=labels.format_label(event.kind),
            date=format_edtf(event.date),
            sort=str(event.start_earliest or event.end_latest or ""),
            year=(str(year),) if year else (),
            country=states,
            person=tuple(dict.fromkeys(registry.people[row.person_id].name for row in people)),
            series=registry.series[event.series_id].name if event.series_id else "",
            topic=tuple(registry.topics[r.topic_id].name for r in self.rows.topics.get(event.id, ())),
            status=labels.capitalize_first(self.registry.status_words(event) or event.status.value),
            also=tuple(dict.fromkeys([*person_names, *place_names, *actor_names])),
        )

    def _build_facts(self) -> tuple[Fact, ...]:
        """Return the values of the fields that only events of this kind have, in the order of a page."""
        row, claim_index, facts = self.rows.details[self.event.id], self.claim_index, []
        for field in EVENT_TYPES[self.event.kind].fields:
            if field.is_set:
                elements = map(str, self.rows.list_elements(self.event, field))
                cited = [
                    claim_index.cite_value(
                        claim_index.formatter.format_element(field.name, element), field.name, element
                    )
                    for element in elements
                ]
            else:
                value = claim_index.cite_field(field.name, getattr(row, field.column))
                cited = [value] if value else []
            if cited:
                facts.append(Fact(field.name, field.label, tuple(cited)))
        return tuple(facts)

    def _build_provisions(self) -> tuple[CitedProvision, ...]:
        return tuple(
            CitedProvision(
                row.id,
                self.claim_index.cite_value(Link(row.text), "provisions", row.id),
                labels.humanize(row.force.value),
                self.registry.topic_link(row.topic_id) if row.topic_id else None,
            )
            for row in self.rows.provisions.get(self.event.id, ())
        )


def _headline_words(facts: Sequence[Fact], event_type: EventType) -> list[str]:
    """Return what sort of its kind an event is: the value of the headline's field, else of the set of such values."""
    names = {field.name for field in event_type.fields if event_type.headline in (field.name, field.element)}
    sorts = [value.value.label for fact in facts if fact.field in names for value in fact.values]
    return [*sorts[:1], *(sort.lower() for sort in sorts[1:])]


def _source_id(source: Link) -> str:
    return source.path.removeprefix("sources/").removesuffix(".md")


def _label_notes(place: CitedValue | None, participants: tuple[Participant, ...]) -> tuple[Link, ...]:
    """Return links to the disputed names on this page, each once, with the reasons for their labels."""
    links = [*([place.value] if place else []), *(participant.actor.value for participant in participants)]
    return tuple(dict.fromkeys(link for link in links if link.note))

"""From one event's rows to the JSON beside its page."""

from __future__ import annotations

from enum import Enum
from typing import Any

from communique.schema import Claim, Event, Participation, Place, Ruling, Source, SourceEvent
from communique.schema.vocabulary import Kind
from communique.site.queries.evidence import anchor, claimed
from communique.site.queries.material import Material
from communique.site.queries.past import Past
from communique.site.queries.registry import Registry, dated
from communique.site.queries.values import FIELD_ORDER
from communique.site.views.document import (
    FORMAT,
    ClaimDocument,
    Dates,
    EventDocument,
    LinkDocument,
    Named,
    ParticipantDocument,
    PlaceDocument,
    ReleaseDocument,
    RulingDocument,
    SourceDocument,
)
from communique.site.views.history import History


def document(event: Event, material: Material, registry: Registry, history: History) -> EventDocument:
    """Everything known of an event, in the shape that ``views.document`` promises."""
    key = event.id
    places, series, topics = registry.places, registry.series, registry.topics
    return {
        "format": FORMAT,
        "id": key,
        "kind": event.kind.value,
        "title": event.title,
        "summary": event.summary,
        "status": event.status.value,
        "date": _dates(event),
        "time": event.time,
        "place": _place(places[event.place_id]) if event.place_id else None,
        "series": _named(event.series_id, series[event.series_id].name) if event.series_id else None,
        "edition": event.edition,
        "participants": [
            _participant(row, material, registry) for row in material.participations.get(key, ())
        ],
        "topics": [_named(row.topic_id, topics[row.topic_id].name) for row in material.topics.get(key, ())],
        "names": [row.name for row in material.names.get(key, ())],
        "figures": [
            {"measure": row.measure.value, "low": row.low, "best": row.best, "high": row.high}
            for row in material.figures.get(key, ())
        ],
        "notes": [
            {"id": row.id, "type": row.type.value, "text": row.text} for row in material.notes.get(key, ())
        ],
        "links": _links(key, material),
        "detail": _detail(event, material),
        "provisions": [
            {"id": row.id, "force": row.force.value, "topic": row.topic_id, "text": row.text}
            for row in material.provisions.get(key, ())
        ],
        "disagreement": event.disagreement.value,
        "source_count": event.source_count,
        "independent_source_count": event.independent_source_count,
        "claims": [_claim(row) for row in sorted(material.claims.get(key, ()), key=_claim_order)],
        "rulings": [_ruling(row) for row in material.rulings.get(key, ())],
        "sources": [
            _source(material.sources[row.source_id], row, registry) for row in material.reports.get(key, ())
        ],
        "former_ids": [row.id for row in registry.past.former.get(key, ())],
        "release": _release(history, registry.past),
    }


def _named(key: str, name: str) -> Named:
    return {"id": key, "name": name}


def _release(history: History, past: Past) -> ReleaseDocument:
    released = next((one.release for one in history.revisions if one.release), history.first)
    return {
        "first": history.first.label if history.first else None,
        "last": released.label if released else None,
        "last_day": _iso(past.released(released.label)) if released else None,
        "last_state": history.state or None,
        "as_released": not history.pending,
    }


def _iso(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _dates(event: Event) -> Dates | None:
    if event.date is None:
        return None
    return {
        "edtf": event.date,
        "words": dated(event.date),
        "start_earliest": _iso(event.start_earliest),
        "start_latest": _iso(event.start_latest),
        "end_earliest": _iso(event.end_earliest),
        "end_latest": _iso(event.end_latest),
        "precision": event.date_precision.value if event.date_precision else None,
        "approximate": event.date_approximate,
    }


def _place(row: Place) -> PlaceDocument:
    return {
        "id": row.id,
        "name": row.name,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "precision": row.precision.value,
    }


def _participant(row: Participation, material: Material, registry: Registry) -> ParticipantDocument:
    def belongs(other: Any) -> bool:
        return (other.actor_id, other.role) == (row.actor_id, row.role)

    offices = registry.offices
    return {
        "actor": _named(row.actor_id, registry.actors[row.actor_id].name),
        "role": row.role.value,
        "people": [
            {
                "id": person.person_id,
                "name": registry.people[person.person_id].name,
                "office": _named(person.office_id, offices[person.office_id].title)
                if person.office_id
                else None,
            }
            for person in filter(belongs, material.people.get(row.event_id, ()))
        ],
        "units": [unit.unit for unit in filter(belongs, material.units.get(row.event_id, ()))],
    }


def _links(event_id: str, material: Material) -> list[LinkDocument]:
    neighbours = material.neighbours
    found: list[LinkDocument] = [
        {"relation": row.relation.value, "direction": "out", "event": row.target_id, "title": other.title}
        for row in material.links_out.get(event_id, ())
        if (other := neighbours.get(row.target_id))
    ]
    found.extend(
        {"relation": row.relation.value, "direction": "in", "event": row.event_id, "title": other.title}
        for row in material.links_in.get(event_id, ())
        if (other := neighbours.get(row.event_id))
    )
    return found


def _detail(event: Event, material: Material) -> dict[str, Any]:
    """The kind's own columns by name, and for exercises their domains and missions."""
    tables: dict[Kind, Any] = {
        Kind.MEETING: material.meetings,
        Kind.MEMORANDUM: material.memoranda,
        Kind.EXERCISE: material.exercises,
        Kind.INCIDENT: material.incidents,
    }
    (row,) = tables[event.kind][event.id]
    found = {name: _plain(value) for name, value in row._asdict().items() if name not in ("event_id", "kind")}
    if event.kind is Kind.EXERCISE:
        found["domains"] = [one.domain.value for one in material.domains.get(event.id, ())]
        found["missions"] = [one.mission.value for one in material.missions.get(event.id, ())]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value


def _claim_order(claim: Claim) -> tuple[int, str, str, int]:
    return (FIELD_ORDER[claim.field], claim.element, claim.source_id, claim.number)


def _claim(row: Claim) -> ClaimDocument:
    return {
        "id": anchor(row),
        "field": row.field,
        "element": row.element,
        "value": claimed(row.value),
        "source": row.source_id,
        "paragraphs": _numbers(row.paragraphs),
        "modality": row.modality.value,
        "attributed_to": row.attributed_to,
        "quote": row.quote,
        "basis": row.basis.value,
        "closeness": row.closeness.value,
        "standing": row.standing.value,
    }


def _ruling(row: Ruling) -> RulingDocument:
    return {
        "field": row.field,
        "element": row.element,
        "decision": row.decision.value,
        "value": claimed(row.value) if row.value is not None else None,
        "because": row.because,
        "decided": _iso(row.decided),
    }


def _source(row: Source, report: SourceEvent, registry: Registry) -> SourceDocument:
    publishers = registry.publishers
    return {
        "id": row.id,
        "publisher": _named(row.publisher_id, publishers[row.publisher_id].name),
        "agency": _named(row.agency_id, publishers[row.agency_id].name) if row.agency_id else None,
        "kind": row.kind.value,
        "title": row.title,
        "url": row.url,
        "archived_url": row.archived_url,
        "published": row.published,
        "language": row.language,
        "accessed": row.accessed.isoformat(),
        "reprint_group": row.reprint_group,
        "excerpt": row.excerpt,
        "paragraphs": _numbers(report.paragraphs),
        "closeness": report.closeness.value,
    }

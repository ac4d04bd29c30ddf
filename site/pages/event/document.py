"""Build the JSON document that is published beside an event's page."""

from __future__ import annotations

from enum import Enum
from typing import Any

from communique.schema.event_types import EVENT_TYPES
from communique.schema.models import Claim, Event, Participation, Place, Ruling, Source, SourceEvent
from communique.schema.text_parts import parse_passages
from communique.schema.vocabulary import Entity
from communique.site.labels import format_edtf
from communique.site.pages.event.document_view import (
    FORMAT,
    ClaimDocument,
    Dates,
    EventDocument,
    LinkDocument,
    Named,
    ParticipantDocument,
    PlaceDocument,
    ReadingDocument,
    ReleaseDocument,
    RulingDocument,
    SecondReadingDocument,
    SourceDocument,
)
from communique.site.pages.event.rows import EventRows, claim_anchor, parse_claim_value
from communique.site.pages.history.history_view import EventHistory
from communique.site.pages.history.release_history import ReleaseHistory
from communique.site.pages.registry import SiteRegistry, group_codes
from communique.site.pages.value_labels import FIELD_ORDER


def build_event_document(
    event: Event, rows: EventRows, registry: SiteRegistry, history: EventHistory
) -> EventDocument:
    """Build the JSON document of an event, in the shape that ``document_view`` declares."""
    key, places, series, topics = event.id, registry.places, registry.series, registry.topics
    return {
        "format": FORMAT,
        "id": key,
        "identifiers": group_codes(rows.identifiers.get(key, ())),
        "kind": event.kind.value,
        "title": event.title,
        "summary": event.summary,
        "status": event.status.value,
        "overdue_since": _format_iso(registry.overdue[key].ended_on) if key in registry.overdue else None,
        "date": _build_dates(event),
        "time": event.time,
        "place": _build_place(places[event.place_id]) if event.place_id else None,
        "series": _build_named(event.series_id, series[event.series_id].name) if event.series_id else None,
        "edition": event.edition,
        "participants": [_build_participant(row, rows, registry) for row in rows.participations.get(key, ())],
        "topics": [_build_named(row.topic_id, topics[row.topic_id].name) for row in rows.topics.get(key, ())],
        "names": [row.name for row in rows.names.get(key, ())],
        "figures": [
            {"measure": row.measure.value, "low": row.low, "best": row.best, "high": row.high}
            for row in rows.figures.get(key, ())
        ],
        "notes": [
            {"id": row.id, "type": row.type.value, "text": row.text} for row in rows.notes.get(key, ())
        ],
        "links": _build_links(key, rows),
        "detail": _build_detail(event, rows),
        "provisions": [
            {"id": row.id, "force": row.force.value, "topic": row.topic_id, "text": row.text}
            for row in rows.provisions.get(key, ())
        ],
        "disagreement": event.disagreement.value,
        "source_count": event.source_count,
        "independent_source_count": event.independent_source_count,
        "claims": [_build_claim(row) for row in sorted(rows.claims.get(key, ()), key=_claim_sort_key)],
        "rulings": [_build_ruling(row) for row in rows.rulings.get(key, ())],
        "sources": [
            _build_source(rows.sources[row.source_id], row, registry) for row in rows.reports.get(key, ())
        ],
        "former_ids": [row.id for row in registry.release_history.former.get(key, ())],
        "release": _build_release(history, registry.release_history),
    }


def _build_named(key: str, name: str) -> Named:
    return {"id": key, "name": name}


def _build_release(history: EventHistory, release_history: ReleaseHistory) -> ReleaseDocument:
    released = next((revision.release for revision in history.revisions if revision.release), history.first)
    return {
        "first": history.first.label if history.first else None,
        "last": released.label if released else None,
        "last_day": _format_iso(release_history.release_date(released.label)) if released else None,
        "last_state": history.state or None,
        "as_released": not history.pending,
    }


def _format_iso(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _build_dates(event: Event) -> Dates | None:
    if event.date is None:
        return None
    return {
        "edtf": event.date,
        "words": format_edtf(event.date),
        "start_earliest": _format_iso(event.start_earliest),
        "start_latest": _format_iso(event.start_latest),
        "end_earliest": _format_iso(event.end_earliest),
        "end_latest": _format_iso(event.end_latest),
        "precision": event.date_precision.value if event.date_precision else None,
        "approximate": event.date_approximate,
    }


def _build_place(row: Place) -> PlaceDocument:
    return {
        "id": row.id,
        "name": row.name,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "precision": row.precision.value,
    }


def _build_participant(row: Participation, rows: EventRows, registry: SiteRegistry) -> ParticipantDocument:
    def is_same_participation(other: Any) -> bool:
        return (other.actor_id, other.role) == (row.actor_id, row.role)

    offices = registry.offices
    return {
        "actor": {
            **_build_named(row.actor_id, registry.actors[row.actor_id].name),
            "kind": registry.actors[row.actor_id].kind.value,
            "identifiers": registry.identifiers.get((Entity.ACTOR, row.actor_id), {}),
        },
        "role": row.role.value,
        "people": [
            {
                "id": person.person_id,
                "name": registry.people[person.person_id].name,
                "office": _build_named(person.office_id, offices[person.office_id].title)
                if person.office_id
                else None,
                "identifiers": registry.identifiers.get((Entity.PERSON, person.person_id), {}),
            }
            for person in filter(is_same_participation, rows.people.get(row.event_id, ()))
        ],
        "units": [unit.unit for unit in filter(is_same_participation, rows.units.get(row.event_id, ()))],
    }


def _build_links(event_id: str, rows: EventRows) -> list[LinkDocument]:
    neighbours = rows.neighbours
    links: list[LinkDocument] = [
        {"relation": row.relation.value, "direction": "out", "event": row.target_id, "title": other.title}
        for row in rows.links_out.get(event_id, ())
        if (other := neighbours.get(row.target_id))
    ]
    links.extend(
        {"relation": row.relation.value, "direction": "in", "event": row.event_id, "title": other.title}
        for row in rows.links_in.get(event_id, ())
        if (other := neighbours.get(row.event_id))
    )
    return links


def _build_detail(event: Event, rows: EventRows) -> dict[str, Any]:
    """Return the columns of the event's kind by name, and its sets."""
    row: Any = rows.details[event.id]
    detail = {
        name: _to_json_value(value)
        for name, value in row._asdict().items()
        if name not in ("event_id", "kind")
    }
    for field in EVENT_TYPES[event.kind].iter_set_fields():
        detail[field.name] = [_to_json_value(element) for element in rows.list_elements(event, field)]
    return detail


def _to_json_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value


def _claim_sort_key(claim: Claim) -> tuple[int, str, str, int]:
    return (FIELD_ORDER[claim.field], claim.element, claim.source_id, claim.number)


def _build_claim(row: Claim) -> ClaimDocument:
    return {
        "id": claim_anchor(row),
        "field": row.field,
        "element": row.element,
        "value": parse_claim_value(row.value),
        "source": row.source_id,
        "paragraphs": parse_passages(row.paragraphs),
        "modality": row.modality.value,
        "attributed_to": row.attributed_to,
        "quote": row.quote,
        "basis": row.basis.value,
        "closeness": row.closeness.value,
        "standing": row.standing.value,
    }


def _build_ruling(row: Ruling) -> RulingDocument:
    return {
        "field": row.field,
        "element": row.element,
        "decision": row.decision.value,
        "value": parse_claim_value(row.value) if row.value is not None else None,
        "because": row.because,
        "decided": _format_iso(row.decided),
        "grade": row.grade.value if row.grade else None,
        "review": _format_iso(row.review),
        "would_settle": row.would_settle,
    }


def _build_reading(row: Source) -> ReadingDocument | None:
    if row.text_sha256 is None or row.text_paragraphs is None:
        return None
    second: SecondReadingDocument | None = None
    if row.second_read_by is not None:
        second = {
            "by": row.second_read_by,
            "on": _format_iso(row.second_read_on) or "",
            "located": row.values_located or 0,
            "missing": row.values_missing or 0,
        }
    return {
        "sha256": row.text_sha256,
        "paragraphs": row.text_paragraphs,
        "by": row.read_by,
        "second": second,
    }


def _build_source(row: Source, report: SourceEvent, registry: SiteRegistry) -> SourceDocument:
    publishers, originator = registry.publishers, row.agency_id or row.publisher_id
    return {
        "id": row.id,
        "publisher": _build_named(row.publisher_id, publishers[row.publisher_id].name),
        "agency": _build_named(row.agency_id, publishers[row.agency_id].name) if row.agency_id else None,
        "originator": _build_named(originator, publishers[originator].name),
        "kind": row.kind.value,
        "title": row.title,
        "url": row.url,
        "archived_url": row.archived_url,
        "published": row.published,
        "language": row.language,
        "accessed": row.accessed.isoformat(),
        "reprint_group": row.reprint_group,
        "excerpt": row.excerpt,
        "read": _build_reading(row),
        "paragraphs": parse_passages(report.paragraphs),
        "closeness": report.closeness.value,
    }

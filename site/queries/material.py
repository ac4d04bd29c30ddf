"""All rows that belong to a run of events, read at once: as many SELECTs for one event as for a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from communique.schema import (
    Base,
    Change,
    ChangeSource,
    Claim,
    Event,
    EventLink,
    EventName,
    EventTopic,
    Exercise,
    ExerciseDomain,
    ExerciseMission,
    Figure,
    Incident,
    Meeting,
    Memorandum,
    Note,
    Participation,
    ParticipationPerson,
    ParticipationUnit,
    Provision,
    Ruling,
    Source,
    SourceEvent,
)
from communique.schema.vocabulary import ChangeType, Entity, RecordStatus
from communique.site.queries.rows import column, grouped, read

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Material:
    """Rows by event id. ``neighbours`` are the published events at the other end of a link.

    ``link_claims`` are the claims on links of the events that link to these. ``changes`` are those that releases made
    after an event was new, ``causes`` the articles behind them, by release and number.
    """

    events: dict[str, Event]
    meetings: dict[str, list[Meeting]]
    memoranda: dict[str, list[Memorandum]]
    exercises: dict[str, list[Exercise]]
    incidents: dict[str, list[Incident]]
    domains: dict[str, list[ExerciseDomain]]
    missions: dict[str, list[ExerciseMission]]
    provisions: dict[str, list[Provision]]
    participations: dict[str, list[Participation]]
    people: dict[str, list[ParticipationPerson]]
    units: dict[str, list[ParticipationUnit]]
    topics: dict[str, list[EventTopic]]
    names: dict[str, list[EventName]]
    figures: dict[str, list[Figure]]
    notes: dict[str, list[Note]]
    links_out: dict[str, list[EventLink]]
    links_in: dict[str, list[EventLink]]
    neighbours: dict[str, Event]
    link_claims: dict[str, list[Claim]]
    claims: dict[str, list[Claim]]
    rulings: dict[str, list[Ruling]]
    reports: dict[str, list[SourceEvent]]
    sources: dict[str, Source]
    changes: dict[str, list[Change]]
    causes: dict[tuple[str, int], list[ChangeSource]]

    @classmethod
    def load(cls, session: Session, first: str, last: str) -> Material:
        """Read the published events whose ids lie from ``first`` to ``last`` in the database's own order.

        A range of ids needs no list of parameters, and every table's key begins with the event's id.
        """

        def of(model: type[Row], key: str = "event_id") -> list[Row]:
            return read(session, model, column(model, key).between(first, last))

        def by_event(model: type[Row]) -> dict[str, list[Row]]:
            return grouped(of(model), lambda row: str(cast("Any", row).event_id))

        published = column(Event, "record_status") == RecordStatus.PUBLISHED
        origin, target = column(EventLink, "event_id"), column(EventLink, "target_id")
        touching = or_(origin.between(first, last), target.between(first, last))
        linked = read(session, EventLink, touching)
        ends = select(origin).where(touching).union(select(target).where(touching))
        origins = select(origin).where(target.between(first, last))
        reported = column(SourceEvent, "event_id").between(first, last)
        cited = select(column(SourceEvent, "source_id")).where(reported)
        changed = (column(Change, "entity") == Entity.EVENT, column(Change, "entity_id").between(first, last))
        same = [column(Change, key) == column(ChangeSource, key) for key in ("release_version", "number")]
        return cls(
            events={
                row.id: row
                for row in read(session, Event, column(Event, "id").between(first, last), published)
            },
            meetings=by_event(Meeting),
            memoranda=by_event(Memorandum),
            exercises=by_event(Exercise),
            incidents=by_event(Incident),
            domains=by_event(ExerciseDomain),
            missions=by_event(ExerciseMission),
            provisions=by_event(Provision),
            participations=by_event(Participation),
            people=by_event(ParticipationPerson),
            units=by_event(ParticipationUnit),
            topics=by_event(EventTopic),
            names=by_event(EventName),
            figures=by_event(Figure),
            notes=by_event(Note),
            links_out=grouped(linked, lambda row: row.event_id),
            links_in=grouped(linked, lambda row: row.target_id),
            neighbours={
                row.id: row for row in read(session, Event, column(Event, "id").in_(ends), published)
            },
            link_claims=grouped(
                read(
                    session, Claim, column(Claim, "field") == "links", column(Claim, "event_id").in_(origins)
                ),
                lambda row: row.event_id,
            ),
            claims=by_event(Claim),
            rulings=by_event(Ruling),
            reports=by_event(SourceEvent),
            sources={row.id: row for row in read(session, Source, column(Source, "id").in_(cited))},
            changes=grouped(
                read(session, Change, *changed, column(Change, "type") != ChangeType.NEW),
                lambda row: row.entity_id,
            ),
            causes=grouped(
                read(session, ChangeSource, exists().where(*same, *changed)),
                lambda row: (row.release_version, row.number),
            ),
        )

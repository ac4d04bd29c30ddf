"""Read all rows of some events at once, with as many SELECTs for one event as for a thousand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from communique.schema.fields import EventField
from communique.schema.models import (
    Base,
    Change,
    ChangeSource,
    Claim,
    Event,
    EventIdentifier,
    EventLink,
    EventName,
    EventTopic,
    Figure,
    Note,
    Participation,
    ParticipationPerson,
    ParticipationUnit,
    Provision,
    Ruling,
    Source,
    SourceEvent,
)
from communique.schema.tables.detail import DETAIL_TABLES, ELEMENT_TABLES
from communique.schema.vocabulary import ChangeType, Entity, Kind, RecordStatus
from communique.site.pages.select import get_column, group_by, select_models

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class EventRows:
    """All rows of some events by event id; ``neighbours`` are the published events linked with them.

    ``link_claims`` are the claims on links of the events that link to these. ``changes`` are those that releases made
    after an event was new, ``causes`` the articles behind them, by release and number.
    """

    events: dict[str, Event]
    details: dict[str, Base]
    elements: dict[tuple[Kind, str], dict[str, list[Base]]]
    provisions: dict[str, list[Provision]]
    participations: dict[str, list[Participation]]
    people: dict[str, list[ParticipationPerson]]
    units: dict[str, list[ParticipationUnit]]
    topics: dict[str, list[EventTopic]]
    names: dict[str, list[EventName]]
    identifiers: dict[str, list[EventIdentifier]]
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

    def list_elements(self, event: Event, field: EventField) -> list[Any]:
        """Return the elements of a set of an event, as the database holds them."""
        rows = self.elements[event.kind, field.name].get(event.id, ())
        return [getattr(row, field.column) for row in rows]

    @classmethod
    def load(cls, session: Session, ids: Sequence[str]) -> EventRows:
        """Read those of some events that are published; every table's key begins with the event's id."""

        def select_rows(model: type[Row], key: str = "event_id") -> list[Row]:
            return select_models(session, model, get_column(model, key).in_(ids))

        def group_by_event(model: type[Row]) -> dict[str, list[Row]]:
            return group_by(select_rows(model), lambda row: str(cast("Any", row).event_id))

        published = get_column(Event, "record_status") == RecordStatus.PUBLISHED
        origin, target = get_column(EventLink, "event_id"), get_column(EventLink, "target_id")
        touching = or_(origin.in_(ids), target.in_(ids))
        linked = select_models(session, EventLink, touching)
        ends = select(origin).where(touching).union(select(target).where(touching))
        origins = select(origin).where(target.in_(ids))
        reported = get_column(SourceEvent, "event_id").in_(ids)
        cited = select(get_column(SourceEvent, "source_id")).where(reported)
        changed = (
            get_column(Change, "entity") == Entity.EVENT,
            get_column(Change, "entity_id").in_(ids),
        )
        same = [
            get_column(Change, key) == get_column(ChangeSource, key) for key in ("release_version", "number")
        ]
        return cls(
            events={
                row.id: row
                for row in select_models(session, Event, get_column(Event, "id").in_(ids), published)
            },
            details={
                cast("Any", row).event_id: row
                for table in DETAIL_TABLES.values()
                for row in select_rows(table)
            },
            elements={address: group_by_event(table) for address, table in ELEMENT_TABLES.items()},
            provisions=group_by_event(Provision),
            participations=group_by_event(Participation),
            people=group_by_event(ParticipationPerson),
            units=group_by_event(ParticipationUnit),
            topics=group_by_event(EventTopic),
            names=group_by_event(EventName),
            identifiers=group_by_event(EventIdentifier),
            figures=group_by_event(Figure),
            notes=group_by_event(Note),
            links_out=group_by(linked, lambda row: row.event_id),
            links_in=group_by(linked, lambda row: row.target_id),
            neighbours={
                row.id: row
                for row in select_models(session, Event, get_column(Event, "id").in_(ends), published)
            },
            link_claims=group_by(
                select_models(
                    session,
                    Claim,
                    get_column(Claim, "field") == "links",
                    get_column(Claim, "event_id").in_(origins),
                ),
                lambda row: row.event_id,
            ),
            claims=group_by_event(Claim),
            rulings=group_by_event(Ruling),
            reports=group_by_event(SourceEvent),
            sources={
                row.id: row for row in select_models(session, Source, get_column(Source, "id").in_(cited))
            },
            changes=group_by(
                select_models(session, Change, *changed, get_column(Change, "type") != ChangeType.NEW),
                lambda row: row.entity_id,
            ),
            causes=group_by(
                select_models(session, ChangeSource, exists().where(*same, *changed)),
                lambda row: (row.release_version, row.number),
            ),
        )


def claim_anchor(claim: Claim) -> str:
    """Return a claim's permanent anchor on its event's page, the same as long as the claim exists."""
    return _anchor_digest(claim.field, claim.element, claim.source_id, claim.number)


@lru_cache(maxsize=4096)  # each is asked for several times while its event's page is made
def _anchor_digest(field: str, element: str, source_id: str, number: int) -> str:
    key = "\0".join((field, element, source_id, str(number)))
    return f"claim-{hashlib.blake2s(key.encode(), digest_size=5).hexdigest()}"


@lru_cache(maxsize=4096)
def parse_claim_value(value: str) -> Any:
    """Parse a claim's value from its JSON; callers share the result and must not change it."""
    return json.loads(value)

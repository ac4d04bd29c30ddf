"""Build the rows of one reconciled event: the event, its details, parts, claims and rulings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from communique.loaders.dataset import RegistryIndex, derive_source_id
from communique.loaders.rows.claim import add_claim_rows
from communique.loaders.rows.participant import add_participant_rows
from communique.loaders.rows.row_set import Row, RowSet
from communique.loaders.rows.search import add_search_row
from communique.schema import (
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
    Provision,
)
from communique.schema.dates import parse_date
from communique.schema.event_types.vocabulary import Domain, Mission
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Kind, NoteType, Relation

if TYPE_CHECKING:
    from communique.loaders.reconcile.event import ReconciledEvent


def build_event_rows(event: ReconciledEvent, registry: RegistryIndex) -> RowSet:
    """Return every row that the database should hold for one event."""
    rows = RowSet()
    entries = list(event.source_entries.iter_event_entries())
    title_entry = next((entry for _, entry in entries if entry.title), None)
    groups = {article.model.source.reprint_group or derive_source_id(article.path) for article, _ in entries}
    rows.add_row(
        Event,
        id=event.source_entries.event_id,
        kind=entries[0][1].kind,
        title=title_entry.title if title_entry else event.source_entries.event_id,
        summary=title_entry.summary if title_entry else "",
        status=event.status,
        time=_single_value(event, "time"),
        place_id=_single_value(event, "place"),
        series_id=_single_value(event, "series"),
        edition=_single_value(event, "edition"),
        disagreement=event.disagreement,
        source_count=len({article.path for article, _ in entries}),
        independent_source_count=len(groups),
        **date_columns(_single_value(event, "date")),
    )
    _add_part_rows(event, rows)
    _add_detail_row(event, entries[0][1].kind, rows)
    add_participant_rows(event, registry, rows)
    add_claim_rows(event, rows)
    add_search_row(event.source_entries.event_id, rows, registry)
    return rows


def date_columns(text: str | None) -> Row:
    """Return the date columns of an EDTF text."""
    if text is None:
        return {"date": None}
    date = parse_date(text)
    return {
        "date": date.text,
        "start_earliest": date.start_earliest,
        "start_latest": date.start_latest,
        "end_earliest": date.end_earliest,
        "end_latest": date.end_latest,
        "date_precision": date.precision,
        "date_approximate": date.approximate or date.uncertain,
    }


def _single_value(event: ReconciledEvent, field: str) -> Any:
    judgement = event.values.get((field, ""))
    return judgement.value if judgement else None


def _accepted_elements(event: ReconciledEvent, field: str) -> list[str]:
    return [
        element for (name, element), judgement in event.values.items() if name == field and judgement.value
    ]


def _add_part_rows(event: ReconciledEvent, rows: RowSet) -> None:
    """Add the rows that events of every kind may have."""
    event_id = event.source_entries.event_id
    for topic in _accepted_elements(event, "topics"):
        rows.add_row(EventTopic, event_id=event_id, topic_id=topic)
    for element in _accepted_elements(event, "names"):
        first = event.statements["names", element][0].value
        rows.add_row(EventName, event_id=event_id, name=element, language=first["language"])
    for element in _accepted_elements(event, "links"):
        relation, _, target = element.partition("/")
        rows.add_row(EventLink, event_id=event_id, relation=Relation(relation), target_id=target)
    for measure in _accepted_elements(event, "figures"):
        rows.add_row(
            Figure, event_id=event_id, measure=Measure(measure), **event.values["figures", measure].value
        )
    for element in _accepted_elements(event, "notes"):
        note_value = next(
            (statement.value for statement in event.statements["notes", element] if statement.value), None
        )
        if note_value:
            note = {"type": NoteType(note_value["type"]), "text": note_value["text"]}
            rows.add_row(Note, event_id=event_id, id=element, **note)


def _add_detail_row(event: ReconciledEvent, kind: Kind, rows: RowSet) -> None:
    """Add the row of the event kind's own table, and the rows that belong to it."""
    event_id = event.source_entries.event_id
    columns = {name: _single_value(event, name) for name in DETAIL_FIELDS[kind]}
    if kind is Kind.MEETING:
        rows.add_row(Meeting, event_id=event_id, **columns)
    elif kind is Kind.INCIDENT:
        splashdown, overflew = columns.pop("splashdown"), columns.pop("overflew")
        rows.add_row(Incident, event_id=event_id, splashdown_id=splashdown, overflew_id=overflew, **columns)
    elif kind is Kind.EXERCISE:
        rows.add_row(Exercise, event_id=event_id, **columns)
        for domain in _accepted_elements(event, "domains"):
            rows.add_row(ExerciseDomain, event_id=event_id, domain=Domain(domain))
        for mission in _accepted_elements(event, "missions"):
            rows.add_row(ExerciseMission, event_id=event_id, mission=Mission(mission))
    else:
        rows.add_row(Memorandum, event_id=event_id, **columns, **_in_force_columns(columns["in_force"]))
        for element in _accepted_elements(event, "provisions"):
            provision_value = next(
                (statement.value for statement in event.statements["provisions", element] if statement.value),
                None,
            )
            if provision_value:
                topic = provision_value["topic"]
                rows.add_row(
                    Provision,
                    event_id=event_id,
                    id=element,
                    topic_id=topic,
                    force=provision_value["force"],
                    text=provision_value["text"],
                )


DETAIL_FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.MEETING: ("level", "format"),
    Kind.MEMORANDUM: ("instrument", "binding", "in_force"),
    Kind.EXERCISE: ("type",),
    Kind.INCIDENT: ("type", "weapon", "weapon_class", "splashdown", "overflew"),
}
"""The single values of each kind's own table."""


def _in_force_columns(text: str | None) -> dict[str, dt.date | None]:
    if text is None:
        return {"in_force_from": None, "in_force_until": None}
    date = parse_date(text)
    return {"in_force_from": date.start_earliest, "in_force_until": date.end_latest}

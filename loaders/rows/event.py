"""The rows of one reconciled event: the event, its detail by kind, its parts, its claims and rulings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from communique.loaders.record import RegistryIndex, source_id
from communique.loaders.rows.claim import claim_rows
from communique.loaders.rows.participant import participant_rows
from communique.loaders.rows.rows import Row, Rows
from communique.loaders.rows.search import search_row
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
from communique.schema.dates import parse
from communique.schema.kinds.vocabulary import Domain, Mission
from communique.schema.measure import Measure
from communique.schema.vocabulary import Kind, NoteType, Relation

if TYPE_CHECKING:
    from communique.loaders.weighing.weigh import Reconciled


def event_rows(event: Reconciled, registry: RegistryIndex) -> Rows:
    """Lay out every row that the database should hold for one event."""
    rows = Rows()
    entries = list(event.dossier.entries())
    text = next((entry for _, entry in entries if entry.title), None)
    groups = {a.model.source.reprint_group or source_id(a.path) for a, _ in entries}
    rows.add(
        Event,
        id=event.dossier.event,
        kind=entries[0][1].kind,
        title=text.title if text else event.dossier.event,
        summary=text.summary if text else "",
        status=event.status,
        time=_single(event, "time"),
        place_id=_single(event, "place"),
        series_id=_single(event, "series"),
        edition=_single(event, "edition"),
        disagreement=event.disagreement,
        source_count=len({a.path for a, _ in entries}),
        independent_source_count=len(groups),
        **dated(_single(event, "date")),
    )
    _parts(event, rows)
    _detail(event, entries[0][1].kind, rows)
    participant_rows(event, registry, rows)
    claim_rows(event, rows)
    search_row(event.dossier.event, rows, registry)
    return rows


def dated(text: str | None) -> Row:
    """The columns of ``Dated`` for an EDTF text."""
    if text is None:
        return {"date": None}
    date = parse(text)
    return {
        "date": date.text,
        "start_earliest": date.start_earliest,
        "start_latest": date.start_latest,
        "end_earliest": date.end_earliest,
        "end_latest": date.end_latest,
        "date_precision": date.precision,
        "date_approximate": date.approximate or date.uncertain,
    }


def _single(event: Reconciled, field: str) -> Any:
    judgement = event.values.get((field, ""))
    return judgement.value if judgement else None


def _elements(event: Reconciled, field: str) -> list[str]:
    return [element for (name, element), judged in event.values.items() if name == field and judged.value]


def _parts(event: Reconciled, rows: Rows) -> None:
    """What events of every kind may have."""
    key = event.dossier.event
    for topic in _elements(event, "topics"):
        rows.add(EventTopic, event_id=key, topic_id=topic)
    for element in _elements(event, "names"):
        first = event.said["names", element][0].value
        rows.add(EventName, event_id=key, name=element, language=first["language"])
    for element in _elements(event, "links"):
        relation, _, target = element.partition("/")
        rows.add(EventLink, event_id=key, relation=Relation(relation), target_id=target)
    for measure in _elements(event, "figures"):
        rows.add(Figure, event_id=key, measure=Measure(measure), **event.values["figures", measure].value)
    for element in _elements(event, "notes"):
        written = next((s.value for s in event.said["notes", element] if s.value), None)
        if written:
            note = {"type": NoteType(written["type"]), "text": written["text"]}
            rows.add(Note, event_id=key, id=element, **note)


def _detail(event: Reconciled, kind: Kind, rows: Rows) -> None:
    """The one row of the kind's own table, and what hangs on it."""
    key = event.dossier.event
    own = {name: _single(event, name) for name in DETAIL[kind]}
    if kind is Kind.MEETING:
        rows.add(Meeting, event_id=key, **own)
    elif kind is Kind.INCIDENT:
        splashdown, overflew = own.pop("splashdown"), own.pop("overflew")
        rows.add(Incident, event_id=key, splashdown_id=splashdown, overflew_id=overflew, **own)
    elif kind is Kind.EXERCISE:
        rows.add(Exercise, event_id=key, **own)
        for domain in _elements(event, "domains"):
            rows.add(ExerciseDomain, event_id=key, domain=Domain(domain))
        for mission in _elements(event, "missions"):
            rows.add(ExerciseMission, event_id=key, mission=Mission(mission))
    else:
        rows.add(Memorandum, event_id=key, **own, **_in_force(own["in_force"]))
        for element in _elements(event, "provisions"):
            written = next((s.value for s in event.said["provisions", element] if s.value), None)
            if written:
                topic = written["topic"]
                rows.add(
                    Provision,
                    event_id=key,
                    id=element,
                    topic_id=topic,
                    force=written["force"],
                    text=written["text"],
                )


DETAIL: dict[Kind, tuple[str, ...]] = {
    Kind.MEETING: ("level", "format"),
    Kind.MEMORANDUM: ("instrument", "binding", "in_force"),
    Kind.EXERCISE: ("type",),
    Kind.INCIDENT: ("type", "weapon", "weapon_class", "splashdown", "overflew"),
}
"""The single values of each kind's own table."""


def _in_force(text: str | None) -> dict[str, dt.date | None]:
    if text is None:
        return {"in_force_from": None, "in_force_until": None}
    date = parse(text)
    return {"in_force_from": date.start_earliest, "in_force_until": date.end_latest}

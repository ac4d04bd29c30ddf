"""Build the rows of one reconciled event: the event, its details, parts, claims and rulings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from communique.loaders.dataset import RegistryIndex
from communique.loaders.reconcile.participant import find_specific_role, iter_held_offices
from communique.loaders.rows.claim import add_claim_rows
from communique.loaders.rows.row_set import Row, RowSet, date_columns
from communique.schema.dates.format import format_date
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import EVENT_TYPES
from communique.schema.models import (
    Event,
    EventIdentifier,
    EventLink,
    EventName,
    EventSearch,
    EventTopic,
    Figure,
    Note,
    Participation,
    ParticipationPerson,
    ParticipationUnit,
    Provision,
)
from communique.schema.search import find_abbreviations
from communique.schema.tables.detail import DETAIL_TABLES, ELEMENT_TABLES
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Kind, NoteType, Relation, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.loaders.entry_format.article import SourceEntry
    from communique.loaders.entry_format.event import EventEntry
    from communique.loaders.reconcile.event import ReconciledEvent


def build_event_rows(event: ReconciledEvent, registry: RegistryIndex) -> RowSet:
    """Return every row that the database should hold for one event."""
    rows = RowSet()
    entries = list(event.source_entries.iter_event_entries())
    title_entry = next((entry for _, entry in entries if entry.title), None)
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
        outcome_sought=_last_search(title_entry),
        disagreement=event.disagreement,
        source_count=len({article.path for article, _ in entries}),
        independent_source_count=count_originators(article.model.source for article, _ in entries),
        **date_columns(_single_value(event, "date")),
    )
    _add_part_rows(event, rows)
    _add_detail_row(event, entries[0][1].kind, rows)
    add_participant_rows(event, registry, rows)
    add_claim_rows(event, rows)
    add_search_row(event.source_entries.event_id, rows, registry)
    return rows


def _last_search(title_entry: EventEntry | None) -> dt.date | None:
    """Return the day on which the writer of the title last looked in vain for what became of the event."""
    sought = title_entry.outcome_sought if title_entry else None
    return dt.date.fromisoformat(sought) if sought else None


def count_originators(sources: Iterable[SourceEntry]) -> int:
    """Return how many originators some sources have: the agency of each, or its publisher where none is named.

    All reprints of one dispatch have one originator, also where a copy does not name the agency.
    """
    groups: list[set[str]] = []
    for source in sources:
        keys = {source.agency or source.publisher, f"dispatch {source.reprint_group or ''}"} - {"dispatch "}
        alike = [group for group in groups if group & keys]
        groups = [group for group in groups if not group & keys] + [keys.union(*alike)]
    return len(groups)


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
    for _, entry in event.source_entries.iter_event_entries():
        for scheme, dataset, value in entry.identifiers.iter_codes():
            rows.add_row(EventIdentifier, event_id=event_id, scheme=scheme, dataset=dataset, value=value)
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
    columns: Row = {}
    for field in EVENT_TYPES[kind].iter_single_fields():
        columns[field.column] = value = _single_value(event, field.name)
        if field.is_date:
            date = parse_date(value) if value is not None else None
            columns[f"{field.name}_from"] = date and date.start_earliest
            columns[f"{field.name}_until"] = date and date.end_latest
    rows.add_row(DETAIL_TABLES[kind], event_id=event_id, **columns)
    for field in EVENT_TYPES[kind].iter_set_fields():
        for element in _accepted_elements(event, field.name):
            value = field.word_list(element) if field.word_list else element
            rows.add_row(ELEMENT_TABLES[kind, field.name], event_id=event_id, **{field.column: value})
    for element in _accepted_elements(event, "provisions"):
        stated = (statement.value for statement in event.statements["provisions", element])
        if provision := next(filter(None, stated), None):
            rows.add_row(
                Provision,
                event_id=event_id,
                id=element,
                topic_id=provision["topic"],
                force=provision["force"],
                text=provision["text"],
            )


def add_search_row(event: str, rows: RowSet, registry: RegistryIndex) -> None:
    """Add the search row of one event, built from its other rows."""
    event_row = rows.get_table("event")[event,]
    titles = [event_row["title"], *(row["name"] for row in rows.get_table("event_name").values())]
    texts = [event_row["summary"]]
    texts += [row["text"] for table in ("note", "provision") for row in rows.get_table(table).values()]
    date = event_row["date"]
    when = (format_date(parse_date(date)), date) if date else ()
    involved = _iter_involved_entries(event_row, rows, registry)
    names = dict.fromkeys((*(name for entry in involved for name in iter_names(entry)), *when, event))
    abbreviations = [(entry.name, entry.meaning) for entry in registry.abbreviations.values()]
    names |= dict.fromkeys(find_abbreviations("\n".join((*titles, *names, *texts)), abbreviations))
    rows.add_row(
        EventSearch, event_id=event, title="\n".join(titles), names="\n".join(names), body="\n".join(texts)
    )


def _iter_involved_entries(event_row: dict[str, Any], rows: RowSet, registry: RegistryIndex) -> Iterator[Any]:
    """Yield the registry entries that the event refers to, places with the larger ones they lie in."""
    for row in rows.get_table("participation").values():
        yield registry.actors[row["actor_id"]]
    for row in rows.get_table("participation_person").values():
        yield registry.people[row["person_id"]]
    place, passed = event_row["place_id"], set[str]()
    while (
        place in registry.places and place not in passed
    ):  # an unknown or circular parent is found by the checks
        passed.add(place)
        yield registry.places[place]
        place = registry.places[place].parent
    if event_row["series_id"]:
        yield registry.series[event_row["series_id"]]
    for row in rows.get_table("event_topic").values():
        yield registry.topics[row["topic_id"]]


def iter_names(entry: Any) -> Iterator[str]:
    """Yield every name of a registry entry."""
    yield entry.name
    for attribute in ("native_name", "short_name"):
        if getattr(entry, attribute, None):
            yield getattr(entry, attribute)
    for name in getattr(entry, "names", ()):
        yield name.name


def add_participant_rows(event: ReconciledEvent, registry: RegistryIndex, rows: RowSet) -> None:
    """Add the rows of participations, their people and their units to `rows`.

    People and units that a source names under a general role go where the actor's finer role stands.
    """
    event_id = event.source_entries.event_id
    held_offices = iter_held_offices(event.values, event.statements, registry)
    offices = {(it.actor, it.role, it.person): it.office for it in held_offices}
    for (field, element), judgement in event.values.items():
        if field not in {"participants", "people", "units"} or not judgement.value:
            continue
        actor, role, *rest = element.split("/", 2)
        specific_role = Role(find_specific_role(actor, role, event.values) or role)
        participation = {"event_id": event_id, "actor_id": actor, "role": specific_role}
        if field == "participants":
            rows.add_row(Participation, **participation)
        elif not _has_participation(event, actor, specific_role):
            continue
        elif field == "people":
            office = offices[actor, role, rest[0]]
            rows.add_row(ParticipationPerson, **participation, person_id=rest[0], office_id=office)
        else:
            rows.add_row(ParticipationUnit, **participation, unit=rest[0])


def _has_participation(event: ReconciledEvent, actor: str, specific_role: Role) -> bool:
    """Return whether the participation that a person or unit belongs to was accepted."""
    judgement = event.values.get(("participants", f"{actor}/{specific_role}"))
    return bool(judgement and judgement.value)

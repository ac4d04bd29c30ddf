"""Extract statements from entries: one for each value that an article gives, not yet judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.loaders.dataset import ParsedFile, derive_source_id
from communique.loaders.entry_format.annotated_value import Provenance
from communique.loaders.reconcile.value import Statement
from communique.schema.event_types import SET_FIELDS, SINGLE_FIELDS
from communique.schema.text_parts import Passage
from communique.schema.vocabulary import Basis, Closeness, Modality, SourceKind, Status

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.components import ParticipantEntry
    from communique.loaders.entry_format.event import EventEntry, EventFields

DEFAULT_CLOSENESS = {
    SourceKind.OFFICIAL_RELEASE: Closeness.PRIMARY_TEXT,
    SourceKind.JOINT_STATEMENT: Closeness.PRIMARY_TEXT,
    SourceKind.TREATY_TEXT: Closeness.PRIMARY_TEXT,
    SourceKind.THINK_TANK: Closeness.SECOND_HAND,
}
"""How close a source of a kind is to what it reports, unless the entry says otherwise."""


class InheritedMark(NamedTuple):
    """The annotations of a value, those that it lacks taken from the participant that it belongs to."""

    paragraphs: tuple[Passage, ...]
    modality: Modality | None
    attributed_to: str | None
    quote: str | None
    basis: Basis
    closeness: Closeness | None


RawStatement = tuple[str, str, Any, Provenance | InheritedMark, tuple[str | int, ...]]
"""A field, an element of it, the value, what is said of it, and where it stands in the event's entry."""


def extract_statements(article: ParsedFile[Article], index: int) -> Iterator[Statement]:
    """Yield each statement that an article makes on its event at `index`, in the entry's order."""
    event = article.model.events[index]
    path, event_id = article.path, event.id
    source, event_location = derive_source_id(path), ("events", index)
    paragraphs, modality, attributed_to = event.paragraphs, event.modality, event.attributed_to
    closeness = event.closeness or DEFAULT_CLOSENESS.get(article.model.source.kind, Closeness.DIRECT_REPORT)
    for field, element, value, mark, steps in _iter_raw_statements(event):
        statement_modality = mark.modality or modality
        # A status such as postponed is itself what the source reports, also where the event is only planned.
        if field == "status" and mark.modality is None and statement_modality is Modality.PLANNED:
            statement_modality = Modality.STATED
        yield Statement(
            event_id,
            field,
            element,
            source,
            value,
            mark.paragraphs or paragraphs,
            statement_modality,
            mark.attributed_to or attributed_to,
            mark.quote,
            mark.basis,
            mark.closeness or closeness,
            path,
            event_location + steps,
        )


def _iter_raw_statements(event: EventEntry) -> Iterator[RawStatement]:
    singles, sets = _model_fields(type(event))
    for field in singles:
        for i, stated in enumerate(getattr(event, field)):
            yield field, "", stated.value, stated, (field, i)
    for field in sets:
        for i, stated in enumerate(getattr(event, field)):
            yield field, str(stated.value), stated.value, stated, (field, i)
    for measure, values in event.figures.items():
        for i, stated in enumerate(values):
            yield "figures", measure, stated.value.model_dump(), stated, ("figures", measure, i)
    for i, participant in enumerate(event.participants):
        yield from _participant_statements(participant, ("participants", i))
    yield from _part_statements(event)


@cache
def _model_fields(model: type[EventFields]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the single-value fields and the set fields that a kind of event has."""
    own = model.model_fields
    return tuple(field for field in SINGLE_FIELDS if field in own), tuple(
        field for field in SET_FIELDS if field in own
    )


def _participant_statements(
    participant: ParticipantEntry, place: tuple[str | int, ...]
) -> Iterator[RawStatement]:
    """Yield an actor in a role, then its people and units, which inherit the participant's annotations."""
    key = f"{participant.actor}/{participant.role}"
    yield "participants", key, {"actor": participant.actor, "role": participant.role}, participant, place
    for i, person in enumerate(participant.people):
        value = {"person": person.person} | ({"office": person.office} if person.office else {})
        marks = _inherit_mark(person, participant)
        yield "people", f"{key}/{person.person}", value, marks, (*place, "people", i)
    for i, unit in enumerate(participant.units):
        marks = _inherit_mark(unit, participant)
        yield "units", f"{key}/{unit.value}", unit.value, marks, (*place, "units", i)


def _inherit_mark(mark: Provenance, parent: Provenance) -> InheritedMark:
    own = mark.model_fields_set
    return InheritedMark(
        mark.paragraphs if "paragraphs" in own else parent.paragraphs,
        mark.modality if "modality" in own else parent.modality,
        mark.attributed_to if "attributed_to" in own else parent.attributed_to,
        mark.quote,
        mark.basis,
        mark.closeness if "closeness" in own else parent.closeness,
    )


def _part_statements(event: EventEntry) -> Iterator[RawStatement]:
    for i, name in enumerate(event.names):
        yield "names", name.name, {"name": name.name, "language": name.language}, name, ("names", i)
    for i, link in enumerate(event.links):
        value = {link.relation: link.target}
        yield "links", f"{link.relation}/{link.target}", value, link, ("links", i)
    for i, note in enumerate(event.notes):
        note_value = {"type": note.type, "text": note.text} if note.text else {}
        yield "notes", note.id, note_value, note, ("notes", i)
    for i, provision in enumerate(getattr(event, "provisions", ())):
        provision_value = {"topic": provision.topic, "force": provision.force, "text": provision.text}
        yield (
            "provisions",
            provision.id,
            provision_value if provision.text else {},
            provision,
            ("provisions", i),
        )


def infer_status(modalities: set[Modality]) -> Status:
    """Return the status of an event for which no source gives one, from its modalities."""
    if modalities <= {Modality.PLANNED}:
        return Status.PLANNED
    if modalities <= {Modality.ALLEGED, Modality.DENIED}:
        return Status.ALLEGED
    return Status.OCCURRED


def is_reported_as_past(entry: EventEntry) -> bool:
    """Return whether an entry without a status reports the event as having happened."""
    is_not_past = entry.modality in {Modality.PLANNED, Modality.ALLEGED, Modality.DENIED}
    return (
        not entry.status
        and not is_not_past
        and all(stated.modality != Modality.PLANNED for stated in entry.date)
    )

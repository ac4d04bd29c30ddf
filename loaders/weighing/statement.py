"""From an entry to statements: one for each value that the article puts forward, not yet judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from communique.loaders.entry import Article, EventEntry
from communique.loaders.entry.event import EventFields
from communique.loaders.entry.parts import ParticipantEntry
from communique.loaders.entry.value import Mark
from communique.loaders.record import Located, Location, source_id
from communique.schema.vocabulary import Basis, Closeness, Modality, SourceKind, Status

SINGLE = [
    "status",
    "date",
    "time",
    "place",
    "series",
    "edition",
    "level",
    "format",
    "instrument",
    "binding",
    "in_force",
    "type",
    "weapon",
    "weapon_class",
    "splashdown",
    "overflew",
]
"""Fields that hold one value."""

SETS = ("topics", "domains", "missions")
"""Fields that hold a set of plain values."""

CLOSENESS = {
    SourceKind.OFFICIAL_RELEASE: Closeness.PRIMARY_TEXT,
    SourceKind.JOINT_STATEMENT: Closeness.PRIMARY_TEXT,
    SourceKind.TREATY_TEXT: Closeness.PRIMARY_TEXT,
    SourceKind.THINK_TANK: Closeness.SECOND_HAND,
}
"""How close a source of a kind is to what it reports, unless the entry says otherwise."""


class Statement(NamedTuple):
    """One source's word on one value of one event. A bare tuple, because a record makes some millions of them."""

    event: str
    field: str
    element: str
    source: str
    value: Any
    paragraphs: tuple[int, ...]
    modality: Modality
    attributed_to: str | None
    quote: str | None
    basis: Basis
    closeness: Closeness
    path: str
    location: Location


class Marks(NamedTuple):
    """What is said of a value, the value's own words before those of what it stands in."""

    paragraphs: tuple[int, ...]
    modality: Modality | None
    attributed_to: str | None
    quote: str | None
    basis: Basis
    closeness: Closeness | None


Said = tuple[str, str, Any, Mark | Marks, tuple[str | int, ...]]
"""A field, an element of it, the value, what is said of it, and where it stands in the event's entry."""


def statements(article: Located[Article], index: int) -> Iterator[Statement]:
    """Every statement that an article makes about the event at an index of its list, in the entry's order."""
    event = article.model.events[index]
    path, own = article.path, event.id
    source, place = source_id(path), ("events", index)
    paragraphs, modality, attributed_to = event.paragraphs, event.modality, event.attributed_to
    closeness = event.closeness or CLOSENESS.get(article.model.source.kind, Closeness.DIRECT_REPORT)
    for field, element, value, mark, steps in _said(event):
        how = mark.modality or modality
        # A status such as postponed is itself what the source reports, also where the event is only planned.
        if field == "status" and mark.modality is None and how is Modality.PLANNED:
            how = Modality.STATED
        yield Statement(
            own,
            field,
            element,
            source,
            value,
            mark.paragraphs or paragraphs,
            how,
            mark.attributed_to or attributed_to,
            mark.quote,
            mark.basis,
            mark.closeness or closeness,
            path,
            place + steps,
        )


def _said(event: EventEntry) -> Iterator[Said]:
    singles, sets = _fields(type(event))
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
        yield from _participant(participant, ("participants", i))
    yield from _parts(event)


@cache
def _fields(model: type[EventFields]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the single values and of the sets that a kind of event has."""
    own = model.model_fields
    return tuple(field for field in SINGLE if field in own), tuple(field for field in SETS if field in own)


def _participant(participant: ParticipantEntry, place: tuple[str | int, ...]) -> Iterator[Said]:
    """An actor in a role, then its people and units, which take the participant's marks unless they have own."""
    key = f"{participant.actor}/{participant.role}"
    yield "participants", key, {"actor": participant.actor, "role": participant.role}, participant, place
    for i, person in enumerate(participant.people):
        value = {"person": person.person} | ({"office": person.office} if person.office else {})
        marks = _inherit(person, participant)
        yield "people", f"{key}/{person.person}", value, marks, (*place, "people", i)
    for i, unit in enumerate(participant.units):
        marks = _inherit(unit, participant)
        yield "units", f"{key}/{unit.value}", unit.value, marks, (*place, "units", i)


def _inherit(mark: Mark, above: Mark) -> Marks:
    own = mark.model_fields_set
    return Marks(
        mark.paragraphs if "paragraphs" in own else above.paragraphs,
        mark.modality if "modality" in own else above.modality,
        mark.attributed_to if "attributed_to" in own else above.attributed_to,
        mark.quote,
        mark.basis,
        mark.closeness if "closeness" in own else above.closeness,
    )


def _parts(event: EventEntry) -> Iterator[Said]:
    for i, name in enumerate(event.names):
        yield "names", name.name, {"name": name.name, "language": name.language}, name, ("names", i)
    for i, link in enumerate(event.links):
        value = {link.relation: link.target}
        yield "links", f"{link.relation}/{link.target}", value, link, ("links", i)
    for i, note in enumerate(event.notes):
        said = {"type": note.type, "text": note.text} if note.text else {}
        yield "notes", note.id, said, note, ("notes", i)
    for i, provision in enumerate(getattr(event, "provisions", ())):
        lays = {"topic": provision.topic, "force": provision.force, "text": provision.text}
        yield "provisions", provision.id, lays if provision.text else {}, provision, ("provisions", i)


def assumed_status(modalities: set[Modality]) -> Status:
    """The status of an event on which no source gives one: from how its sources put it."""
    if modalities <= {Modality.PLANNED}:
        return Status.PLANNED
    if modalities <= {Modality.ALLEGED, Modality.DENIED}:
        return Status.ALLEGED
    return Status.OCCURRED


def tells_as_past(entry: EventEntry) -> bool:
    """Whether an entry that says nothing of the status tells the event as something that happened."""
    ahead = entry.modality in {Modality.PLANNED, Modality.ALLEGED, Modality.DENIED}
    return (
        not entry.status and not ahead and all(stated.modality != Modality.PLANNED for stated in entry.date)
    )

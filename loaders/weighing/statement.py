"""From an entry to statements: one for each value that the article puts forward, not yet judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.loaders.entry import Article, EventEntry
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


@dataclass(frozen=True, slots=True)
class Statement:
    """One source's word on one value of one event."""

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


def statements(article: Located[Article], index: int) -> Iterator[Statement]:
    """Every statement that an article makes about the event at an index of its list, in the entry's order."""
    event = article.model.events[index]
    by_kind = CLOSENESS.get(article.model.source.kind, Closeness.DIRECT_REPORT)

    def say(field: str, element: str, value: Any, mark: Mark, *steps: str | int) -> Statement:
        modality = mark.modality or event.modality
        # A status such as postponed is itself what the source reports, also where the event is only planned.
        if field == "status" and mark.modality is None and modality is Modality.PLANNED:
            modality = Modality.STATED
        return Statement(
            event=event.id,
            field=field,
            element=element,
            source=source_id(article.path),
            value=value,
            paragraphs=mark.paragraphs or event.paragraphs,
            modality=modality,
            attributed_to=mark.attributed_to or event.attributed_to,
            quote=mark.quote,
            basis=mark.basis,
            closeness=mark.closeness or event.closeness or by_kind,
            path=article.path,
            location=("events", index, *steps),
        )

    for field in SINGLE:
        for i, stated in enumerate(getattr(event, field, ())):
            yield say(field, "", stated.value, stated, field, i)
    for field in SETS:
        for i, stated in enumerate(getattr(event, field, ())):
            yield say(field, str(stated.value), stated.value, stated, field, i)
    for measure, values in event.figures.items():
        for i, stated in enumerate(values):
            yield say("figures", measure, stated.value.model_dump(), stated, "figures", measure, i)
    for i, participant in enumerate(event.participants):
        for field, element, value, mark, *steps in _participant(participant):
            yield say(field, element, value, mark, "participants", i, *steps)
    for field, element, value, mark, *steps in _parts(event):
        yield say(field, element, value, mark, *steps)


def _participant(participant: ParticipantEntry) -> Iterator[tuple[Any, ...]]:
    """An actor in a role, then its people and units, which take the participant's marks unless they have own."""
    key = f"{participant.actor}/{participant.role}"
    yield "participants", key, {"actor": participant.actor, "role": participant.role}, participant
    for i, person in enumerate(participant.people):
        value = {"person": person.person} | ({"office": person.office} if person.office else {})
        yield "people", f"{key}/{person.person}", value, _inherit(person, participant), "people", i
    for i, unit in enumerate(participant.units):
        yield "units", f"{key}/{unit.value}", unit.value, _inherit(unit, participant), "units", i


def _inherit(mark: Mark, above: Mark) -> Mark:
    own = mark.model_fields_set
    missing = {
        name: getattr(above, name)
        for name in ("paragraphs", "modality", "attributed_to", "closeness")
        if name not in own
    }
    return mark.model_copy(update=missing)


def _parts(event: EventEntry) -> Iterator[tuple[Any, ...]]:
    for i, name in enumerate(event.names):
        yield "names", name.name, {"name": name.name, "language": name.language}, name, "names", i
    for i, link in enumerate(event.links):
        yield "links", f"{link.relation}/{link.target}", {link.relation: link.target}, link, "links", i
    for i, note in enumerate(event.notes):
        value = {"type": note.type, "text": note.text} if note.text else {}
        yield "notes", note.id, value, note, "notes", i
    for i, provision in enumerate(getattr(event, "provisions", ())):
        value = {"topic": provision.topic, "force": provision.force, "text": provision.text}
        yield "provisions", provision.id, value if provision.text else {}, provision, "provisions", i


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

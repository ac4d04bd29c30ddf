"""Whether a ruling's value is one that its field may hold, in the form that statements have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from communique.errors import Finding
from communique.loaders.entry.event import (
    EventFields,
    ExerciseEntry,
    IncidentEntry,
    MeetingEntry,
    MemorandumEntry,
)
from communique.loaders.entry.parts import FigureValue
from communique.loaders.entry.rulings import RulingEntry
from communique.loaders.record import Record
from communique.loaders.weighing.statement import SINGLE
from communique.schema.vocabulary import Decision, Kind

MODELS: dict[str, type[EventFields]] = {
    Kind.MEETING: MeetingEntry,
    Kind.MEMORANDUM: MemorandumEntry,
    Kind.EXERCISE: ExerciseEntry,
    Kind.INCIDENT: IncidentEntry,
}


def ruled_value(ruling: RulingEntry, kind: str) -> Any:
    """The value that a ruling lets stand, as statements hold it; None where it is left unresolved.

    Raises:
        ValidationError: the value is not one of the field's.
    """
    if ruling.decision is Decision.UNRESOLVED:
        return None
    if ruling.field == "figures":
        return _figure().validate_python(ruling.value).model_dump()
    if ruling.field not in SINGLE:
        return TypeAdapter(bool).validate_python(ruling.value, strict=True)
    return _single(kind, ruling.field).validate_python(ruling.value)[0].value


@cache
def _figure() -> TypeAdapter[Any]:
    return TypeAdapter(FigureValue)


@cache
def _single(kind: str, field: str) -> TypeAdapter[Any]:
    return TypeAdapter(MODELS[kind].model_fields[field].rebuild_annotation())


def misruled(record: Record) -> Iterator[tuple[str, Finding]]:
    """Rulings whose field the event has not, or whose value the field cannot hold, with the event."""
    if not record.rulings:
        return
    moved = record.redirects()
    # A ruling on a missing event is told elsewhere, and one on an event that was not read is right already.
    kinds = {moved.get(e.id, e.id): e.kind for a in record.articles.values() for e in a.model.events}
    on = [(event, i, ruling) for event in kinds for i, ruling in record.ruled(event)]
    for event, i, ruling in on:
        kind = kinds[event]
        place = ("rulings", i, "value")
        if ruling.field in SINGLE and ruling.field not in MODELS[kind].model_fields:
            what = f"a {kind} has no field {ruling.field!r}"
            yield event, record.rulings.finding(("rulings", i, "field"), what, "correct the field")
            continue
        try:
            ruled_value(ruling, kind)
        except ValidationError as error:
            message = error.errors(include_url=False)[0]["msg"]
            what = f"{ruling.value!r} cannot be the {ruling.field}: {message}"
            cure = "write the value as in an entry; true or false for an element"
            yield event, record.rulings.finding(place, what, cure)

"""Check that a ruling's value is valid for its field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from communique.errors import Finding, did_you_mean
from communique.loaders.dataset import Dataset
from communique.loaders.entry_format.components import FigureValue
from communique.loaders.entry_format.error_messages import describe_error
from communique.loaders.entry_format.event import ENTRY_MODELS
from communique.loaders.entry_format.rulings import RulingEntry
from communique.schema.event_types import SET_FIELDS, SINGLE_FIELDS
from communique.schema.vocabulary import Decision, Kind

_ELEMENT_FIELDS = {*SET_FIELDS, "links", "names", "notes", "participants", "people", "provisions", "units"}
"""The fields that hold a set: a ruling names one element, and says whether it is in it."""


def parse_ruling_value(ruling: RulingEntry, kind: str) -> Any:
    """Return a ruling's value in the form that statements have; None where it is left unresolved.

    Raises:
        ValidationError: the value is not one of the field's.
    """
    if ruling.decision is Decision.UNRESOLVED:
        return None
    if ruling.field == "figures":
        return _figure_adapter().validate_python(ruling.value).model_dump()
    if ruling.field not in SINGLE_FIELDS:
        return _bool_adapter().validate_python(ruling.value, strict=True)
    return _field_adapter(kind, ruling.field).validate_python(ruling.value)[0].value


@cache
def _bool_adapter() -> TypeAdapter[bool]:
    return TypeAdapter(bool)


@cache
def _figure_adapter() -> TypeAdapter[Any]:
    return TypeAdapter(FigureValue)


@cache
def _field_adapter(kind: str, field: str) -> TypeAdapter[Any]:
    return TypeAdapter(ENTRY_MODELS[Kind(kind)].model_fields[field].rebuild_annotation())


def find_invalid_rulings(dataset: Dataset) -> Iterator[tuple[str, Finding]]:
    """Yield the event and a finding for each ruling whose field or value its event cannot have."""
    if not dataset.rulings:
        return
    redirects = dataset.resolve_redirects()
    # A ruling on a missing event is told elsewhere, and one on an event that was not read is right already.
    kinds = {redirects.get(e.id, e.id): e.kind for a in dataset.articles.values() for e in a.model.events}
    event_rulings = [(event, i, ruling) for event in kinds for i, ruling in dataset.get_rulings(event)]
    for event, i, ruling in event_rulings:
        kind = kinds[event]
        location = ("rulings", i, "value")
        if ruling.field not in (fields := _list_ruled_fields(kind)):
            what = f"a {kind} has no field {ruling.field!r} that can be ruled on"
            cure = did_you_mean(ruling.field, fields) or f"write one of {', '.join(fields)}"
            yield event, dataset.rulings.create_finding(("rulings", i, "field"), what, cure)
            continue
        try:
            parse_ruling_value(ruling, kind)
        except ValidationError as error:
            fault, cure = describe_error(error.errors(include_url=False)[0], ruling.value, tuple)
            what = f"{json.dumps(ruling.value, ensure_ascii=False)} cannot be the {ruling.field}: {fault}"
            if ruling.field in _ELEMENT_FIELDS:
                what = (
                    f"a ruling on {ruling.field} says whether {ruling.element or 'an element'} is one of them"
                )
            yield event, dataset.rulings.create_finding(location, what, cure)


@cache
def _list_ruled_fields(kind: str) -> list[str]:
    """Return the fields of a kind of event that can be ruled on; people and units are written below participants."""
    own = {*ENTRY_MODELS[Kind(kind)].model_fields, "people", "units"}
    return [field for field in (*SINGLE_FIELDS, "figures", *sorted(_ELEMENT_FIELDS)) if field in own]

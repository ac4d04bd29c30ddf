"""Check that a ruling's value is valid for its field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from communique.errors import Finding
from communique.loaders.dataset import Dataset
from communique.loaders.entry_format.components import FigureValue
from communique.loaders.entry_format.error_messages import describe_error
from communique.loaders.entry_format.event import ENTRY_MODELS
from communique.loaders.entry_format.rulings import RulingEntry
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Decision, Kind


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
        return TypeAdapter(bool).validate_python(ruling.value, strict=True)
    return _field_adapter(kind, ruling.field).validate_python(ruling.value)[0].value


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
        if ruling.field in SINGLE_FIELDS and ruling.field not in ENTRY_MODELS[Kind(kind)].model_fields:
            what = f"a {kind} has no field {ruling.field!r}"
            yield event, dataset.rulings.create_finding(("rulings", i, "field"), what, "correct the field")
            continue
        try:
            parse_ruling_value(ruling, kind)
        except ValidationError as error:
            fault, cure = describe_error(error.errors(include_url=False)[0], ruling.value, tuple)
            what = f"{json.dumps(ruling.value, ensure_ascii=False)} cannot be the {ruling.field}: {fault}"
            yield event, dataset.rulings.create_finding(location, what, cure)

"""Describe the closed lists and the fields of each kind, from which a curator chooses at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communique.schema.event_types import EVENT_TYPES, SHARED_FIELDS
from communique.schema.event_types.memorandum import Force
from communique.schema.fields import EventField
from communique.schema.tables.measure import Measure, describe_word
from communique.schema.vocabulary import (
    ActorKind,
    Decision,
    Entity,
    Grade,
    Kind,
    Modality,
    NameOrder,
    NoteType,
    PlacePrecision,
    Relation,
    Role,
    SourceKind,
    Word,
)

_SECTIONS = {
    Entity.ACTOR: "actors",
    Entity.PERSON: "people",
    Entity.PLACE: "places",
    Entity.SERIES: "series",
    Entity.TOPIC: "topics",
}


def describe_terms() -> dict[str, Any]:
    """Return the words of each list with what they mean, and the fields of each kind in the order of an entry."""
    lists = {
        "kind": Kind,
        "role": Role,
        "relation": Relation,
        "note": NoteType,
        "force": Force,
        "measure": Measure,
        "modality": Modality,
        "source": SourceKind,
        "actor": ActorKind,
        "precision": PlacePrecision,
        "order": NameOrder,
        "decision": Decision,
        "grade": Grade,
    }
    fields = {
        str(kind): [_describe_field(field) for field in (*SHARED_FIELDS, *event_type.fields)]
        for kind, event_type in EVENT_TYPES.items()
    }
    return {"words": {name: _describe_list(word_list) for name, word_list in lists.items()}, "fields": fields}


def _describe_field(field: EventField) -> dict[str, Any]:
    if field.word_list:
        shape: dict[str, Any] = {"shape": "word", "words": _describe_list(field.word_list)}
    elif field.target:
        shape = {"shape": "id", "section": _SECTIONS[field.target]}
    else:
        shape = {"shape": "truth" if field.type is bool else "date" if field.is_date else "text"}
    label = field.element_label if field.is_set else field.label
    about = {"label": label, "about": field.description, "is_set": field.is_set}
    return {"name": field.name, **about, **shape}


def _describe_list(word_list: Iterable[Word]) -> list[tuple[str, str]]:
    return [(str(word), describe_word(word)) for word in word_list]

"""Write the JSON Schemas with a record's own ids, so that editors complete them and underline unknown ones."""

from __future__ import annotations

import copy
import json
from bisect import bisect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from communique.loaders.curation.editor_schemas import (
    MODELS,
    Schema,
    build_schema,
    iter_nodes,
    render_json,
    schema_file_name,
)
from communique.loaders.curation.find_ids import display_name
from communique.loaders.dataset import Dataset
from communique.pipeline.save_texts import save_text
from communique.schema.event_types import FIELDS
from communique.schema.vocabulary import Entity, Relation

COMMENT: Final = (
    "Written by communique schema --record with the ids of this record; run it again for newer ones."
)
"""By this a schema is known to hold a record's ids."""

_SECTIONS: Final = {
    Entity.ACTOR: "actors",
    Entity.PERSON: "people",
    Entity.OFFICE: "offices",
    Entity.PLACE: "places",
    Entity.SERIES: "series",
    Entity.TOPIC: "topics",
    Entity.PUBLISHER: "publishers",
}

REFERENCES: Final[Mapping[str, str]] = {
    **{name: _SECTIONS[field.target] for name, field in FIELDS.items() if field.target},
    **dict.fromkeys(("actor", "attributed_to", "authority", "group"), "actors"),
    **dict.fromkeys(("publisher", "agency"), "publishers"),
    **dict.fromkeys(("event", "target", "targets", "events"), "events"),
    **dict.fromkeys(Relation, "linkable"),
    "person": "people",
    "people": "people",
    "office": "offices",
    "topic": "topics",
    "memberships": "actors",
    "tenures": "offices",
    "id": "reportable",
    "parent": "actors",
}
"""By the name of a property of any file: the section of which it holds an id.

An event's own id and the target of a link may be new, for the same file may begin the event: those of the record are
completed, and others not underlined.
"""

_DEFINITIONS: Final = {
    "actors": "ActorId",
    "people": "PersonId",
    "offices": "OfficeId",
    "places": "PlaceId",
    "series": "SeriesId",
    "topics": "TopicId",
    "publishers": "PublisherId",
    "events": "EventId",
}


def render_record_schema(name: str, dataset: Dataset) -> str:
    """Return the JSON Schema of the files called ``name`` as text, with the ids of a record."""
    return render_json(restrict_to_record(build_schema(name), dataset))


def restrict_to_record(schema: Schema, dataset: Dataset) -> Schema:
    """Return a schema in which each reference is one of the record's ids; what the record lacks stays open.

    Args:
        schema: of one of the files.
        dataset: the record, as far as it could be read.
    """
    restricted = copy.deepcopy(schema)
    definitions = restricted["$defs"]
    ids = {_DEFINITIONS[section]: entries for section, entries in list_record_ids(dataset).items() if entries}
    for owner, properties in _iter_properties(restricted):
        for name in properties.keys() & REFERENCES.keys():
            section = _resolve_section(owner, name, properties)
            key = (
                _DEFINITIONS["events" if section in {"linkable", "reportable"} else section]
                if section
                else ""
            )
            if key in ids:
                is_open = section in {"linkable", "reportable"}
                properties[name] = _restrict(properties[name], key, is_open, definitions)
    used = {str(node.get("$ref", "")).rpartition("/")[2] for node in iter_nodes(restricted)}
    for key in ids.keys() & used:
        definitions[key] = {
            "type": "string",
            "enum": list(ids[key]),
            "enumDescriptions": list(ids[key].values()),
        }
    return {"$schema": restricted.pop("$schema"), "$comment": COMMENT, **restricted}


def add_id(folder: Path, section: str, key: str, name: str) -> None:
    """Add an id to the schemas that hold a record's ids, where a folder has such; else do nothing.

    Args:
        folder: the folder of schemas.
        section: the section of the registry, or ``events``.
        key: the new id.
        name: what it is called.
    """
    for schema_name in MODELS:
        file = folder / schema_file_name(schema_name)
        schema = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        definition = schema.get("$defs", {}).get(_DEFINITIONS.get(section, ""))
        if schema.get("$comment") == COMMENT and definition and key not in definition["enum"]:
            place = bisect(definition["enum"], key)
            definition["enum"].insert(place, key)
            definition["enumDescriptions"].insert(place, name)
            save_text(file, render_json(schema))


def list_record_ids(dataset: Dataset) -> dict[str, dict[str, str]]:
    """Return the ids of every section and of events, each with its name."""
    ids = {
        section: {
            key: display_name(entry) for key, entry in sorted(dataset.registry.sections[section].items())
        }
        for section in _SECTIONS.values()
    }
    events: dict[str, str] = {}
    for article in dataset.articles.values():
        for event in article.model.events:
            events[event.id] = event.title or events.get(event.id, "")
    return {**ids, "events": dict(sorted(events.items()))}


def _iter_properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the properties of every object, with the name of the definition that they belong to."""
    for name, definition in list(schema["$defs"].items()):
        for node in list(iter_nodes(definition)):
            if isinstance(node.get("properties"), dict):
                yield name, node["properties"]
    if isinstance(schema.get("properties"), dict):
        yield "", schema["properties"]


def _resolve_section(owner: str, name: str, properties: Schema) -> str:
    """Return the section that a property refers to; "" where the same name means something else."""
    is_event = {"kind", "paragraphs", "title"} <= properties.keys()
    if name == "id":
        return "reportable" if is_event else ""
    if name == "parent":
        return "places" if owner == "PlaceEntry" else "actors"
    return REFERENCES[name] if owner else ""


def _restrict(node: Any, key: str, is_open: bool, definitions: Schema) -> Any:
    """Return a property's schema with the ids of one definition where it allowed any id."""
    if isinstance(node, list):
        return [_restrict(item, key, is_open, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return node | {"$ref": _restrict_definition(node["$ref"], key, is_open, definitions)}
    if node.get("type") == "string" and "pattern" in node:
        about = {"description": node["description"]} if "description" in node else {}
        reference = {"$ref": f"#/$defs/{key}"}
        if is_open:
            rest = {name: value for name, value in node.items() if name != "description"}
            return {"anyOf": [reference, rest]} | about
        return reference | about
    return {name: _restrict(value, key, is_open, definitions) for name, value in node.items()}


def _restrict_definition(reference: str, key: str, is_open: bool, definitions: Schema) -> str:
    """Return the reference to a long form of a value, restricted likewise; it is defined once for each section."""
    name = reference.rpartition("/")[2]
    if "value" not in definitions[name].get("properties", {}):
        return reference
    restricted = f"{name}{key}"
    if restricted not in definitions:
        definition = copy.deepcopy(definitions[name])
        definition["properties"]["value"] = _restrict(
            definition["properties"]["value"], key, is_open, definitions
        )
        definitions[restricted] = definition
    return f"#/$defs/{restricted}"

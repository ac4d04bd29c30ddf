"""Write the entry format as JSON Schema files, so that editors complete and check what is typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.dossier import DossierEntry
from communique.loaders.entry_format.json_schema import build_model_schema
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings
from communique.schema.tables.measure import Measure, describe_word
from communique.schema.vocabulary import Kind, Word

Schema = dict[str, Any]

_SNIPPETS: Final[dict[str, list[tuple[str, str, Any]]]] = {
    "events": [
        (
            kind.value,
            f"{kind.meaning}: a new event",
            {
                "id": "${1:subject}-${2:2024-07-28}",
                "kind": kind.value,
                "title": "${3:a headline in our own words}",
                "summary": "${4:what happened, in our own words, 25 to 90 of them}",
                "paragraphs": "[${5:1}]",
                "date": "${2:2024-07-28}",
            },
        )
        for kind in Kind
    ]
    + [
        (
            "known event",
            "what a further article says of an event of the record",
            {"id": "$1", "kind": "$2", "paragraphs": "[${3:1}]"},
        )
    ],
    "participants": [
        ("actor", "an actor that took part", {"actor": "$1", "paragraphs": "${2:1}"}),
        (
            "actor with people",
            "an actor in a role, and who acted for it",
            {"actor": "$1", "role": "${2:host}", "people": "[$3]", "paragraphs": "${4:1}"},
        ),
    ],
    "links": [
        ("link", "a relation to another event", {"${1:produced}": "$2", "paragraphs": "${3:1}"}),
    ],
    "notes": [
        (
            "note",
            "a fact that no other field holds, in one sentence",
            {"id": "$1", "type": "${2:outcome}", "text": "$3", "paragraphs": "${4:1}"},
        ),
    ],
    "provisions": [
        (
            "provision",
            "one thing that the text lays down, in one sentence",
            {"id": "$1", "force": "${2:reported}", "text": "$3", "paragraphs": "${4:1}"},
        ),
    ],
    "rulings": [
        (
            "settled",
            "one version stands",
            {"event": "$1", "field": "${2:date}", "value": "$3", "because": "$4", "decided": "$5"},
        ),
        (
            "unresolved",
            "nothing can be decided: readers see both sides",
            {"event": "$1", "field": "$2", "decision": "unresolved", "because": "$3", "decided": "$4"},
        ),
    ],
}
"""For lists of the format: label, explanation and body of what an editor offers to begin an item with."""

_LONG_SNIPPET: Final = {
    "label": "long form",
    "description": "the value with its paragraph, and how the source puts it",
    "body": {"value": "$1", "paragraphs": "${2:1}"},
}

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

MODELS: Final[dict[str, type[EntryModel]]] = {
    "entry": Article,
    "registry": Registry,
    "rulings": Rulings,
    "dossier": DossierEntry,
}
"""The files of the record that have a schema, and the model of each."""

TITLES: Final = {
    "entry": "Communiqué entry: one article, and what it says happened",
    "registry": "Communiqué registry: who, where and what entries refer to by id",
    "rulings": "Communiqué rulings: what editors decided",
    "dossier": "Communiqué dossier: a question that runs through events of the record",
}


def schema_file_name(name: str) -> str:
    """Return the name of a schema's file, as the first line of an entry gives it."""
    return f"{name}.schema.json"


def build_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the files called ``entry``, ``registry``, and so on."""
    simplified = add_hints(_simplify_schema(build_model_schema(MODELS[name])))
    head = {"$schema": DIALECT, "title": TITLES[name]}
    return head | {key: value for key, value in simplified.items() if key != "title"}


def render_schema(name: str) -> str:
    """Return the JSON Schema as the text of the file under version control."""
    return render_json(build_schema(name))


def render_json(schema: dict[str, Any]) -> str:
    """Return a JSON Schema as a file's text: a line for each key, without indentation, which would be a quarter."""
    return json.dumps(schema, indent=0, ensure_ascii=False) + "\n"


def list_stale_schemas(folder: Path) -> list[str]:
    """Return the schema files of a folder that are missing or differ from the models."""
    return [
        schema_file_name(name)
        for name in MODELS
        if _read_if_exists(folder / schema_file_name(name)) != render_schema(name)
    ]


def _read_if_exists(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _simplify_schema(raw_schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only Python needs: titles made from names, empty defaults, the names of generic models."""
    definitions = raw_schema.get("$defs", {})
    generic = sorted(name for name in definitions if not re.fullmatch(r"\w{1,40}", name) or "__" in name)
    names = {name: f"Long{number}" for number, name in enumerate(generic, start=1)}
    names |= {
        name: "Long" + name.removeprefix("Stated_").strip("_")
        for name in definitions
        if _is_stated_model(name)
    }
    renamed = {f"#/$defs/{old}": f"#/$defs/{new}" for old, new in names.items()}
    simplified: dict[str, Any] = _simplify_node(raw_schema, renamed)
    if definitions:
        simplified["$defs"] = dict(
            sorted((names.get(key, key), value) for key, value in simplified["$defs"].items())
        )
    return simplified


def _is_stated_model(name: str) -> bool:
    return name.startswith("Stated_") and "__" not in name


def _simplify_node(node: Any, renamed: dict[str, str], named: bool = False) -> Any:
    """Walk a schema; ``named`` where keys are names of properties or definitions rather than keywords."""
    if isinstance(node, list):
        return [_simplify_node(item, renamed) for item in node]
    if not isinstance(node, dict):
        return renamed.get(node, node) if isinstance(node, str) else node
    simplified = {
        key: _simplify_node(value, renamed, named=not named and key in {"properties", "$defs"})
        for key, value in node.items()
        if named or not _is_noise(key, value)
    }
    if (
        not named
        and isinstance(simplified.get("default"), str)
        and "enum" not in simplified
        and "$ref" not in simplified
    ):
        simplified["examples"] = [simplified["default"]]
    return simplified


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}))


def add_hints(schema: Schema) -> Schema:
    """Return the schema with the meaning of every word, figures by name, and snippets; it is changed in place."""
    word_lists = {word_list.__name__: word_list for word_list in _iter_word_lists(Word)}
    for name, definition in schema.get("$defs", {}).items():
        if "enum" in definition and name in word_lists:
            definition["enumDescriptions"] = [
                describe_word(word_lists[name](value)) for value in definition["enum"]
            ]
    for node in list(iter_nodes(schema)):
        properties = node.get("properties")
        if not isinstance(properties, dict):
            continue
        if properties.get("kind", {}).get("const") in tuple(Kind):
            properties["kind"]["description"] = Kind(properties["kind"]["const"]).meaning
        if "figures" in properties:
            _list_measures(properties["figures"], schema["$defs"])
        for name in properties.keys() & _SNIPPETS.keys():
            array = properties[name]
            if (
                array.get("type") == "array" and array.get("items", {}).get("type") != "string"
            ):  # events, no ids of some
                array["defaultSnippets"] = [
                    {"label": label, "description": description, "body": [body]}
                    for label, description, body in _SNIPPETS[name]
                ]
    for name, definition in schema.get("$defs", {}).items():
        if name.startswith("Long"):
            definition["defaultSnippets"] = [_LONG_SNIPPET]
    return schema


def iter_nodes(node: Any) -> Iterator[Schema]:
    """Yield every object of a schema, the outer before the inner."""
    if isinstance(node, dict):
        yield node
        for item in node.values():
            yield from iter_nodes(item)
    elif isinstance(node, list):
        for item in node:
            yield from iter_nodes(item)


def _iter_word_lists(base: type[Word]) -> Iterator[type[Word]]:
    for word_list in base.__subclasses__():
        yield word_list
        yield from _iter_word_lists(word_list)


def _list_measures(figures: Schema, definitions: Schema) -> None:
    """Name each measure as a property, so that editors complete it with its meaning."""
    definitions["Figure"] = figures.pop("additionalProperties")
    del figures["propertyNames"]
    figures["properties"] = {
        measure.value: {"description": describe_word(measure), "$ref": "#/$defs/Figure"}
        for measure in Measure
    }
    figures["additionalProperties"] = False

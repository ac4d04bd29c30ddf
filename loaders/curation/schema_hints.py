"""Add to a JSON Schema what helps who types: the meaning of each word, and pieces of an entry to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

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
            if properties[name].get("type") == "array":
                properties[name]["defaultSnippets"] = [
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

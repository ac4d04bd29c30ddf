"""The keys that may stand at a place of an entry, for the word that a mistyped key was meant to be."""

from __future__ import annotations

from typing import Any

from communique.loaders.entry.json_schema import schema_of
from communique.loaders.entry.value import Strict


def known_keys(model: type[Strict], location: tuple[str | int, ...]) -> list[str]:
    """Walk the model's JSON Schema along a location and collect the keys allowed there."""
    whole = schema_of(model)
    definitions = whole.get("$defs", {})
    nodes = [whole]
    for step in location:
        onward = [child for node in nodes for child in _children(node, step, definitions)]
        nodes = onward or nodes  # a step that the short form leaves out, or a union's tag
    return sorted({key for node in nodes for option in _options(node, definitions) for key in _of(option)})


def _of(node: dict[str, Any]) -> list[str]:
    return list(node.get("properties", {}))


def _options(node: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in node:
        return _options(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    alternatives = [*node.get("anyOf", []), *node.get("oneOf", []), *node.get("allOf", [])]
    below = [option for alternative in alternatives for option in _options(alternative, definitions)]
    return [node, *below] if "properties" in node or "items" in node else below or [node]


def _children(node: dict[str, Any], step: str | int, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for option in _options(node, definitions):
        if isinstance(step, int) and "items" in option:
            found.append(option["items"])
        elif isinstance(step, str) and step in option.get("properties", {}):
            found.append(option["properties"][step])
        elif isinstance(step, str) and isinstance(option.get("additionalProperties"), dict):
            found.append(option["additionalProperties"])
    return found

"""List the keys allowed at a location of an entry, to suggest a correction for a mistyped key."""

from __future__ import annotations

from typing import Any

from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.json_schema import build_model_schema


def collect_known_keys(model: type[EntryModel], location: tuple[str | int, ...]) -> list[str]:
    """Walk the model's JSON Schema along a location and return the keys allowed there, sorted."""
    schema = build_model_schema(model)
    definitions = schema.get("$defs", {})
    nodes = [schema]
    for step in location:
        children = [child for node in nodes for child in _child_nodes(node, step, definitions)]
        nodes = children or nodes  # a step that the short form leaves out, or a union's tag
    return sorted(
        {
            key
            for node in nodes
            for option in _expand_options(node, definitions)
            for key in _property_names(option)
        }
    )


def _property_names(node: dict[str, Any]) -> list[str]:
    return list(node.get("properties", {}))


def _expand_options(node: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in node:
        return _expand_options(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    alternatives = [*node.get("anyOf", []), *node.get("oneOf", []), *node.get("allOf", [])]
    nested = [option for alternative in alternatives for option in _expand_options(alternative, definitions)]
    return [node, *nested] if "properties" in node or "items" in node else nested or [node]


def _child_nodes(node: dict[str, Any], step: str | int, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    children = []
    for option in _expand_options(node, definitions):
        if isinstance(step, int) and "items" in option:
            children.append(option["items"])
        elif isinstance(step, str) and step in option.get("properties", {}):
            children.append(option["properties"][step])
        elif isinstance(step, str) and isinstance(option.get("additionalProperties"), dict):
            children.append(option["additionalProperties"])
    return children

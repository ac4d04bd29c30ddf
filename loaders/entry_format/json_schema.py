"""Describe a model of the entry format as JSON Schema, for editors, and list the keys that it allows at a place."""

from __future__ import annotations

from functools import cache
from typing import Any

from communique.loaders.entry_format.annotated_value import KEY_OF, EntryModel


@cache
def build_model_schema(model: type[EntryModel]) -> dict[str, Any]:
    """Return the model's JSON Schema (draft 2020-12, as Pydantic writes it), with keys as a file has them."""
    raw_schema = model.model_json_schema(by_alias=True)
    schema: dict[str, Any] = _resolve_shorthands(raw_schema, raw_schema.get("$defs", {}))
    return schema


def _resolve_shorthands(node: Any, definitions: dict[str, Any]) -> Any:
    """Put the schema of a model's leading key where its short form stands."""
    if isinstance(node, list):
        return [_resolve_shorthands(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if KEY_OF in node:
        (full_schema,) = node["allOf"]
        model = definitions[full_schema["$ref"].rpartition("/")[2]] if "$ref" in full_schema else full_schema
        return _resolve_shorthands(model["properties"][node[KEY_OF]], definitions)
    return {key: _resolve_shorthands(value, definitions) for key, value in node.items()}


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
        elif isinstance(step, str):  # a mapping from ids to what they mean
            children += option.get("patternProperties", {}).values()
            children += [others] if isinstance(others := option.get("additionalProperties"), dict) else []
    return children

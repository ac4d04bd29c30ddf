"""Describe a model of the entry format as JSON Schema, for editors and for checking mistyped keys."""

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

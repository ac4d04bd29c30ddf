"""A model of the entry format as JSON Schema: what editors complete from, and what a mistyped key is held against."""

from __future__ import annotations

from functools import cache
from typing import Any

from communique.loaders.entry.value import KEY_OF, Strict


@cache
def schema_of(model: type[Strict]) -> dict[str, Any]:
    """The model's JSON Schema (draft 2020-12, as Pydantic writes it), with keys as a file has them."""
    whole = model.model_json_schema(by_alias=True)
    filled: dict[str, Any] = _filled(whole, whole.get("$defs", {}))
    return filled


def _filled(node: Any, definitions: dict[str, Any]) -> Any:
    """Put the schema of a model's leading key where its short form stands."""
    if isinstance(node, list):
        return [_filled(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if KEY_OF in node:
        (long,) = node["allOf"]
        model = definitions[long["$ref"].rpartition("/")[2]] if "$ref" in long else long
        return _filled(model["properties"][node[KEY_OF]], definitions)
    return {key: _filled(value, definitions) for key, value in node.items()}

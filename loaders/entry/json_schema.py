"""A model of the entry format as JSON Schema: what editors complete from, and what a mistyped key is held against."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from communique.loaders.entry.value import Strict


@cache
def schema_of(model: type[Strict]) -> dict[str, Any]:
    """The model's JSON Schema (draft 2020-12, as Pydantic writes it), with keys as a file has them."""
    for part in _models(Strict):
        part.model_rebuild()  # building is deferred, and a short form's schema needs the long one's
    return model.model_json_schema(by_alias=True)


def _models(above: type[Strict]) -> Iterator[type[Strict]]:
    for model in above.__subclasses__():
        if not model.__pydantic_generic_metadata__["parameters"]:
            yield model
        yield from _models(model)

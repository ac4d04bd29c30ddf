"""Build each event's JSON file with all its claims, and the JSON Schema that describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from communique.pipeline.output_file import OutputFile
from communique.site.pages.event.document_view import EventDocument
from communique.site.pages.event.event_view import EventPage

_encode_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode_spaced = json.JSONEncoder(ensure_ascii=False).encode


def build_event_json(view: EventPage) -> OutputFile:
    """Return the JSON file of an event, its keys in the order of the schema and text in its own script."""
    return OutputFile(view.json_path, format_json(dict(view.document)))


def build_event_schema() -> OutputFile:
    """Return the file with the JSON Schema (2020-12) of every event's JSON, from ``EventDocument``."""
    return OutputFile("data/event.schema.json", format_json(_event_json_schema()))


def encode_event_line(document: EventDocument) -> bytes:
    """Return an event's JSON as one line of bytes that ends with a line feed."""
    return _encode_compact(document).encode() + b"\n"


@lru_cache(maxsize=1)
def _event_json_schema() -> dict[str, Any]:
    shape = TypeAdapter(EventDocument).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}


def format_json(document: Mapping[str, object]) -> str:
    """Return a document as UTF-8 JSON text with a line for each key and for each item of a list.

    Lines are laid out here because Python's own indented JSON takes five times as long.
    """
    lines = ",\n".join(f"{json.dumps(key)}: {_format_value(value)}" for key, value in document.items())
    return f"{{\n{lines}\n}}\n"


def _format_value(value: object) -> str:
    if isinstance(value, list) and len(value) > 1:
        return "[\n " + ",\n ".join(map(_encode_spaced, value)) + "\n]"
    return _encode_spaced(value)

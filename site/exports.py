"""Data beside the pages: each event as JSON with all its claims, in a shape that a JSON Schema describes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from communique.site.page import Page
from communique.site.views.document import EventDocument
from communique.site.views.event import EventPage

_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SPACED = json.JSONEncoder(ensure_ascii=False).encode


def event_json(view: EventPage) -> Page:
    """An event's JSON page: keys in the order of the schema, text in its own script."""
    return Page(view.json_path, as_json(dict(view.document)))


def event_schema() -> Page:
    """The JSON Schema (2020-12) of every event's JSON, made from ``EventDocument``."""
    return Page("data/event.schema.json", as_json(_schema()))


def json_line(document: EventDocument) -> bytes:
    """An event's JSON on one line."""
    return _ON_ONE_LINE(document).encode() + b"\n"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    shape = TypeAdapter(EventDocument).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}


def as_json(document: Mapping[str, object]) -> str:
    """JSON for people and programs: UTF-8, a line for each key and for each item of a list.

    Lines are laid out here because Python's own indented JSON takes five times as long.
    """
    lines = ",\n".join(f"{json.dumps(key)}: {_laid_out(value)}" for key, value in document.items())
    return f"{{\n{lines}\n}}\n"


def _laid_out(value: object) -> str:
    if isinstance(value, list) and len(value) > 1:
        return "[\n " + ",\n ".join(map(_SPACED, value)) + "\n]"
    return _SPACED(value)

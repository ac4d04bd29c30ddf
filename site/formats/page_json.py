"""Build the JSON file beside a page: what the page shows, as values, for every page without a form of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from communique.pipeline.output_file import OutputFile
from communique.site.formats.event_json import PATH as EXPLORE
from communique.site.formats.event_json import format_json
from communique.site.pages.components import DRAWN, EventRow, Link, Pagination, YearCount
from communique.site.pages.views import DataPage, ExplorePage, QueryPage, View

FORMAT = 1
"""Raised when a key is removed or changes meaning; new keys may come at any time."""

FORMS_ELSEWHERE: Final[Mapping[type, str]] = {
    ExplorePage: EXPLORE,  # every event as columns, which the page itself reads
    DataPage: "data/dataset.jsonld",  # what is offered, in words that catalogues know
    QueryPage: "",  # a form, which holds nothing of the record
}
"""Pages whose JSON has another address, and those that have none."""


def find_json_path(view: View) -> str:
    """Return where a page's JSON stands; "" where it has none."""
    stated: str = getattr(view, "json_path", FORMS_ELSEWHERE.get(type(view), ""))
    return stated if stated or type(view) in FORMS_ELSEWHERE else _path_beside(view)


def build_page_json(view: View) -> OutputFile | None:
    """Return the file beside a page, or None where the page's JSON is made elsewhere, or there is none."""
    path = find_json_path(view)
    if path != _path_beside(view) or hasattr(view, "json_path"):
        return None
    values = {it.name: _to_plain(getattr(view, it.name)) for it in fields(view) if it.metadata != DRAWN}
    return OutputFile(path, format_json({"format": FORMAT, "page": _page_name(values.pop("path")), **values}))


def _path_beside(view: View) -> str:
    return f"{_page_name(view.path)}.json"


def _page_name(path: str) -> str:
    """Return what a page is called in JSON: its address without an ending, to which `.json` may be added."""
    return path.removesuffix(".md").removesuffix("/index")


def _to_plain(value: Any) -> Any:
    """Return a value of a view as JSON has it: links by the page's name, rows of events by id, no empty years."""
    match value:
        case Link():
            return {"label": value.label, "page": _page_name(value.path)} | (
                {"note": value.note} if value.note else {}
            )
        case EventRow():
            return {
                "id": value.id,
                "title": value.event.label,
                "kind": value.kind,
                "day": value.day,
                "date": value.date,
                "status": value.status,
                "held": value.is_held,
                "countries": [country.label for country in value.countries],
                "sources": value.source_count,
                "independent_sources": value.independent_source_count,
                "disagreement": value.dispute,
            }
        case Pagination():
            sides = {"previous": _page_name(value.previous), "following": _page_name(value.following)}
            return {"number": value.number, "count": value.count, "total": value.total, **sides}
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _to_plain(inner) for key, inner in value.items()}
        case str():
            return str(value)
        case tuple() | list():
            return [
                _to_plain(inner) for inner in value if not (isinstance(inner, YearCount) and not inner.count)
            ]
        case _ if is_dataclass(value):
            return {field.name: _to_plain(getattr(value, field.name)) for field in fields(value)}
    return value

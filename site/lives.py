"""Beside the page of an id that went: the same as JSON and Markdown, and one list of them all to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter

from communique.site import words
from communique.site.exports import as_json
from communique.site.page import Page
from communique.site.plain import plain
from communique.site.views.lives import LifeDocument, OldPage

LIVES = "data/lives.json"
SCHEMA = "data/life.schema.json"


def life_files(view: OldPage) -> Iterator[Page]:
    """What stands at the old addresses of the event's JSON and Markdown."""
    yield Page(view.json_path, as_json(dict(view.document)))
    yield Page(f"{view.path}.txt", "\n".join(_lines(view)) + "\n")


def lives(documents: Iterable[LifeDocument]) -> Page:
    """Every id that went, by id: what a copy of the record must follow, drop or split."""
    found = {one["id"]: one for one in documents}
    return Page(LIVES, as_json({"format": 1, "lives": [found[key] for key in sorted(found)]}))


def life_schema() -> Page:
    """The JSON Schema (2020-12) of what stands at an old address, made from ``LifeDocument``."""
    shape = TypeAdapter(LifeDocument).json_schema()
    return Page(SCHEMA, as_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}))


def _lines(view: OldPage) -> Iterator[str]:
    document = view.document
    status, targets = document["status"], document["targets"]
    yield from (f"# {words.capital(status)}: {plain(view.id)}", "")
    for one in targets:
        yield f"- Now: {plain(one['title'])} (id {plain(one['id'])})"
    if document["decided"]:
        yield f"- Decided: {document['decided']}"
    if document["release"]:
        yield f"- Since data release: {document['release']}"
    yield from (f"- Why: {plain(document['because'])}", "")
    yield "The id is never given to another event."

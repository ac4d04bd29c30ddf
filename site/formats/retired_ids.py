"""Build the JSON and Markdown files at the addresses of retired ids, and one list of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter

from communique.pipeline.output_file import OutputFile
from communique.site import labels
from communique.site.formats.event_json import format_json
from communique.site.formats.event_markdown import escape_markdown
from communique.site.pages.history.retired_ids_view import LifeDocument, RetiredIdPage

RETIRED_IDS = "data/lives.json"
RETIRED_ID_SCHEMA = "data/life.schema.json"


def build_retired_id_files(view: RetiredIdPage) -> Iterator[OutputFile]:
    """Yield the files at the addresses of a retired event's JSON and Markdown."""
    yield OutputFile(view.json_path, format_json(dict(view.document)))
    yield OutputFile(f"{view.path}.txt", "\n".join(_markdown_lines(view)) + "\n")


def build_retired_ids(documents: Iterable[LifeDocument]) -> OutputFile:
    """Return the list of all retired ids: what a copy of the dataset must follow, drop or split."""
    by_id = {document["id"]: document for document in documents}
    return OutputFile(RETIRED_IDS, format_json({"format": 1, "lives": [by_id[key] for key in sorted(by_id)]}))


def build_retired_id_schema() -> OutputFile:
    """Return the file with the JSON Schema (2020-12) of a retired id's JSON, from ``LifeDocument``."""
    shape = TypeAdapter(LifeDocument).json_schema()
    return OutputFile(
        RETIRED_ID_SCHEMA, format_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **shape})
    )


def _markdown_lines(view: RetiredIdPage) -> Iterator[str]:
    document = view.document
    status, targets = document["status"], document["targets"]
    yield from (f"# {labels.capitalize_first(status)}: {escape_markdown(view.id)}", "")
    for target in targets:
        yield f"- Now: {escape_markdown(target['title'])} (id {escape_markdown(target['id'])})"
    if document["decided"]:
        yield f"- Decided: {document['decided']}"
    if document["release"]:
        yield f"- Since data release: {document['release']}"
    yield from (f"- Why: {escape_markdown(document['because'])}", "")
    yield "The id is never given to another event."

"""Build the JSON files of events, of retired ids and of the Explore page, and the JSON Schema of an event."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from communique.pipeline.output_file import OutputFile
from communique.schema.vocabulary import Disagreement, Kind, Status
from communique.site import labels
from communique.site.formats.event_markdown import escape_markdown
from communique.site.pages.event.document_view import EventDocument
from communique.site.pages.event.event_view import EventPage
from communique.site.pages.history.history_view import LifeDocument, RetiredIdPage
from communique.site.pages.overview.overview_views import ExplorePage, FilterOption

_encode_spaced = json.JSONEncoder(ensure_ascii=False).encode


def build_event_json(view: EventPage) -> OutputFile:
    """Return the JSON file of an event, its keys in the order of the schema and text in its own script."""
    return OutputFile(view.json_path, format_json(dict(view.document)))


def build_event_schema() -> OutputFile:
    """Return the file with the JSON Schema (2020-12) of every event's JSON, from ``EventDocument``."""
    return OutputFile("data/event.schema.json", format_json(_event_json_schema()))


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


FORMAT = 1
"""Raised when a column is removed or changes meaning; the page's script reads this one."""

PATH = "data/explore.json"

_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""A year, month or day, which the script puts into words itself; any other date brings its words along."""


def build_explore_json(page: ExplorePage) -> OutputFile:
    """Return a JSON file with every event of the page as columns, newest first.

    ``choices`` holds for each facet its values, the most frequent first, as ``[id, label, group, other names…]``; the
    facet's column in ``events`` holds their numbers. ``dated`` has words and first possible day of dates that
    are not a plain year, month or day, by the event's number; ``names`` other names; ``unheld`` the numbers of events
    that did not take place as far as is known.
    """
    rows = page.rows
    facets = {
        "participant": [row.participants for row in rows],
        "person": [row.people for row in rows],
        "series": [row.series for row in rows],
        "topic": [row.topics for row in rows],
        "place": [row.places for row in rows],
    }
    coded = {name: _encode_facet(column) for name, column in facets.items()}
    kinds, statuses = [kind.value for kind in Kind], [*(status.value for status in Status), "overdue"]
    disputes = [
        "" if disagreement is Disagreement.NONE else disagreement.value for disagreement in Disagreement
    ]
    events: dict[str, Any] = {
        "id": [row.line.id for row in rows],
        "title": [row.line.event.label for row in rows],
        "date": [row.edtf for row in rows],
        "dated": {
            number: [row.line.date, row.line.day]
            for number, row in enumerate(rows)
            if not _ISO_DATE.fullmatch(row.edtf)
        },
        "names": {number: row.names for number, row in enumerate(rows) if row.names},
        "kind": [kinds.index(row.line.kind) for row in rows],
        "status": [statuses.index(row.status) for row in rows],
        "unheld": [number for number, row in enumerate(rows) if not row.line.is_held],
        "disagreement": [disputes.index(row.line.dispute) for row in rows],
        "sources": [row.line.independent_source_count for row in rows],
    }
    document = {
        "format": FORMAT,
        "kind": [[kind.value, labels.format_label(kind)] for kind in Kind],
        "status": [
            *([status.value, labels.format_label(status)] for status in Status),
            ["overdue", labels.capitalize_first(labels.OVERDUE)],
        ],
        "disagreement": disputes,
        "choices": {name: choices for name, (choices, _) in coded.items()},
        "events": events | {name: column for name, (_, column) in coded.items()},
    }
    return OutputFile(PATH, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


FIELDS_PATH = "data/explore-fields.json"


def build_explore_fields_json(page: ExplorePage) -> OutputFile:
    """Return a JSON file with the fields of each kind and the figures of all events, by the event's number."""
    numbers = {row.line.id: number for number, row in enumerate(page.rows)}

    def number_cells(cells: Mapping[str, Sequence[object]]) -> dict[int, Sequence[object]]:
        return {numbers[key]: cell for key, cell in sorted(cells.items(), key=lambda item: numbers[item[0]])}

    document = {
        "format": FORMAT,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "options": field.options,
                "cells": number_cells(field.cells),
            }
            for field in page.fields
        ],
        "figures": [
            {"name": figure.name, "label": figure.label, "cells": number_cells(figure.cells)}
            for figure in page.figures
        ],
        "pairs": page.pairs,
    }
    return OutputFile(FIELDS_PATH, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


def _encode_facet(column: Sequence[Iterable[FilterOption]]) -> tuple[list[list[str]], list[list[int]]]:
    """Return a facet's choices, most frequent first, and for each event the numbers of its choices."""
    counts = Counter(choice for cell in column for choice in cell)
    ranked = sorted(counts, key=lambda choice: (-counts[choice], choice.id))
    numbers = {choice: number for number, choice in enumerate(ranked)}
    choices = [[choice.id, choice.label, choice.group, *choice.others] for choice in ranked]
    return choices, [[numbers[choice] for choice in cell] for cell in column]


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

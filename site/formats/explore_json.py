"""Build the explore page's data file: columns and choices as numbers, small enough to load at once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from communique.pipeline.output_file import OutputFile
from communique.schema.vocabulary import Disagreement, Kind, Status
from communique.site import labels
from communique.site.pages.overview.explore_view import ExplorePage, FilterOption

FORMAT = 1
"""Raised when a column is removed or changes meaning; the page's script reads this one."""

PATH = "data/explore.json"

_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""A year, month or day, which the script puts into words itself; any other date brings its words along."""


def build_explore_json(page: ExplorePage) -> OutputFile:
    """Return a JSON file with every event of the page as columns, newest first.

    ``choices`` holds for each facet its values, the most frequent first, as ``[id, label, group, other names…]``; the
    facet's column in ``events`` holds their numbers. ``dated`` has words and first possible day of dates that
    are not a plain year, month or day, by the event's number; ``names`` other names.
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


def _encode_facet(column: Sequence[Iterable[FilterOption]]) -> tuple[list[list[str]], list[list[int]]]:
    """Return a facet's choices, most frequent first, and for each event the numbers of its choices."""
    counts = Counter(choice for cell in column for choice in cell)
    ranked = sorted(counts, key=lambda choice: (-counts[choice], choice.id))
    numbers = {choice: number for number, choice in enumerate(ranked)}
    choices = [[choice.id, choice.label, choice.group, *choice.others] for choice in ranked]
    return choices, [[numbers[choice] for choice in cell] for cell in column]

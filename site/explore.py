"""The file behind the page over all events: columns and choices by number, small enough to load at once. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from communique.schema.vocabulary import Disagreement, Kind, Status
from communique.site import words
from communique.site.page import Page
from communique.site.views.explore import Choice, ExplorePage

FORMAT = 1
"""Raised when a column is removed or changes meaning; the page's script reads this one."""

PATH = "data/explore.json"

_PLAIN_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""A year, month or day, which the script puts into words itself; any other date brings its words along."""


def explore_json(page: ExplorePage) -> Page:
    """Every event of the page as columns, newest first.

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
    coded = {name: _coded(column) for name, column in facets.items()}
    kinds, statuses = [kind.value for kind in Kind], [status.value for status in Status]
    disputes = ["" if one is Disagreement.NONE else one.value for one in Disagreement]
    events: dict[str, Any] = {
        "id": [row.line.id for row in rows],
        "title": [row.line.event.label for row in rows],
        "date": [row.edtf for row in rows],
        "dated": {
            number: [row.line.date, row.line.day]
            for number, row in enumerate(rows)
            if not _PLAIN_DATE.fullmatch(row.edtf)
        },
        "names": {number: row.names for number, row in enumerate(rows) if row.names},
        "kind": [kinds.index(row.line.kind) for row in rows],
        "status": [statuses.index(row.status) for row in rows],
        "disagreement": [disputes.index(row.line.dispute) for row in rows],
        "sources": [row.line.independent_source_count for row in rows],
    }
    document = {
        "format": FORMAT,
        "kind": [[kind.value, words.title(kind)] for kind in Kind],
        "status": [[status.value, words.title(status)] for status in Status],
        "disagreement": disputes,
        "choices": {name: choices for name, (choices, _) in coded.items()},
        "events": events | {name: column for name, (_, column) in coded.items()},
    }
    return Page(PATH, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


def _coded(column: Sequence[Iterable[Choice]]) -> tuple[list[list[str]], list[list[int]]]:
    """A facet's choices, and for each event their numbers; frequent ones have the shortest."""
    counts = Counter(choice for cell in column for choice in cell)
    ranked = sorted(counts, key=lambda choice: (-counts[choice], choice.id))
    numbers = {choice: number for number, choice in enumerate(ranked)}
    choices = [[choice.id, choice.label, choice.group, *choice.others] for choice in ranked]
    return choices, [[numbers[choice] for choice in cell] for cell in column]

"""Determine which articles a load reads, which events they decide on, and what is known of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import RecordError
from communique.loaders.dataset import DatasetContext
from communique.loaders.entry_files import read_file

_EVENT_ID = re.compile(r"^  - \{?id: ([a-z0-9-]+)(?=[,} \r\n]|$)", re.MULTILINE)
"""How ``communique fmt`` writes the first line of an event. A file that is written otherwise is noticed when
it is parsed, and then the events that it really reports are known."""

EventsByFile = dict[str, tuple[str, ...]]
"""The events of each file, sorted, by its path."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a dataset that is read, and what is known of the rest of it.

    Args:
        events_by_file: the articles to read, each with the events that it seems to report.
        context: what was released, and the articles and events beyond the scope.
        events: the events on which every entry is read; None where all of the dataset is.
    """

    events_by_file: EventsByFile
    context: DatasetContext
    events: frozenset[str] | None = None


def scan_event_ids(
    root: Path, paths: Iterable[str], corrected: Mapping[str, tuple[str, ...]]
) -> EventsByFile:
    """Return the event ids that each article seems to report; none for a file that cannot be read.

    Drafts are left out, so that nothing is loaded from them.

    Args:
        root: the dataset's folder.
        paths: the articles.
        corrected: the events of files that report others than their text seems to.
    """
    events_by_file: EventsByFile = {}
    for path in paths:
        if path in corrected:
            events_by_file[path] = corrected[path]
            continue
        try:
            file = read_file(root, Path(path))
        except RecordError:
            events_by_file[path] = ()  # reported when it is parsed
            continue
        if not file.is_draft:
            events_by_file[path] = tuple(sorted(set(_EVENT_ID.findall(file.text))))
    return events_by_file

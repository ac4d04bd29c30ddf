"""Group entry files into batches such that all files on one event are in the same batch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from communique.errors import RecordError
from communique.loaders.entry_files import read_file

_EVENT_ID = re.compile(r"^  - \{?id: ([a-z0-9-]+)(?=[,} \r\n]|$)", re.MULTILINE)
"""How ``communique fmt`` writes the first line of an event. A file that is written otherwise is found out when
it is read, and then the events that it really reports are known."""

EventsByFile = dict[str, tuple[str, ...]]
"""The events of each file, sorted, by its path."""


def scan_event_ids(root: Path, paths: Iterable[str]) -> EventsByFile:
    """Return the event ids that each article seems to report; none for a file that cannot be read."""
    events_by_file: EventsByFile = {}
    for path in paths:
        try:
            events_by_file[path] = tuple(sorted(set(_EVENT_ID.findall(read_file(root, Path(path)).text))))
        except RecordError:
            events_by_file[path] = ()  # what is wrong with it is told where it is read
    return events_by_file


def group_files(
    events_by_file: EventsByFile, redirects: Mapping[str, str], batch_size: int
) -> list[tuple[str, ...]]:
    """Return the files in batches such that no event is reported in two of them.

    Args:
        events_by_file: the events of each file.
        redirects: old event ids and what each now means.
        batch_size: files that a batch should have at least; it has more where they hang together.
    """
    parent_of: dict[str, str] = {}  # of each file and each event, one that it belongs with

    def find_root(node: str) -> str:
        while (parent := parent_of.setdefault(node, node)) != node:
            parent_of[node] = node = parent_of[parent]
        return node

    for path, events in events_by_file.items():
        for event in events:
            # A path holds a slash or a dot and an event id holds neither, so the two cannot be mistaken.
            parent_of[find_root(redirects.get(event, event))] = find_root(path)
    groups: dict[str, list[str]] = {}
    for path in sorted(events_by_file):
        groups.setdefault(find_root(path), []).append(path)
    batches: list[tuple[str, ...]] = []
    batch: list[str] = []
    for group in groups.values():
        batch += group
        if len(batch) >= batch_size:
            batches.append(tuple(batch))
            batch = []
    return [*batches, tuple(batch)] if batch else batches

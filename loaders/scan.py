"""Which events a file reports, told from its text alone, so that what belongs together can be read together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from communique.errors import RecordError
from communique.loaders.files import read_file

_EVENT = re.compile(r"^  - \{?id: ([a-z0-9-]+)(?=[,} \r\n]|$)", re.MULTILINE)
"""How ``communique fmt`` writes the first line of an event. A file that is written otherwise is found out when
it is read, and then the events that it really reports are known."""

Reported = dict[str, tuple[str, ...]]
"""The events of each file, sorted, by its path."""


def scan(root: Path, paths: Iterable[str]) -> Reported:
    """The events that each article seems to report; a file that cannot be read seems to report none."""
    found: Reported = {}
    for path in paths:
        try:
            found[path] = tuple(sorted(set(_EVENT.findall(read_file(root, Path(path)).text))))
        except RecordError:
            found[path] = ()  # what is wrong with it is told where it is read
    return found


def batches(reported: Reported, moved: Mapping[str, str], size: int) -> list[tuple[str, ...]]:
    """Files in batches such that no event is reported in two of them.

    Args:
        reported: the events of each file.
        moved: old event ids and what each now means.
        size: files that a batch should have at least; it has more where they hang together.
    """
    leader: dict[str, str] = {}  # of each file and each event, one that it belongs with

    def leading(one: str) -> str:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = one = leader[above]
        return one

    for path, events in reported.items():
        for event in events:
            # A path holds a slash or a dot and an event id holds neither, so the two cannot be mistaken.
            leader[leading(moved.get(event, event))] = leading(path)
    groups: dict[str, list[str]] = {}
    for path in sorted(reported):
        groups.setdefault(leading(path), []).append(path)
    made: list[tuple[str, ...]] = []
    batch: list[str] = []
    for group in groups.values():
        batch += group
        if len(batch) >= size:
            made.append(tuple(batch))
            batch = []
    return [*made, tuple(batch)] if batch else made

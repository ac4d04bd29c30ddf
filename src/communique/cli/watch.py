"""Noticing that a file of the record was saved, by looking: no service of the system to run out of."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

SECONDS = 0.3
"""Between two looks; half a second after saving is still at once."""


def changes(root: Path) -> Iterator[None]:
    """Once now, and then whenever a YAML file below the folder comes, changes or goes; for ever."""
    before = _stamps(root)
    yield
    while True:
        time.sleep(SECONDS)
        now = _stamps(root)
        if now != before:
            before = now
            yield


def _stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Each file's time and size; a file that goes while we look counts as gone."""
    stamps = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".yaml"):
                path = Path(folder, name)
                try:
                    about = path.stat()
                except OSError:
                    continue
                stamps[str(path)] = (about.st_mtime_ns, about.st_size)
    return stamps

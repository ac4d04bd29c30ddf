"""Notice that a file of the record was saved by polling, so that no system service can run out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

POLL_SECONDS = 0.3
"""Between two looks; half a second after saving is still at once."""


def watch_changes(root: Path) -> Iterator[None]:
    """Yield once now, then whenever a YAML file below the folder is added, changed or removed; for ever."""
    before = _stat_files(root)
    yield
    while True:
        time.sleep(POLL_SECONDS)
        now = _stat_files(root)
        if now != before:
            before = now
            yield


def _stat_files(root: Path) -> dict[str, tuple[int, int]]:
    """Return each file's time and size; a file removed meanwhile counts as absent."""
    stamps = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".yaml"):
                path = Path(folder, name)
                try:
                    status = path.stat()
                except OSError:
                    continue
                stamps[str(path)] = (status.st_mtime_ns, status.st_size)
    return stamps

"""Run ``communique site`` in this process and time its stages: ``python -m bench.build_stages``.

Search index and downloads are timed by wrapping the two functions that make them; what is left is pages. The
wrapping costs two readings of the clock for each file.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from communique.site.downloads import all_downloads as downloads
from communique.site.search import pagefind

STAGE_SECONDS = {"search": 0.0, "downloads": 0.0, "search_cpu": 0.0, "downloads_cpu": 0.0}


def _cpu_seconds() -> float:
    """Return the processor time of this process and of those it waited for."""
    import os

    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _add_time(stage: str, clock: float, processor: float) -> None:
    STAGE_SECONDS[stage] += time.perf_counter() - clock
    STAGE_SECONDS[f"{stage}_cpu"] += _cpu_seconds() - processor


def time_calls(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, wrapped so that its time is added to a stage."""

    def wrapper(*arguments: Any, **named: Any) -> Any:
        clock, processor = time.perf_counter(), _cpu_seconds()
        try:
            return function(*arguments, **named)
        finally:
            _add_time(stage, clock, processor)

    return wrapper


def time_iteration(stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return the generator function, wrapped so that the time of each item is added to a stage."""

    def wrapper(*arguments: Any, **named: Any) -> Iterator[Any]:
        stream = iter(function(*arguments, **named))
        while True:
            clock, processor = time.perf_counter(), _cpu_seconds()
            try:
                item = next(stream)
            except StopIteration:
                return
            finally:
                _add_time(stage, clock, processor)
            yield item

    return wrapper


def main(home: str, file: str) -> int:
    """Build the site, write the seconds as JSON to a file, and return the exit code."""
    pagefind.build_index = time_calls("search", pagefind.build_index)
    downloads.build_downloads = time_iteration("downloads", downloads.build_downloads)
    from communique.cli import main as command  # from here on, modules import the wrapped functions

    sys.argv = ["communique", "--home", home, "site"]
    code: int | str | None = 0
    try:
        code = command()
    except SystemExit as end:
        code = end.code
    Path(file).write_text(json.dumps(STAGE_SECONDS), encoding="utf-8")
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

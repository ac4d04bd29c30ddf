"""``communique site`` in this process, with the seconds of its stages told: ``python -m bench.stages HOME FILE``.

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

from communique.site import downloads, pagefind

SPENT = {"search": 0.0, "downloads": 0.0, "search_cpu": 0.0, "downloads_cpu": 0.0}


def _cpu() -> float:
    """Processor time of this process and of those it waited for."""
    import os

    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _add(stage: str, clock: float, processor: float) -> None:
    SPENT[stage] += time.perf_counter() - clock
    SPENT[f"{stage}_cpu"] += _cpu() - processor


def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its time added to a stage."""

    def call(*arguments: Any, **named: Any) -> Any:
        clock, processor = time.perf_counter(), _cpu()
        try:
            return function(*arguments, **named)
        finally:
            _add(stage, clock, processor)

    return call


def timed_stream(stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """The generator, the time in which it makes its items added to a stage."""

    def call(*arguments: Any, **named: Any) -> Iterator[Any]:
        stream = iter(function(*arguments, **named))
        while True:
            clock, processor = time.perf_counter(), _cpu()
            try:
                item = next(stream)
            except StopIteration:
                return
            finally:
                _add(stage, clock, processor)
            yield item

    return call


def main(home: str, file: str) -> int:
    """Build, and write the seconds as JSON."""
    pagefind.index = timed("search", pagefind.index)
    downloads.downloads = timed_stream("downloads", downloads.downloads)
    from communique.cli import main as command  # from here on, modules import the wrapped functions

    sys.argv = ["communique", "--home", home, "site"]
    code: int | str | None = 0
    try:
        code = command()
    except SystemExit as end:
        code = end.code
    Path(file).write_text(json.dumps(SPENT), encoding="utf-8")
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

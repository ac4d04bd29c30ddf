"""Profile a command of ours by stage: ``python -m bench.sampling_profiler FILE ARGUMENTS…``.

Every few milliseconds of its processor time each process notes what it is at: the innermost of our modules that is
running says the stage. What C code spends counts where it was called. Programs that are started are not seen here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

EVERY: Final = 0.004
"""Seconds of processor time between two looks."""

STAGES: Final[Mapping[str, str]] = {
    "site/pages": "queries and views",
    "site/graphics": "maps and charts",
    "site/": "templates, and data beside pages",
    "site/mkdocs/pages.py": "reading generated pages",
    "site/mkdocs/links.py": "links",
    "site/theme": "theme's templates",
    "site/mkdocs/page_renderer.py": "theme's templates",
    "site/mkdocs/cached_partials.py": "theme's templates",
    "site/mkdocs/incremental_build.py": "writing, comparing, publishing",
    "pipeline/": "writing, comparing, publishing",
    "site/publish.py": "writing, comparing, publishing",
    "site/search/documents.py": "search",
    "site/search/pagefind.py": "search",
    "site/downloads": "downloads and feeds",
    "site/formats/feeds.py": "downloads and feeds",
    "site/build.py": "MkDocs itself",
    "site/mkdocs/config.py": "MkDocs itself",
    "site/mkdocs/plugin.py": "MkDocs itself",
    "site/mkdocs/stylesheet.py": "MkDocs itself",
    "pipeline/cache.py": "keys of what may stay",
    "site/cache_keys.py": "keys of what may stay",
    "pipeline/workers.py": "handing over between processes",
    "loaders/": "loading",
    "": "the command",
}
"""The stage of each module, the longest beginning deciding."""

START: Final = "start: importing"
_NAMES: Final = sorted({*STAGES.values(), START})


def find_stage(frame: FrameType | None) -> str:
    """Return the stage that a stack is in, by the innermost of our modules."""
    module = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return START
        if not module:
            if "/site/theme/" in file:
                module = "site/theme"
            elif "/src/communique/" in file:
                module = file.rpartition("/src/communique/")[2]
        frame = frame.f_back
    return STAGES[max((prefix for prefix in STAGES if module.startswith(prefix)), key=len)]


@contextmanager
def sample_stages(spent: dict[str, float]) -> Iterator[None]:
    """Sample this process and those it forks; on exit, ``spent`` has the seconds of each stage."""
    with tempfile.TemporaryFile(buffering=0) as samples:
        descriptor, stopped = samples.fileno(), False

        def record_sample(_: int, frame: FrameType | None) -> None:
            os.write(descriptor, bytes([_NAMES.index(find_stage(frame))]))

        def start_timer() -> None:
            if not stopped:
                signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

        previous_handler = signal.signal(signal.SIGPROF, record_sample)
        os.register_at_fork(after_in_child=start_timer)  # a timer is not inherited
        start_timer()
        try:
            yield
        finally:
            stopped = True  # a function given to register_at_fork stays there
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, previous_handler)
        samples.seek(0)
        for name, count in Counter(samples.read()).items():
            spent[_NAMES[name]] = count * EVERY


def main(file: str, *arguments: str) -> int:
    """Run the command, write the seconds as JSON, and return the exit code."""
    spent: dict[str, float] = {}
    sys.argv = ["communique", *arguments]
    code: int | str | None = 0
    with sample_stages(spent):
        from communique.cli import main as command

        try:
            code = command()
        except SystemExit as end:
            code = end.code
    Path(file).write_text(json.dumps(spent), encoding="utf-8")
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A command of ours whose processor time is told by stage: ``python -m bench.sampled FILE WORDS…``.

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
    "site/queries": "queries and views",
    "site/views": "queries and views",
    "site/drawing": "maps and charts",
    "site/charts.py": "maps and charts",
    "site/diagram.py": "maps and charts",
    "site/cards.py": "maps and charts",
    "site/": "templates to Markdown, and data beside pages",
    "site/markdown.py": "Markdown to HTML",
    "site/generated.py": "Markdown to HTML",
    "site/links.py": "links",
    "site/theme": "theme's templates",
    "site/maker.py": "theme's templates",
    "site/shared.py": "theme's templates",
    "site/write.py": "writing, comparing, publishing",
    "site/renewal.py": "writing, comparing, publishing",
    "site/census.py": "writing, comparing, publishing",
    "site/shelf.py": "writing, comparing, publishing",
    "site/swap.py": "writing, comparing, publishing",
    "site/cache.py": "writing, comparing, publishing",
    "site/search_text.py": "search",
    "site/said.py": "search",
    "site/pagefind.py": "search",
    "site/downloads": "downloads and feeds",
    "site/feeds.py": "downloads and feeds",
    "site/build.py": "MkDocs itself",
    "site/configure.py": "MkDocs itself",
    "site/plugin.py": "MkDocs itself",
    "site/stylesheet.py": "MkDocs itself",
    "site/fingerprint.py": "keys of what may stay",
    "site/queries/digests.py": "keys of what may stay",
    "site/crew.py": "handing over between processes",
    "workers.py": "handing over between processes",
    "loaders/": "loading",
    "": "the command",
}
"""The stage of each module, the longest beginning deciding."""

START: Final = "start: importing"
_NAMES: Final = sorted({*STAGES.values(), START})


def stage(frame: FrameType | None) -> str:
    """What a stack is at."""
    found = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return START
        if not found:
            if "/site/theme/" in file:
                found = "site/theme"
            elif "/src/communique/" in file:
                found = file.rpartition("/src/communique/")[2]
        frame = frame.f_back
    return STAGES[max((one for one in STAGES if found.startswith(one)), key=len)]


@contextmanager
def looked_at(spent: dict[str, float]) -> Iterator[None]:
    """Look at this process, and at those that it forks meanwhile; then ``spent`` has the seconds of each stage."""
    with tempfile.TemporaryFile(buffering=0) as looks:
        number, over = looks.fileno(), False

        def look(_: int, frame: FrameType | None) -> None:
            os.write(number, bytes([_NAMES.index(stage(frame))]))

        def watch() -> None:
            if not over:
                signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

        before = signal.signal(signal.SIGPROF, look)
        os.register_at_fork(after_in_child=watch)  # a timer is not inherited
        watch()
        try:
            yield
        finally:
            over = True  # a function given to register_at_fork stays there
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        looks.seek(0)
        for name, count in Counter(looks.read()).items():
            spent[_NAMES[name]] = count * EVERY


def main(file: str, *words: str) -> int:
    """Run the command, and write the seconds as JSON."""
    spent: dict[str, float] = {}
    sys.argv = ["communique", *words]
    code: int | str | None = 0
    with looked_at(spent):
        from communique.cli import main as command

        try:
            code = command()
        except SystemExit as end:
            code = end.code
    Path(file).write_text(json.dumps(spent), encoding="utf-8")
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

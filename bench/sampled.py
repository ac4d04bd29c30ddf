"""A command of ours whose processor time is told by stage: ``python -m bench.sampled FILE WORDS…``.

Every few milliseconds of processor time each process notes what it is at: the innermost of our modules that is
running says the stage. What C code spends counts where it was called. Programs that are started are not seen here.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
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
_OURS: Final = ("/communique/", "/site/theme/")


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

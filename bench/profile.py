"""Where the processor time of a build goes, by stage: of one from nothing, and of one after an edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from bench import ROOT, WORK
from bench.measure import PYTHON, Run, communique, run
from bench.report import seconds, table
from bench.sampled import EVERY
from bench.site import fresh, where
from bench.workshop import Workshop

TITLE: Final = "Where a build's time goes"
BESIDE: Final = "programs that are started (Pagefind, Git), and the end of each process"

ABOUT: Final = f"""\
Seconds of processor time of all processes. **Cold** is `communique site` from a loaded database, **one edit** is
`communique build` after it with one event's title changed. Each process of ours notes, every {EVERY * 1000:.0f} ms of
its time, in which of our modules it is (`bench/sampled.py`), which tells where time goes to about a hundredth;
what a library spends counts where it was called, and imports count as such wherever they stand. **The clock** is
of these runs, with what looking costs."""


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    home = shop.home
    fresh(home)
    for words in (["db", "upgrade"], ["load"]):
        run(communique(home, *words), ROOT, **where(home))
    cold, whole = _looked_at(shop, "site")
    with shop.edited():
        edit, once = _looked_at(shop, "build")
    rows = [
        [name, *(cell for spent in (cold, edit) for cell in _cells(spent, name))]
        for name in sorted({*cold, *edit}, key=lambda name: (-cold.get(name, 0), -edit.get(name, 0), name))
    ]
    sums = [f"{sum(spent.values()):.2f}" for spent in (cold, edit)]
    rows += [["**together**", sums[0], "100 %", sums[1], "100 %"]]
    rows += [["**by the clock**", f"{whole.wall:.2f}", "", f"{once.wall:.2f}", ""]]
    wait = run(communique(home, "build"), ROOT, **where(home))  # leaves the record's own site
    told = f"The build that takes the edit back, not looked at: {seconds(wait.wall)}, {seconds(wait.cpu)} of CPU."
    return "\n\n".join([table(["stage", "cold, s", "", "one edit, s", ""], rows), told, ABOUT])


def _cells(spent: dict[str, float], name: str) -> list[str]:
    """Seconds, and their share of the whole."""
    value = spent.get(name, 0)
    return [f"{value:.2f}", f"{value / sum(spent.values()):.0%}".replace("%", " %")]


def _looked_at(shop: Workshop, command: str) -> tuple[dict[str, float], Run]:
    """Seconds by stage, and what the command cost in all."""
    file = WORK / "sampled.json"
    words: list[str | Path] = [PYTHON, "-m", "bench.sampled", file, "--home", shop.home, command]
    whole = run(words, ROOT, **where(shop.home))
    spent: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return spent | {BESIDE: max(0.0, whole.cpu - sum(spent.values()))}, whole

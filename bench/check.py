"""How long a curator waits for ``communique check FILE`` in the shell."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench import ROOT
from bench.generate import ENTRIES
from bench.measure import PYTHON, Run, communique, repeated, run
from bench.report import costs
from bench.workshop import Workshop

TITLE = "Check of one file"
OURS = "communique check FILE"

ABOUT = """\
Processes from start to end, the median of {times}; those with nothing kept ran once. The file is one entry of the
record; `check` also reads the registry, the rulings on the file's events, and what reports the same events. What it
has learnt of files that have not changed it keeps below `.communique/entries/`, and the first check after a clone or
after a change of the code learns it anew: that is "with nothing kept". `-c pass` is Python doing nothing. The bar
for one file is 0.4 s by the clock."""

TIMES = 7


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    home = shop.home
    runs = {
        "python -c pass": repeated(TIMES, [PYTHON, "-c", "pass"], ROOT),
        "communique --version": repeated(TIMES, communique(home, "--version"), ROOT),
        "communique check, the whole record, with nothing kept": _anew(home),
        OURS: repeated(TIMES, communique(home, "check", shop.entry), ROOT),
        f"{OURS}, with nothing kept": _anew(home, shop.entry),
    }
    real = sorted((ENTRIES / "articles").rglob("*.yaml"))
    run(communique(ENTRIES.parent, "check"), ROOT)
    runs[f"{OURS}, the real record of {len(real):,} articles"] = repeated(
        TIMES, communique(ENTRIES.parent, "check", real[len(real) // 2]), ROOT
    )
    return "\n\n".join([costs(runs, OURS, than="× one file"), ABOUT.format(times=TIMES)])


def _anew(home: Path, *files: Path) -> Run:
    """A check that finds nothing kept."""
    shutil.rmtree(home / ".communique" / "entries", ignore_errors=True)
    return run(communique(home, "check", *files), ROOT)

"""Measure how long a curator waits for ``communique check FILE`` in the shell."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench import ROOT
from bench.measure import PYTHON, Measurement, communique_command, measure_command, run_repeatedly
from bench.report import format_costs
from bench.synthetic.generate import ENTRIES
from bench.workspace import Workspace

TITLE = "Check of one file"
OURS = "communique check FILE"

ABOUT = """\
Processes from start to end, the median of {times}; those with nothing kept ran once. The file is one entry of the
record; `check` also reads the registry, the rulings on the file's events, and what reports the same events. What it
has learnt of files that have not changed it keeps below `.communique/entries/`, and the first check after a clone or
after a change of the code learns it anew: that is "with nothing kept". `-c pass` is Python doing nothing. The bar
for one file is 0.4 s by the clock."""

TIMES = 7


def measure_section(workspace: Workspace) -> str:
    """Measure the checks and return the section as Markdown."""
    home = workspace.home
    runs = {
        "python -c pass": run_repeatedly(TIMES, [PYTHON, "-c", "pass"], ROOT),
        "communique --version": run_repeatedly(TIMES, communique_command(home, "--version"), ROOT),
        "communique check, the whole record, with nothing kept": _check_uncached(home),
        OURS: run_repeatedly(TIMES, communique_command(home, "check", workspace.entry), ROOT),
        f"{OURS}, with nothing kept": _check_uncached(home, workspace.entry),
    }
    real = sorted((ENTRIES / "articles").rglob("*.yaml"))
    measure_command(communique_command(ENTRIES.parent, "check"), ROOT)
    runs[f"{OURS}, the real record of {len(real):,} articles"] = run_repeatedly(
        TIMES, communique_command(ENTRIES.parent, "check", real[len(real) // 2]), ROOT
    )
    return "\n\n".join([format_costs(runs, OURS, unit="× one file"), ABOUT.format(times=TIMES)])


def _check_uncached(home: Path, *files: Path) -> Measurement:
    """Run a check without any cache and return what it cost."""
    shutil.rmtree(home / ".communique" / "entries", ignore_errors=True)
    return measure_command(communique_command(home, "check", *files), ROOT)

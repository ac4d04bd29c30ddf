"""How long a curator waits for ``communique check FILE`` in the shell."""

from __future__ import annotations

from bench import ROOT
from bench.measure import PYTHON, communique, repeated
from bench.report import costs
from bench.workshop import Workshop

TITLE = "Check of one file"

ABOUT = """\
Processes from start to end, the median of {times}. The file is one entry of the record; `check` also reads the
whole registry and the rulings on the file's events. `-c pass` is Python doing nothing. The bar for one file is
0.4 s by the clock."""

TIMES = 7


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    home = shop.home
    runs = {
        "python -c pass": repeated(TIMES, [PYTHON, "-c", "pass"], ROOT),
        "communique --version": repeated(TIMES, communique(home, "--version"), ROOT),
        "communique check FILE": repeated(TIMES, communique(home, "check", shop.entry), ROOT),
        "communique check, the whole record": repeated(1, communique(home, "check"), ROOT),
    }
    return "\n\n".join([costs(runs, "communique check FILE", than="× one file"), ABOUT.format(times=TIMES)])

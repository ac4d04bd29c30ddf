"""Measure how fast Communiqué is beside its peers on synthetic data: see ``make bench`` and RESULTS.md."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
WORK: Final = ROOT / ".communique" / "bench"
"""Records, peers and what they build; it can be made again at any time."""

sys.path.append(str(ROOT / "tests"))  # the fixtures know how to start PostgreSQL, Chromium and a web server

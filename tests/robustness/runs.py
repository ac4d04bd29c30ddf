"""Run a command on a record made for the purpose, and count what did not hold."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fixtures.record import article, meeting, write_record
from robustness.hostile import ARTICLE
from robustness.judge import dump_database

COMMAND = (sys.executable, "-m", "communique.cli")
RESULTS = Path(__file__).with_name("RESULTS.md")
SAVED = "articles/2024/yonhap-2024-08-09.yaml"
FAULTS = (
    "traceback",
    "accepted wrongly",
    "refused unclearly",
    "changed",
    "lost or doubled",
    "torn",
    "ran",
    "not stopped",
)


@dataclass
class Count:
    """What one kind of torture came to."""

    name: str
    tries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, fault: str, example: str) -> None:
        """Count a fault, and keep the first examples."""
        self.faults[fault] += 1
        if len(self.examples) < 8:
            self.examples.append(f"{self.name}: {fault}: {example}")


@dataclass(frozen=True)
class Run:
    """A run of the torture: where it may write, its chance, and until when each part lasts."""

    folder: Path
    chance: random.Random
    seconds: float

    def turns(self, count: Count, limit: int = 1_000_000) -> Iterator[Path]:
        """Yield an empty folder for each try, until the time is up."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end and count.tries < limit:
            count.tries += 1
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                yield Path(name)


def write_base_record(home: Path, articles: int = 2) -> None:
    """Lay out the record that is tortured."""
    files = {
        f"y{n}": article(meeting(f"talks-y-{n}", date=f"2024-07-{n % 27 + 1:02}"), publisher="yonhap")
        for n in range(articles)
    }
    write_record(home, files | {"x": copy.deepcopy(ARTICLE)})


def run(home: Path, *words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, to its end."""
    return subprocess.run(
        [*COMMAND, *words], cwd=home, capture_output=True, text=True, errors="replace", timeout=300, **options
    )


def succeed(home: Path, *words: str) -> None:
    """Run a command that must succeed.

    Raises:
        RuntimeError: it does not, so that nothing can be learnt of it.
    """
    if (done := run(home, *words)).returncode:
        raise RuntimeError(f"{words}: {done.stderr}")


def state(home: Path) -> dict[str, str]:
    """Return what a record holds: its database, and the bytes of its entries and releases."""
    found = {"database": dump_database(home / "communique.db")} if (home / "communique.db").exists() else {}
    for folder in ("entries", "releases"):
        for file in sorted((home / folder).rglob("*")):
            if file.is_file() and not file.name.endswith(".part"):  # what no command reads
                found[str(file.relative_to(home))] = file.read_bytes().decode(errors="replace")
    return found


def read_site(home: Path) -> dict[str, bytes]:
    """Return the pages of a site by path, without what no two builds make alike."""
    public = home / "public"
    return {
        str(file.relative_to(public)): file.read_bytes() for file in public.rglob("*.html") if file.is_file()
    }

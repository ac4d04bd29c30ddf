"""Torture Communiqué part by part, count what did not hold, and write RESULTS.md: ``make torture``."""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fixtures.record import article, meeting, write_record
from robustness.disks import torture_by_full_disk
from robustness.fuzz import TARGETS, fuzz_target
from robustness.hostile import ARTICLE, RULINGS, spoil_files
from robustness.judge import judge_file, run_command
from robustness.kills import DEEDS, torture_by_kills
from robustness.postgresql import torture_postgresql
from robustness.readers import RUNAWAYS, torture_by_queries, torture_by_scripts
from robustness.runs import FAULTS, Count, Run
from robustness.servers import torture_the_desk, torture_the_preview

RESULTS = Path(__file__).with_name("RESULTS.md")
FUZZED_SECONDS = 600


def torture_by_files(run_: Run) -> Count:
    """Load hostile files."""
    count = Count()
    home = run_.folder / "hostile"
    late = article(meeting("talks-2024-08", date="2024-08-02"), publisher="yonhap", published="2024-08-03")
    write_record(home, {"x": copy.deepcopy(ARTICLE), "y": late}, rulings=copy.deepcopy(RULINGS))
    os.chdir(home)
    assert run_command("db", "upgrade")[0] == run_command("load")[0] == 0
    hostile_files = spoil_files(run_.chance.randrange(10**6), run_.tries)
    for _, hostile in zip(run_.count(count), hostile_files, strict=False):
        for fault in judge_file(home, hostile):
            kind = next((kind for kind in FAULTS if kind in fault), "changed")
            count.note(kind, f"{hostile.path} {hostile.deed}: {fault}")
    if (home / "ran").exists():
        count.note("ran", "a tag of YAML")
    return count


KILLED = {"load": 80, "migrate": 60, "release": 50, "fmt": 80, "import table": 80, "build": 50}
"""How often each command is killed; with the desk and the preview 500 times."""

PARTS: dict[str, tuple[Callable[[Run], Count], int]] = {
    "files": (torture_by_files, 5_000),
    **{
        f"kill {name}": (lambda run_, name=name: torture_by_kills(run_, name), KILLED[name]) for name in DEEDS
    },  # type: ignore[misc]
    "kill desk": (torture_the_desk, 60),
    "kill serve": (torture_the_preview, 40),
    **{f"disk {name}": (lambda run_, name=name: torture_by_full_disk(run_, name), 60) for name in DEEDS},  # type: ignore[misc]
    "postgresql": (torture_postgresql, 21),
    "queries": (torture_by_queries, len(RUNAWAYS)),
    "scripts": (torture_by_scripts, 10_000),
    **{
        f"fuzz {name}": (lambda run_, name=name: fuzz_target(name, run_, FUZZED_SECONDS), 1)  # type: ignore[misc]
        for name in TARGETS
    },
}
"""Each part by its name, with how often it tries."""


def main() -> int:
    """Run all parts, or those that are named; return whether anything did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=60.0, help="for each part at most")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"all, or some of: {', '.join(PARTS)}")
    given = parser.parse_args()
    has_faults, here = False, Path.cwd()
    for name in given.parts or list(PARTS):
        function, tries = PARTS[name]
        chance = random.Random(f"{given.seed} {name}")
        with tempfile.TemporaryDirectory(prefix="torture-") as folder:
            told = partial(report, name, seed=given.seed)
            run_ = Run(Path(folder), chance, tries, given.minutes * 60, told)
            count = function(run_)
            os.chdir(here)
        told(count)
        has_faults = has_faults or bool(count.faults)
        for example in count.examples:
            print(f"  {name}: {example}", flush=True)  # noqa: T201
    return has_faults


def report(part: str, count: Count, seed: int) -> None:
    """Print a part's row, and put it into the table, with the day and the commit; other parts keep their last row."""
    tries = f"{count.tries:,} of {count.wanted:,}"
    row = " | ".join((f"| {part}", count.how, tries, *(str(count.faults[kind]) for kind in FAULTS)))
    print(f"{row} |", flush=True)  # noqa: T201
    day = dt.datetime.now(dt.UTC).date().isoformat()
    rows = _read_rows() | {part: f"{row} | {day} | {_describe_commit()} | {seed} |"}
    head = " | ".join(("part", "how", "tries", *FAULTS, "day", "commit", "seed"))
    text = "# What torture came to\n\nWritten by `make torture`, each row by its last run. Faults should be 0.\n\n"
    table = [f"| {head} |", "|---" * (len(FAULTS) + 6) + "|", *(rows[name] for name in PARTS if name in rows)]
    RESULTS.write_text(text + "\n".join(table) + "\n", encoding="utf-8")


def _read_rows() -> dict[str, str]:
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines if line.startswith("| ")}


def _describe_commit() -> str:
    """Return the commit of the code that ran, and whether anything but the table differs from it."""
    git = {"cwd": RESULTS.parent, "capture_output": True, "text": True}
    commit = subprocess.run(["git", "log", "-1", "--format=%h"], **git).stdout.strip()
    changed = subprocess.run(["git", "status", "--short", ":/", f":!{RESULTS.name}"], **git).stdout
    return f"{commit}-dirty" if changed.strip() else commit


if __name__ == "__main__":
    sys.exit(main())

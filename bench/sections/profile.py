"""Profile where the processor time of a build goes, by stage: a build from nothing, and one after an edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from bench import ROOT, WORK
from bench.measure import PYTHON, Measurement, communique_command, measure_command
from bench.report import format_seconds, format_table
from bench.sampling_profiler import EVERY
from bench.site import database_environment, reset_home
from bench.workspace import Workspace

TITLE: Final = "Where a build's time goes"
OTHER_PROCESSES: Final = "programs that are started (Pagefind, Git), and the end of each process"

ABOUT: Final = f"""\
Seconds of processor time of all processes. **Cold** is `communique site` from a loaded database, **one edit**
is `communique build` after it with one event's title changed. Each process of ours notes, every
{EVERY * 1000:.0f} ms of its time, in which of our modules it is (`bench/sampling_profiler.py`), which tells where
time goes to about a hundredth; what a library spends counts where it was called, and imports count as such
wherever they stand. **The clock** is
of these runs, with what looking costs."""


def measure_section(workspace: Workspace) -> str:
    """Profile a cold build and an edit, and return the section as Markdown."""
    home = workspace.home
    reset_home(home)
    for arguments in (["db", "upgrade"], ["load"]):
        measure_command(communique_command(home, *arguments), ROOT, **database_environment(home))
    cold, total = _profile_command(workspace, "site")
    with workspace.edit_title():
        edit, edit_total = _profile_command(workspace, "build")
    rows = [
        [name, *(cell for spent in (cold, edit) for cell in _format_cells(spent, name))]
        for name in sorted({*cold, *edit}, key=lambda name: (-cold.get(name, 0), -edit.get(name, 0), name))
    ]
    sums = [f"{sum(spent.values()):.2f}" for spent in (cold, edit)]
    rows += [["**together**", sums[0], "100 %", sums[1], "100 %"]]
    rows += [["**by the clock**", f"{total.wall:.2f}", "", f"{edit_total.wall:.2f}", ""]]
    wait = measure_command(
        communique_command(home, "build"), ROOT, **database_environment(home)
    )  # leaves the record's own site
    seconds = f"{format_seconds(wait.wall)}, {format_seconds(wait.cpu)} of CPU"
    note = f"The build that takes the edit back, not looked at: {seconds}."
    return "\n\n".join([format_table(["stage", "cold, s", "", "one edit, s", ""], rows), note, ABOUT])


def _format_cells(spent: dict[str, float], name: str) -> list[str]:
    """Return the seconds of a stage, and their share of the total, as text."""
    value = spent.get(name, 0)
    return [f"{value:.2f}", f"{value / sum(spent.values()):.0%}".replace("%", " %")]


def _profile_command(workspace: Workspace, command: str) -> tuple[dict[str, float], Measurement]:
    """Run a command under the profiler, and return the seconds by stage and the total cost."""
    file = WORK / "sampled.json"
    command_line: list[str | Path] = [
        PYTHON,
        "-m",
        "bench.sampling_profiler",
        file,
        "--home",
        workspace.home,
        command,
    ]
    total = measure_command(command_line, ROOT, **database_environment(workspace.home))
    spent: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return spent | {OTHER_PROCESSES: max(0.0, total.cpu - sum(spent.values()))}, total

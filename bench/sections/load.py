"""Measure how long a load takes, beside the least that any loader must do."""

from __future__ import annotations

import json
from pathlib import Path

from bench import ROOT, WORK
from bench.measure import PYTHON, Measurement, communique_command, measure_command, median_measurement
from bench.peers import SQLITE_UTILS
from bench.postgresql import ABSENT, start_server
from bench.report import format_costs, format_ratio
from bench.workspace import Workspace, remove_database

TITLE = "Load"
BASELINE = "floor"
REPETITIONS = 3

ABOUT = """\
`communique load` is timed as a process, start of Python included, into an empty database of the newest schema;
cold and floor are medians of {times}, measured by turns.
**{floor}** is the least work: the same files parsed with PyYAML's C loader ({parse_cpu:.2f} s of CPU), then the
same {rows:,.0f} rows inserted with bare `sqlite3` (`executemany`, one transaction) into the same tables with
their indexes, triggers and full text ({insert_cpu:.2f} s of CPU). It checks nothing, weighs nothing, and its
start is not timed: an advantage of the floor. **sqlite-utils** inserts the same rows as dictionaries, and makes
the full text; it reads no files, and its tables have no constraints, indexes or foreign keys: an advantage on
its side. **PostgreSQL** is a server of its own on a socket with its settings as installed; its processor time
is not in the column CPU, which is the client's alone."""


def measure_section(workspace: Workspace) -> str:
    """Measure loads and their baseline, and return the section as Markdown."""
    home, entries = workspace.home, workspace.home / "entries"
    file, address = WORK / "load.db", f"sqlite:///{WORK / 'load.db'}"
    cold, baselines = [], []
    for _ in range(REPETITIONS):  # by turns, so that what disturbs the machine disturbs both
        remove_database(file)
        measure_command(communique_command(home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=address)
        cold.append(measure_command(communique_command(home, "load"), ROOT, COMMUNIQUE_DATABASE=address))
        baselines.append(
            json.loads(
                measure_command(
                    [PYTHON, "-m", "bench.baseline", entries, file, _new_database_path("floor.db")], ROOT
                ).output
            )
        )
    baseline_runs = [
        Measurement(seconds["parse"] + seconds["insert"], seconds["parse_cpu"] + seconds["insert_cpu"], 0)
        for seconds in baselines
    ]
    runs = {BASELINE: median_measurement(baseline_runs), "cold, SQLite": median_measurement(cold)}
    runs["unchanged, SQLite"] = measure_command(
        communique_command(home, "load"), ROOT, COMMUNIQUE_DATABASE=address
    )
    with workspace.edit_title():
        runs["one entry changed, SQLite"] = measure_command(
            communique_command(home, "load"), ROOT, COMMUNIQUE_DATABASE=address
        )
    notes = []
    if SQLITE_UTILS.command:
        script = Path(__file__).parents[1] / "with_sqlite_utils.py"
        python = Path(SQLITE_UTILS.command).with_name("python")
        timing = json.loads(
            measure_command([python, script, file, _new_database_path("utils.db")], ROOT).output
        )
        runs["sqlite-utils, the rows only"] = Measurement(timing["wall"], timing["cpu"], 0)
    notes.append(SQLITE_UTILS.describe_version())
    with start_server() as running:
        if running is None:
            notes.append(ABSENT)
        else:
            url = running.url("bench")
            measure_command(communique_command(home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=url)
            for name in ("cold, PostgreSQL", "unchanged, PostgreSQL"):
                runs[name] = measure_command(communique_command(home, "load"), ROOT, COMMUNIQUE_DATABASE=url)
    return "\n\n".join(
        [
            format_costs(runs, BASELINE),
            *_compare_with_targets(runs),
            ABOUT.format(floor=BASELINE, times=REPETITIONS, **baselines[0]),
            "; ".join(notes) + ".",
        ]
    )


def _compare_with_targets(runs: dict[str, Measurement]) -> list[str]:
    """Return sentences with the ratios that have a target."""
    baseline, first, same = runs[BASELINE], runs["cold, SQLite"], runs["unchanged, SQLite"]
    sentences = [
        f"Cold is {format_ratio(first, baseline)} the floor (bar: 1.6×).",
        f"Cold is {format_ratio(first, same)} an unchanged reload (bar: 20×).",
    ]
    if other := runs.get("cold, PostgreSQL"):
        sentences.append(f"PostgreSQL takes {other.wall / first.wall:.2f}× SQLite by the clock (bar: 2×).")
    return sentences


def create_database(workspace: Workspace) -> Path:
    """Create the dataset's own database, of the newest schema and empty, and return its path."""
    file = workspace.home / "communique.db"
    remove_database(file)
    measure_command(
        communique_command(workspace.home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=f"sqlite:///{file}"
    )
    return file


def _new_database_path(name: str) -> Path:
    """Return the path of a database that does not exist yet."""
    file = WORK / name
    remove_database(file)
    return file

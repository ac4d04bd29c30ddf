"""How long a load takes, beside the least that any loader must do."""

from __future__ import annotations

import json
from pathlib import Path

from bench import ROOT, WORK
from bench.measure import PYTHON, Run, communique, middle, run
from bench.peers import SQLITE_UTILS
from bench.postgresql import ABSENT, server
from bench.report import costs, times
from bench.workshop import Workshop, clear

TITLE = "Load"
FLOOR = "floor"
TIMES = 3

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


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    home, entries = shop.home, shop.home / "entries"
    file, address = WORK / "load.db", f"sqlite:///{WORK / 'load.db'}"
    cold, least = [], []
    for _ in range(TIMES):  # by turns, so that what disturbs the machine disturbs both
        clear(file)
        run(communique(home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=address)
        cold.append(run(communique(home, "load"), ROOT, COMMUNIQUE_DATABASE=address))
        least.append(
            json.loads(run([PYTHON, "-m", "bench.floor", entries, file, _new("floor.db")], ROOT).output)
        )
    lowest = [Run(one["parse"] + one["insert"], one["parse_cpu"] + one["insert_cpu"], 0) for one in least]
    runs = {FLOOR: middle(lowest), "cold, SQLite": middle(cold)}
    runs["unchanged, SQLite"] = run(communique(home, "load"), ROOT, COMMUNIQUE_DATABASE=address)
    with shop.edited():
        runs["one entry changed, SQLite"] = run(communique(home, "load"), ROOT, COMMUNIQUE_DATABASE=address)
    notes = []
    if SQLITE_UTILS.command:
        script = Path(__file__).with_name("with_sqlite_utils.py")
        python = Path(SQLITE_UTILS.command).with_name("python")
        took = json.loads(run([python, script, file, _new("utils.db")], ROOT).output)
        runs["sqlite-utils, the rows only"] = Run(took["wall"], took["cpu"], 0)
    notes.append(SQLITE_UTILS.told())
    with server() as running:
        if running is None:
            notes.append(ABSENT)
        else:
            where = running.url("bench")
            run(communique(home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=where)
            for name in ("cold, PostgreSQL", "unchanged, PostgreSQL"):
                runs[name] = run(communique(home, "load"), ROOT, COMMUNIQUE_DATABASE=where)
    return "\n\n".join(
        [
            costs(runs, FLOOR),
            *_judged(runs),
            ABOUT.format(floor=FLOOR, times=TIMES, **least[0]),
            "; ".join(notes) + ".",
        ]
    )


def _judged(runs: dict[str, Run]) -> list[str]:
    """The ratios that bars are set for."""
    least, first, same = runs[FLOOR], runs["cold, SQLite"], runs["unchanged, SQLite"]
    told = [
        f"Cold is {times(first, least)} the floor (bar: 1.6×).",
        f"Cold is {times(first, same)} an unchanged reload (bar: 20×).",
    ]
    if other := runs.get("cold, PostgreSQL"):
        told.append(f"PostgreSQL takes {other.wall / first.wall:.2f}× SQLite by the clock (bar: 2×).")
    return told


def fresh_database(shop: Workshop) -> Path:
    """The record's own database, of the newest schema and empty."""
    file = shop.home / "communique.db"
    clear(file)
    run(communique(shop.home, "db", "upgrade"), ROOT, COMMUNIQUE_DATABASE=f"sqlite:///{file}")
    return file


def _new(name: str) -> Path:
    """The file of a database that is not there yet."""
    file = WORK / name
    clear(file)
    return file

"""How long the ten ready questions of the site take: in SQLite, in PostgreSQL and through Datasette."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

import psycopg

from bench import ROOT
from bench.measure import communique, run
from bench.peers import DATASETTE
from bench.postgresql import ABSENT, server
from bench.questions_postgresql import question
from bench.report import table
from bench.workshop import Workshop
from communique.site.questions import QUESTIONS

TITLE: Final = "Queries"
TIMES: Final = 7
PORT: Final = 8765

ABOUT: Final = """\
Milliseconds to the last row, the median of {times} after a first one that warms caches. **SQLite** and
**PostgreSQL** are asked by their drivers, without SQLAlchemy. PostgreSQL has its settings as installed, after
`ANALYZE`; six questions are put in its own SQL (`bench/questions_postgresql.py`). **Datasette** serves the same
SQLite file on this machine and answers by HTTP in JSON, at most 1,000 rows: what HTTP and JSON cost is in its
figures, a disadvantage, and so is that it returns fewer rows, an advantage."""

Ask = Callable[[str], int]


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    notes = [f"SQLite {sqlite3.sqlite_version}", DATASETTE.told()]
    columns: dict[str, list[float]] = {}
    with sqlite3.connect(f"file:{shop.database}?mode=ro", uri=True) as database:
        rows = [len(database.execute(one.sql).fetchall()) for one in QUESTIONS]
        columns["SQLite"] = [
            timed(lambda sql: len(database.execute(sql).fetchall()), one.sql) for one in QUESTIONS
        ]
    with postgresql(shop.home) as connection:
        if connection is None:
            notes.append(ABSENT)
        else:
            notes.append(f"PostgreSQL {connection.info.server_version // 10_000}")
            wanted = [question(one.title) for one in QUESTIONS]
            columns["PostgreSQL"] = [
                timed(lambda sql: len(connection.execute(sql).fetchall()), sql) for sql in wanted
            ]
    if DATASETTE.command:
        with datasette(shop.database) as ask:
            columns["Datasette"] = [timed(ask, one.sql) for one in QUESTIONS]
    body = [
        [one.title, f"{rows[number]:,}", *(f"{column[number]:,.1f}" for column in columns.values())]
        for number, one in enumerate(QUESTIONS)
    ]
    head = ["question", "rows", *(f"{name}, ms" for name in columns)]
    slow = [f"{sum(one > 10 for one in column)} in {name}" for name, column in columns.items()]
    judged = f"Over 10 ms (the bar, at 100,000 events): {', '.join(slow)}."
    return "\n\n".join([table(head, body), judged, ABOUT.format(times=TIMES), "; ".join(notes) + "."])


def timed(ask: Ask, sql: str) -> float:
    """Milliseconds."""
    ask(sql)
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        ask(sql)
        took.append((time.perf_counter() - begin) * 1000)
    return median(took)


@contextmanager
def postgresql(home: Path) -> Iterator[psycopg.Connection | None]:
    """The record loaded into a server of its own, not timed."""
    with server() as running:
        if running is None:
            yield None
            return
        for words in (["db", "upgrade"], ["load"]):
            run(communique(home, *words), ROOT, COMMUNIQUE_DATABASE=running.url("bench"))
        where = f"host={running.folder} user=communique dbname=bench"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("ANALYZE")
            yield connection


@contextmanager
def datasette(file: Path) -> Iterator[Ask]:
    """Datasette on a database, with its limits raised as far as the questions need."""
    limits = ["--setting", "sql_time_limit_ms", "60000", "--setting", "max_returned_rows", "1000"]
    command = [str(DATASETTE.command), "serve", "--immutable", str(file), "--port", str(PORT), *limits]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}/{file.stem}.json?_shape=objects&sql="

    def ask(sql: str) -> int:
        with urllib.request.urlopen(address + urllib.parse.quote(sql)) as answer:
            return len(json.load(answer)["rows"])

    try:
        wait(ask)
        yield ask
    finally:
        process.terminate()
        process.wait()


def wait(ask: Ask) -> None:
    """Until it answers, a minute at most."""
    give_up = time.monotonic() + 60
    while True:
        try:
            ask("SELECT 1")
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)

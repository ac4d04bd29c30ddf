"""How long the ten ready questions take, and what the site asks by key: SQLite, PostgreSQL, Datasette."""

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
from bench.keyed import Asked, keyed
from bench.measure import communique, run
from bench.peers import DATASETTE
from bench.postgresql import ABSENT, server
from bench.questions_postgresql import WORDED
from bench.report import table
from bench.workshop import Workshop
from communique.site.questions import QUESTIONS

TITLE: Final = "Queries"
TIMES: Final = 7
PORT: Final = 8765

ABOUT: Final = """\
Milliseconds to the last row, the median of {times} after a first one that warms caches. **SQLite** and
**PostgreSQL** are asked by their drivers, without SQLAlchemy. PostgreSQL has its settings as installed, after
`ANALYZE`; the question on words is put in its own SQL (`bench/questions_postgresql.py`). **Datasette** serves
the same SQLite file on this machine and answers by HTTP in JSON, at most 1,000 rows: what HTTP and JSON cost is
in its figures, a disadvantage.

What the site asks by key is the rest of its queries but those that read the record from end to end (lists, tables,
pictures and downloads of everything): each of these reads every row once, whatever it costs, and is in the figures
of "Pages" and "Search index and downloads"."""

Ask = Callable[[str], int]


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    notes = [f"SQLite {sqlite3.sqlite_version}", DATASETTE.told()]
    columns: dict[str, list[float]] = {}
    by_key = {"SQLite": keyed(f"sqlite:///{shop.database}")}
    with sqlite3.connect(f"file:{shop.database}?mode=ro", uri=True) as database:
        rows = [len(database.execute(one.sql).fetchall()) for one in QUESTIONS]
        columns["SQLite"] = [
            timed(lambda sql: len(database.execute(sql).fetchall()), one.sql) for one in QUESTIONS
        ]
    with postgresql(shop.home) as url:
        if url is None:
            notes.append(ABSENT)
        else:
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                notes.append(f"PostgreSQL {connection.info.server_version // 10_000}")
                connection.execute("ANALYZE")
                columns["PostgreSQL"] = [
                    timed(lambda sql: len(connection.execute(sql).fetchall()), sql) for sql in WORDED
                ]
            by_key["PostgreSQL"] = keyed(url)
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
    told = [table(head, body), judged, _by_key(by_key), ABOUT.format(times=TIMES), "; ".join(notes) + "."]
    return "\n\n".join(told)


def _by_key(found: dict[str, list[Asked]]) -> str:
    """A row for each sort of asking: milliseconds of its slowest statement, and of all."""
    head = ["asked by key", "statements"]
    head += [f"{name}, {what}" for name in found for what in ("slowest, ms", "all, ms")]
    body = [
        [
            rows[0].name,
            str(rows[0].statements),
            *(f"{value:,.1f}" for row in rows for value in (row.slowest, row.together)),
        ]
        for rows in zip(*found.values(), strict=True)
    ]
    return table(head, body)


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
def postgresql(home: Path) -> Iterator[str | None]:
    """The address of the record loaded into a server of its own, not timed."""
    with server() as running:
        if running is None:
            yield None
            return
        url = running.url("bench")
        for words in (["db", "upgrade"], ["load"]):
            run(communique(home, *words), ROOT, COMMUNIQUE_DATABASE=url)
        yield url


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

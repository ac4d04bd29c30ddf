"""Time the ten example queries and the site's queries by key in SQLite, PostgreSQL and Datasette."""

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
from bench.measure import communique_command, measure_command
from bench.peers import DATASETTE
from bench.postgresql import ABSENT, start_server
from bench.report import format_table
from bench.sections.example_queries_postgresql import POSTGRESQL_QUERIES
from bench.sections.point_queries import QueryTiming, time_point_queries
from bench.workspace import Workspace
from communique.site.example_queries import EXAMPLE_QUERIES

TITLE: Final = "Queries"
REPETITIONS: Final = 7
PORT: Final = 8765

ABOUT: Final = """\
Milliseconds to the last row, the median of {times} after a first one that warms caches. **SQLite** and
**PostgreSQL** are asked by their drivers, without SQLAlchemy. PostgreSQL has its settings as installed, after
`ANALYZE`; the question on words is put in its own SQL (`bench/sections/example_queries_postgresql.py`).
**Datasette** serves the same SQLite file on this machine and answers by HTTP in JSON, at most 1,000 rows: what
HTTP and JSON cost is in its figures, a disadvantage.

What the site asks by key is the rest of its queries but those that read the record from end to end (lists, tables,
pictures and downloads of everything): each of these reads every row once, whatever it costs, and is in the figures
of "Pages" and "Search index and downloads"."""

RunQuery = Callable[[str], int]


def measure_section(workspace: Workspace) -> str:
    """Time all queries and return the section as Markdown."""
    notes = [f"SQLite {sqlite3.sqlite_version}", DATASETTE.describe_version()]
    columns: dict[str, list[float]] = {}
    point_timings = {"SQLite": time_point_queries(f"sqlite:///{workspace.database}")}
    with sqlite3.connect(f"file:{workspace.database}?mode=ro", uri=True) as database:
        rows = [len(database.execute(question.sql).fetchall()) for question in EXAMPLE_QUERIES]
        columns["SQLite"] = [
            time_query(lambda sql: len(database.execute(sql).fetchall()), question.sql)
            for question in EXAMPLE_QUERIES
        ]
    with load_postgresql(workspace.home) as url:
        if url is None:
            notes.append(ABSENT)
        else:
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                notes.append(f"PostgreSQL {connection.info.server_version // 10_000}")
                connection.execute("ANALYZE")
                columns["PostgreSQL"] = [
                    time_query(lambda sql: len(connection.execute(sql).fetchall()), sql)
                    for sql in POSTGRESQL_QUERIES
                ]
            point_timings["PostgreSQL"] = time_point_queries(url)
    if DATASETTE.command:
        with serve_datasette(workspace.database) as run_query:
            columns["Datasette"] = [time_query(run_query, question.sql) for question in EXAMPLE_QUERIES]
    body = [
        [question.title, f"{rows[number]:,}", *(f"{column[number]:,.1f}" for column in columns.values())]
        for number, question in enumerate(EXAMPLE_QUERIES)
    ]
    head = ["question", "rows", *(f"{name}, ms" for name in columns)]
    slow = [f"{sum(value > 10 for value in column)} in {name}" for name, column in columns.items()]
    summary = f"Over 10 ms (the bar, at 100,000 events): {', '.join(slow)}."
    parts = [
        format_table(head, body),
        summary,
        _format_point_timings(point_timings),
        ABOUT.format(times=REPETITIONS),
        "; ".join(notes) + ".",
    ]
    return "\n\n".join(parts)


def _format_point_timings(timings: dict[str, list[QueryTiming]]) -> str:
    """Return a table with a row for each sort of query: its slowest statement, and all of them."""
    head = ["asked by key", "statements"]
    head += [f"{name}, {measure}" for name in timings for measure in ("slowest, ms", "all, ms")]
    body = [
        [
            rows[0].name,
            str(rows[0].statements),
            *(f"{value:,.1f}" for row in rows for value in (row.slowest, row.total)),
        ]
        for rows in zip(*timings.values(), strict=True)
    ]
    return format_table(head, body)


def time_query(run_query: RunQuery, sql: str) -> float:
    """Return the median milliseconds of a query, after a first run that warms caches."""
    run_query(sql)
    durations = []
    for _ in range(REPETITIONS):
        begin = time.perf_counter()
        run_query(sql)
        durations.append((time.perf_counter() - begin) * 1000)
    return median(durations)


@contextmanager
def load_postgresql(home: Path) -> Iterator[str | None]:
    """Load the dataset into a server of its own, not timed, and yield its URL, or None without one."""
    with start_server() as running:
        if running is None:
            yield None
            return
        url = running.url("bench")
        for arguments in (["db", "upgrade"], ["load"]):
            measure_command(communique_command(home, *arguments), ROOT, COMMUNIQUE_DATABASE=url)
        yield url


@contextmanager
def serve_datasette(file: Path) -> Iterator[RunQuery]:
    """Serve a database with Datasette, its limits raised as needed, and yield a function that queries it."""
    limits = ["--setting", "sql_time_limit_ms", "60000", "--setting", "max_returned_rows", "1000"]
    command = [str(DATASETTE.command), "serve", "--immutable", str(file), "--port", str(PORT), *limits]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{PORT}/{file.stem}.json?_shape=objects&sql="

    def run_query(sql: str) -> int:
        with urllib.request.urlopen(address + urllib.parse.quote(sql)) as answer:
            return len(json.load(answer)["rows"])

    try:
        wait_for_answer(run_query)
        yield run_query
    finally:
        process.terminate()
        process.wait()


def wait_for_answer(run_query: RunQuery) -> None:
    """Wait until a query is answered, a minute at most."""
    deadline = time.monotonic() + 60
    while True:
        try:
            run_query("SELECT 1")
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)

"""Measure the baseline of a load in a process of its own: parse the same files, insert the same rows.

``python -m bench.baseline ENTRIES LOADED NEW``: the files are parsed with PyYAML's C loader, without any check;
the rows of the loaded database go into a new one of the same definition (tables, indexes, triggers, full text)
by ``executemany`` in one transaction. Reading the rows is not timed. Prints seconds as JSON.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path

import yaml

FULL_TEXT = "event_search_fts"
"""Filled by triggers."""


def measure_baseline(entries: Path, loaded: Path, new: Path) -> dict[str, float]:
    """Return the seconds by the clock and of the processor for parsing and for inserting."""
    source = sqlite3.connect(loaded)
    definitions, tables = read_definition(source)
    rows = {table: source.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
    source.close()
    clock, processor = time.perf_counter(), time.process_time()
    for file in sorted(entries.rglob("*.yaml")):
        with file.open("rb") as stream:
            yaml.load(stream, yaml.CSafeLoader)
    parsed = time.perf_counter(), time.process_time()
    database = sqlite3.connect(new)
    for statement in definitions:
        database.execute(statement)
    for table, table_rows in rows.items():
        if table_rows:
            places = ", ".join("?" * len(table_rows[0]))
            database.executemany(f'INSERT INTO "{table}" VALUES ({places})', table_rows)
    database.commit()
    database.close()
    inserted = time.perf_counter(), time.process_time()
    return {
        "parse": parsed[0] - clock, "parse_cpu": parsed[1] - processor,
        "insert": inserted[0] - parsed[0], "insert_cpu": inserted[1] - parsed[1],
        "rows": sum(map(len, rows.values())),
    }  # fmt: skip


def read_definition(source: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Return the statements that define a database, and its tables that hold rows of ours."""
    objects = source.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    shadows = [f"{FULL_TEXT}_{end}" for end in ("data", "idx", "docsize", "config")]
    statements = [
        sql for kind, name, sql in objects if name not in shadows and not name.startswith("sqlite_")
    ]
    tables = [
        name for kind, name, _ in objects if kind == "table" and not name.startswith((FULL_TEXT, "sqlite_"))
    ]
    return statements, tables


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure_baseline(*map(Path, sys.argv[1:]))))

"""The floor under a load, as a process of its own: parse the same files, insert the same rows, and nothing else.

``python -m bench.floor ENTRIES LOADED NEW``: the files are parsed with PyYAML's C loader, without any check;
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


def floor(entries: Path, loaded: Path, new: Path) -> dict[str, float]:
    """Seconds by the clock and of the processor for both halves."""
    source = sqlite3.connect(loaded)
    definitions, tables = definition(source)
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
    for table, found in rows.items():
        if found:
            places = ", ".join("?" * len(found[0]))
            database.executemany(f'INSERT INTO "{table}" VALUES ({places})', found)
    database.commit()
    database.close()
    inserted = time.perf_counter(), time.process_time()
    return {
        "parse": parsed[0] - clock, "parse_cpu": parsed[1] - processor,
        "insert": inserted[0] - parsed[0], "insert_cpu": inserted[1] - parsed[1],
        "rows": sum(map(len, rows.values())),
    }  # fmt: skip


def definition(source: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """The statements that define a database, and its tables that hold rows of ours."""
    found = source.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    shadows = [f"{FULL_TEXT}_{end}" for end in ("data", "idx", "docsize", "config")]
    statements = [sql for kind, name, sql in found if name not in shadows and not name.startswith("sqlite_")]
    tables = [
        name for kind, name, _ in found if kind == "table" and not name.startswith((FULL_TEXT, "sqlite_"))
    ]
    return statements, tables


if __name__ == "__main__":
    sys.stdout.write(json.dumps(floor(*map(Path, sys.argv[1:]))))

"""Insert the rows of a loaded database with sqlite-utils, by the Python that has it: ``FILE LOADED NEW``."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from typing import Any


def main(loaded: str, new: str) -> None:
    """Insert the rows and print the seconds as JSON; reading the rows is not timed."""
    from sqlite_utils import Database  # type: ignore[import-not-found]  # in an environment of its own

    source = sqlite3.connect(loaded)
    source.row_factory = sqlite3.Row
    names = source.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%'"
    ).fetchall()
    rows: dict[str, list[dict[str, Any]]] = {
        name: [dict(row) for row in source.execute(f'SELECT * FROM "{name}"')] for (name,) in names
    }
    clock, processor = time.perf_counter(), time.process_time()
    database = Database(new)
    for name, table_rows in rows.items():
        if table_rows:
            database[name].insert_all(table_rows)
    database["event_search"].enable_fts(["title", "names", "body"])
    database.conn.close()
    sys.stdout.write(
        json.dumps({"wall": time.perf_counter() - clock, "cpu": time.process_time() - processor})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

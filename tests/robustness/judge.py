"""Judge what a command says of a hostile file: refused clearly, or by which fault not."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from communique.cli import main
from robustness.hostile import HostileFile

LIBRARY = re.compile(
    r"[Ii]nput should|should (?:be|have|match)|valid (?:string|tuple|dict|list|int|number|bool|date)|instance of"
    r"|NoneType|pydantic|validation error|<[A-Z]\w+\.|sqlalchemy|psycopg|sqlite3\.|constructor|expected <"
)
"""What a library says and no curator understands."""
FINDING = re.compile(r"^(?P<file>[^:\s]+\.yaml)(?::\d+(?::\d+)?)? ?.*?: .+; .+$")
"""A file, mostly a line, what is wrong and a cure."""


def run_command(*words: str) -> tuple[int, str, str]:
    """Run a command in this process; return its status, what it said, and a traceback if it ended in one."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            return main([*words]), said.getvalue(), ""
        except Exception:
            return 70, said.getvalue(), traceback.format_exc()


def dump_database(file: Path) -> str:
    """Return all that an SQLite database holds."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


def judge_file(home: Path, hostile: HostileFile) -> Iterator[str]:
    """Load the record of the working folder with a hostile file, yield the faults, and undo it."""
    file, database = home / "entries" / hostile.path, home / "communique.db"
    good, stored = file.read_bytes() if file.exists() else None, database.read_bytes()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(hostile.content)
    try:
        status, said, trace = run_command("load")
        if trace or "Traceback" in said:
            yield f"traceback: {(trace or said)[-600:]}"
        elif status == 0:
            if hostile.must_fail:
                yield "accepted wrongly"
        else:
            lines = [line for line in said.splitlines() if line.startswith("entries/")]
            if unclear := [line for line in lines if not FINDING.match(line)] or ([] if lines else [said]):
                yield f"refused unclearly: no file, line and cure: {unclear[0][:400]}"
            if match := LIBRARY.search(said.replace("NoneType is", "")):
                yield f"refused unclearly: {match[0]!r} in {said[:400]}"
            if database.read_bytes() != stored:
                yield "the database was changed"
    finally:
        if good is None:
            file.unlink()
        else:
            file.write_bytes(good)
        database.write_bytes(stored)

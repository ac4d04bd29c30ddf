"""A script that reads a record is checked by its author's mypy: what is right passes, and a slip is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fixtures.repository import ROOT

SCRIPT = """\
import datetime as dt

import communique
from communique.schema import Event

with communique.open("communique.db") as record:
    for event in record.events(kind="meeting", actor="JP", since=dt.date(2024, 1, 1)):
        row: Event = event.event
        title: str = event.title
        actors: list[str] = [participant.actor_id for participant in event.participants]
        urls: list[str | None] = [source.url for source in event.sources]
        print(row.date, title, actors, urls, [claim.value for claim in event.claims], event.disagreements)
    rows: list[dict[str, object]] = record.query("SELECT id FROM event_wide")
"""


def test_a_script_is_typed_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(SCRIPT.replace("row.date", "row.dat"), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--strict", "--no-pretty"]
    checked = subprocess.run(
        [*command, tmp_path / "right.py", tmp_path / "wrong.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    (error, summary) = checked.stdout.splitlines()
    assert "wrong.py:12: error:" in error
    assert 'has no attribute "dat"' in error
    assert summary.startswith("Found 1 error in 1 file")

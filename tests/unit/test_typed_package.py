"""A script that reads a record is checked by its author's mypy: what is right passes, and a slip is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fixtures.repository import ROOT

SCRIPT = """\
import datetime as dt

from sqlmodel import select

import communique
from communique.schema import Dyad, Event, EventWide, Incident, Meeting, Participation

with communique.open("communique.db") as record:
    for event in record.events(kind="meeting", actor="JP", since=dt.date(2024, 1, 1)):
        row: Event = event.event
        title: str = event.title
        actors: list[str] = [participant.actor_id for participant in event.participants]
        urls: list[str | None] = [source.url for source in event.sources]
        print(row.date, title, actors, urls, [claim.value for claim in event.claims], event.disagreements)
    rows: list[dict[str, object]] = record.query("SELECT id FROM event_wide")
    with record.session() as session:
        for meeting in session.exec(select(Meeting).join(Event).where(Event.place_id == "tokyo")):
            place: str | None = meeting.event.place.name if meeting.event.place else None
            people = [person for it in meeting.event.participations for person in it.people]
            print(place, [person.office.title for person in people if person.office], meeting.level)
        for wide in session.exec(select(EventWide).where(EventWide.took_place, EventWide.year == 2024)):
            height: float | None = wide.altitude_km_best
            print(wide.id, height, wide.kind)
        for dyad in session.exec(select(Dyad).where(Dyad.relation == "met")):
            day: dt.date | None = dyad.start_earliest
        launch = session.get(Event, "launch")
        if launch and isinstance(launch.detail, Incident):
            print(launch.detail.weapon_class, launch.detail.splashdown)
        first: Participation | None = launch.participations[0] if launch else None
    print(record.to_pandas()["year"].max(), record.to_polars("dyad").height)
"""


def test_a_script_is_typed_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(SCRIPT, encoding="utf-8")
    wrong = SCRIPT.replace("row.date", "row.dat").replace("altitude_km_best", "altitude")
    (tmp_path / "wrong.py").write_text(wrong, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--strict", "--no-pretty"]
    checked = subprocess.run(
        [*command, tmp_path / "right.py", tmp_path / "wrong.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    (*errors, summary) = checked.stdout.splitlines()
    assert [error.split(": ", 1)[0].rpartition("/")[2] for error in errors] == [
        "wrong.py:14",
        "wrong.py:22",
    ], errors
    assert 'has no attribute "dat"' in errors[0]
    assert 'has no attribute "altitude"' in errors[1]
    assert summary.startswith("Found 2 errors in 1 file")

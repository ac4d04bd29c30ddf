"""``communique stats``: how much there is of what, counted in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from communique.cli import run, terminal
from communique.cli.example import example

if TYPE_CHECKING:
    from sqlalchemy import Connection

COUNTS: Final[dict[str, str]] = {
    "entries": "SELECT count(*) FROM source",
    "publishers with entries": "SELECT count(DISTINCT publisher_id) FROM source",
    "events": "SELECT count(*) FROM event WHERE record_status = 'published'",
    "meetings": "SELECT count(*) FROM meeting",
    "memoranda": "SELECT count(*) FROM memorandum",
    "provisions": "SELECT count(*) FROM provision",
    "exercises": "SELECT count(*) FROM exercise",
    "incidents": "SELECT count(*) FROM incident",
    "events with two or more sources": "SELECT count(*) FROM event WHERE source_count >= 2",
    "events with two or more independent sources": "SELECT count(*) FROM event WHERE independent_source_count >= 2",
    "links": "SELECT count(*) FROM event_link",
    "claims": "SELECT count(*) FROM claim",
    "rulings": "SELECT count(*) FROM ruling",
    "rulings left unresolved": "SELECT count(*) FROM ruling WHERE decision = 'unresolved'",
    "events on which sources disagree": "SELECT count(*) FROM event WHERE disagreement <> 'none'",
    "states and territories taking part": (
        "SELECT count(DISTINCT actor_id) FROM participation JOIN actor ON actor.id = actor_id "
        "WHERE actor.kind IN ('state', 'territory')"
    ),
    "people taking part": "SELECT count(DISTINCT person_id) FROM participation_person",
    "places with events": "SELECT count(DISTINCT place_id) FROM event",
    "series with events": "SELECT count(DISTINCT series_id) FROM event",
    "topics with events": "SELECT count(DISTINCT topic_id) FROM event_topic",
}
"""What is counted, in the order in which it is shown, and the question to the database."""


@example("communique stats", "communique stats --json | jq .events")
def stats(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Count what the database holds."""
    with run.reading(run.current()) as connection:
        found = {name: _count(connection, question) for name, question in COUNTS.items()}
        years = _years(connection)
    if json:
        data = {name.replace(" ", "_"): count for name, count in found.items()}
        terminal.as_json(data | {"first_year": years[0], "last_year": years[1]})
        return
    width = max(len(f"{count:,}") for count in found.values())
    for name, count in found.items():
        terminal.result(f"{count:>{width},} {name}")
    if years[0]:
        terminal.result(f"{'':>{width}} from {years[0]} to {years[1]}")
    terminal.summary(terminal.counted(found["events"], "event"))


def _count(connection: Connection, question: str) -> int:
    return int(connection.exec_driver_sql(question).scalar_one())


def _years(connection: Connection) -> tuple[str | None, str | None]:
    row = connection.exec_driver_sql("SELECT min(start_earliest), max(start_earliest) FROM event").one()
    first, last = (str(day)[:4] if day else None for day in row)
    return first, last

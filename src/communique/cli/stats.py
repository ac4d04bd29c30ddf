"""Implement ``communique stats``: count what the database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands.database import read_only_connection

if TYPE_CHECKING:
    from sqlalchemy import Connection

COUNT_QUERIES: Final[dict[str, str]] = {
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


@add_examples("communique stats", "communique stats --json | jq .events")
def stats(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Count what the database holds."""
    with read_only_connection(context.current_context().settings) as connection:
        counts = {name: _count_rows(connection, query) for name, query in COUNT_QUERIES.items()}
        years = _year_range(connection)
    if json:
        data = {name.replace(" ", "_"): count for name, count in counts.items()}
        terminal.print_json(data | {"first_year": years[0], "last_year": years[1]})
        return
    width = max(len(f"{count:,}") for count in counts.values())
    for name, count in counts.items():
        terminal.print_result(f"{count:>{width},} {name}")
    if years[0]:
        terminal.print_result(f"{'':>{width}} from {years[0]} to {years[1]}")
    terminal.print_summary(terminal.pluralize(counts["events"], "event"))


def _count_rows(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())


def _year_range(connection: Connection) -> tuple[str | None, str | None]:
    row = connection.exec_driver_sql("SELECT min(start_earliest), max(start_earliest) FROM event").one()
    first, last = (str(day)[:4] if day else None for day in row)
    return first, last

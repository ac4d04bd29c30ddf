"""Dyads go by what actors were to an event: who did what to whom, who met, and who was only at one conference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.schema import Actor, Coverage, Event, EventKind, Meeting, Participation
from communique.schema.event_types import EVENT_TYPES
from golden.rows import dates, session

Pairs = set[tuple[str, str, str]]


def event(key: str, kind: str, roles: dict[str, str], date: str = "2024-07-28", **more: Any) -> list[Any]:
    """An event and who took part, each in one role."""
    given = {"title": key, "summary": key, "status": "occurred", **dates(date), **more}
    return [
        Event(id=key, kind=kind, **given),
        *(Participation(event_id=key, actor_id=actor, role=role) for actor, role in roles.items()),
    ]


@pytest.fixture(scope="module")
def opened() -> Iterator[Session]:
    host = {"JP": "host", "KR": "attendee"}
    with session(
        [
            *(EventKind(id=kind.value, plural=it.plural) for kind, it in EVENT_TYPES.items()),
            *(Actor(id=key, kind="state", name=f"State {key}") for key in ("JP", "KR", "US", "KP")),
            *event("talks", "meeting", host),
            *event("plan", "meeting", host, "2026", status="planned"),
            *event("called-off", "meeting", host, "2022-05", status="cancelled"),
            *event("sometime", "meeting", host, "202X"),
            *event("gone", "meeting", host, record_status="withdrawn"),
            *event("forum", "meeting", {"JP": "attendee", "KR": "attendee", "US": "observer"}),
            Meeting(event_id="forum", format="conference"),
            *event(
                "shot", "incident", {"KP": "initiator", "JP": "affected", "US": "responder", "KR": "witness"}
            ),
            *event("said", "incident", {"KR": "alleged-initiator", "JP": "affected"}, status="disputed"),
            Coverage(id="japan", country_id="JP", extent="complete", scope="All.", **dates("2023/..")),
            Coverage(id="korea", country_id="KR", extent="partial", scope="Some.", **dates("2024/2025")),
            Coverage(
                id="shots", country_id="KP", extent="partial", scope="S.", incident_type="missile-launch"
            ),
            Coverage(id="year-2025", year=2025, extent="not-read", scope="None."),
        ]
    ) as made:
        yield made


def pairs(opened: Session, event_id: str) -> Pairs:
    query = text("SELECT relation, from_id, to_id FROM dyad WHERE event_id = :event")
    return {tuple(row) for row in opened.execute(query, {"event": event_id})}


def test_a_meeting_is_there_from_either_side_and_its_host_received(opened: Session) -> None:
    assert pairs(opened, "talks") == {("met", "JP", "KR"), ("met", "KR", "JP"), ("hosted", "JP", "KR")}


def test_at_a_conference_nobody_need_have_met(opened: Session) -> None:
    assert pairs(opened, "forum") == {("attended", "JP", "KR"), ("attended", "KR", "JP")}


def test_an_incident_has_one_direction_and_bystanders_are_no_parties(opened: Session) -> None:
    assert pairs(opened, "shot") == {("acted-on", "KP", "JP"), ("responded-to", "US", "KP")}
    assert pairs(opened, "said") == {("alleged-to-act-on", "KR", "JP")}


def test_what_is_not_published_is_no_dyad(opened: Session) -> None:
    assert pairs(opened, "gone") == set()


def test_held_planned_and_cancelled_are_apart_and_years_without_any_are_there(opened: Session) -> None:
    query = "SELECT year, events, planned, cancelled FROM dyad_year WHERE relation = 'met' AND from_id = 'JP'"
    rows = opened.execute(text(f"{query} ORDER BY year"))
    assert [tuple(row) for row in rows] == [
        (2022, 0, 0, 1),
        (2023, 0, 0, 0),
        (2024, 1, 0, 0),
        (2025, 0, 0, 0),
        (2026, 0, 1, 0),
    ]
    alleged = "SELECT sum(events), sum(alleged) FROM dyad_year WHERE relation = 'alleged-to-act-on'"
    assert tuple(opened.execute(text(alleged)).one()) == (0, 1)


def test_a_year_of_a_pair_is_covered_by_the_least_that_is_said_of_the_year_or_of_either(
    opened: Session,
) -> None:
    query = "SELECT from_id, year, coverage FROM dyad_year WHERE to_id = :to AND relation = :relation ORDER BY 1, 2"
    met = opened.execute(text(query), {"to": "KR", "relation": "met"})
    said = (None, "complete", "partial", "not-read", "complete")
    assert [tuple(row) for row in met] == [("JP", 2022 + i, word) for i, word in enumerate(said)]
    of_neither = opened.execute(text(query), {"to": "KP", "relation": "responded-to"})
    assert [row[2] for row in of_neither] == [None, None, None, "not-read", None]


def test_an_edge_counts_what_took_place_once_where_there_is_no_direction(opened: Session) -> None:
    rows = opened.execute(text("SELECT relation, from_id, to_id, events FROM edge ORDER BY 1, 2, 3"))
    assert [tuple(row) for row in rows] == [
        ("acted-on", "KP", "JP", 1),
        ("attended", "JP", "KR", 1),
        ("hosted", "JP", "KR", 2),
        ("met", "JP", "KR", 2),
        ("responded-to", "US", "KP", 1),
    ]

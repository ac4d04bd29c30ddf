"""The twelve facts of the record's first article are found in SQL, each with the paragraph that states it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

SOURCE = "arab-news-japan-2024-07-28"


def claim(event: str, field: str, element: str = "") -> str:
    return (
        f"SELECT paragraphs FROM claim WHERE source_id = '{SOURCE}' AND event_id = '{event}' "
        f"AND field = '{field}' AND element = '{element}'"
    )


MINISTERIAL = "trilateral-defense-ministerial-2024-07-28"
FACTS = {
    "1 the ministerial is held in Tokyo": (claim(MINISTERIAL, "place"), {"2"}),
    "1 Kihara is host": (claim(MINISTERIAL, "people", "JP/host/kihara-minoru"), {"2,3"}),
    "1 Austin attends": (claim(MINISTERIAL, "people", "US/attendee/austin-lloyd"), {"2"}),
    "1 Shin attends": (claim(MINISTERIAL, "people", "KR/attendee/shin-won-sik"), {"2"}),
    "1 it is the first such meeting in Japan": (claim(MINISTERIAL, "notes", "first-in-japan"), {"3"}),
    "2 the memorandum is signed there": (claim("tscf-memorandum-2024-07-28", "instrument"), {"2"}),
    "2 hosts take turns": (claim("tscf-memorandum-2024-07-28", "provisions", "rotating-meetings"), {"5"}),
    "2 missile information is shared": (
        claim("tscf-memorandum-2024-07-28", "provisions", "missile-information"),
        {"5"},
    ),
    "2 joint exercises are promoted": (
        claim("tscf-memorandum-2024-07-28", "provisions", "joint-exercises"),
        {"5"},
    ),
    "3 the statement institutionalises": (
        claim("trilateral-defense-statement-2024-07-28", "provisions", "institutionalises"),
        {"6"},
    ),
    "3 it voices grave concern": (
        claim("trilateral-defense-statement-2024-07-28", "provisions", "north-korea-russia"),
        {"9"},
    ),
    "3 it shares assessments": (
        claim("trilateral-defense-statement-2024-07-28", "provisions", "indo-pacific-assessments"),
        {"9"},
    ),
    "4 South Korea is to host in 2025": (
        claim("trilateral-defense-ministerial-2025", "participants", "KR/host"),
        {"6"},
    ),
    "5 the ministers met in Singapore": (claim("trilateral-defense-ministerial-2024-06-02", "place"), {"3"}),
    "6 Freedom Edge includes cyberspace": (claim("freedom-edge-2024-06", "domains", "cyber"), {"10"}),
    "7 chiefs of staff met in Tokyo": (claim("tri-chod-2024-07-18", "place"), {"10"}),
    "8 Kihara and Shin met": (
        claim("japan-korea-defense-ministerial-2024-07-28", "people", "KR/attendee/shin-won-sik"),
        {"11"},
    ),
    "8 it is the first visit since 2009": (
        claim("japan-korea-defense-ministerial-2024-07-28", "notes", "first-visit-since-2009"),
        {"11"},
    ),
    "9 yearly exchange programmes": (
        claim("japan-korea-defense-understanding-2024-07-28", "provisions", "exchange-programmes"),
        {"13"},
    ),
    "9 search and rescue drills to resume": (
        claim("japan-korea-defense-understanding-2024-07-28", "provisions", "resume-search-and-rescue"),
        {"13"},
    ),
    "10 the drills were last held in 2017": (claim("japan-korea-search-and-rescue-2017", "date"), {"13"}),
    "11 measures against a repeat": (
        claim("radar-measures-agreement-2024-06-01", "provisions", "prevent-recurrence"),
        {"12"},
    ),
    "12 a fire-control radar was directed": (claim("radar-lock-on-2018-12-20", "type"), {"14"}),
    "12 off Noto": (claim("radar-lock-on-2018-12-20", "place"), {"14"}),
    "12 in December 2018": (claim("radar-lock-on-2018-12-20", "date"), {"12"}),
}


@pytest.mark.parametrize("fact", FACTS)
def test_fact_is_found_with_its_paragraph(database, fact):
    query, paragraphs = FACTS[fact]
    with database.connect() as connection:
        assert {row[0] for row in connection.execute(text(query))} == paragraphs


QUESTIONS = {
    "which instruments did Japan sign 2022 to 2024, and with whom": """
        SELECT event.id, event.start_earliest, memorandum.instrument, group_concat(other.actor_id)
        FROM event
        JOIN memorandum ON memorandum.event_id = event.id
        JOIN participation japan ON japan.event_id = event.id AND japan.actor_id = 'JP' AND japan.role = 'signatory'
        JOIN participation other ON other.event_id = event.id AND other.actor_id <> 'JP' AND other.role = 'signatory'
        WHERE event.start_earliest BETWEEN '2022-01-01' AND '2024-12-31'
        GROUP BY event.id ORDER BY event.start_earliest""",
    "every Freedom Edge edition with dates, place, forces and independent sources": """
        SELECT event.id, event.edition, event.date, event.place_id, event.independent_source_count,
               group_concat(DISTINCT unit.unit)
        FROM event LEFT JOIN participation_unit unit ON unit.event_id = event.id
        WHERE event.series_id = 'freedom-edge' GROUP BY event.id ORDER BY event.start_earliest""",
    "all unresolved disagreements": """
        SELECT event.id, ruling.field, ruling.element, ruling.because
        FROM ruling JOIN event ON event.id = ruling.event_id WHERE ruling.decision = 'unresolved'""",
    "who met most often 2023 to 2025": """
        SELECT a.actor_id, b.actor_id, count(*) AS meetings
        FROM meeting
        JOIN event ON event.id = meeting.event_id AND event.status = 'occurred'
        JOIN participation a ON a.event_id = event.id
        JOIN participation b ON b.event_id = event.id AND a.actor_id < b.actor_id
        WHERE event.start_earliest BETWEEN '2023-01-01' AND '2025-12-31'
        GROUP BY a.actor_id, b.actor_id ORDER BY meetings DESC""",
    "incidents by type and year": """
        SELECT incident.type, substr(event.start_earliest, 1, 4) AS year, count(*)
        FROM incident JOIN event ON event.id = incident.event_id GROUP BY 1, 2 ORDER BY 1, 2""",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_has_an_answer(database, question):
    with database.connect() as connection:
        assert len(connection.execute(text(QUESTIONS[question])).all()) >= 3

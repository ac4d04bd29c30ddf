"""What the record promises to hold: depth in every kind, witnesses, disagreements shown."""

from __future__ import annotations

import pytest
from sqlalchemy import text

AT_LEAST = {
    "entries": ("SELECT count(*) FROM source", 200),
    "events": ("SELECT count(*) FROM event", 220),
    "publishers": ("SELECT count(DISTINCT publisher_id) FROM source", 20),
    "events with two independent sources": (
        "SELECT count(*) FROM event WHERE independent_source_count >= 2",
        60,
    ),
    "meetings": ("SELECT count(*) FROM meeting", 70),
    "memoranda": ("SELECT count(*) FROM memorandum", 35),
    "exercises": ("SELECT count(*) FROM exercise", 35),
    "incidents": ("SELECT count(*) FROM incident", 60),
    "rulings": ("SELECT count(*) FROM ruling", 30),
    "unresolved": ("SELECT count(*) FROM ruling WHERE decision = 'unresolved'", 8),
    "countries": (
        "SELECT count(DISTINCT p.actor_id) FROM participation p JOIN actor a ON a.id = p.actor_id AND kind = 'state'",
        12,
    ),
}


@pytest.mark.parametrize("what", AT_LEAST)
def test_record_is_deep_enough(database, what):
    query, least = AT_LEAST[what]
    with database.connect() as connection:
        assert connection.execute(text(query)).scalar() >= least

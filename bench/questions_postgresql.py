"""The one ready question that PostgreSQL must be asked in words of its own: full text is no standard SQL."""

from __future__ import annotations

from typing import Final

from communique.site.questions import QUESTIONS

FULL_TEXT: Final = """\
SELECT event.date, event.id AS event_id, event.title,
  ts_headline('simple', event_search.body, asked, 'MaxWords=24, MinWords=12') AS words
FROM event_search
CROSS JOIN to_tsquery('simple', 'hotline:* | (hot <-> line)') AS asked
JOIN event ON event.id = event_search.event_id
WHERE event_search.document @@ asked
ORDER BY event.start_earliest DESC
LIMIT 50"""


def question(sql: str) -> str:
    """A ready question as PostgreSQL takes it."""
    return FULL_TEXT if "event_search_fts" in sql else sql


WORDED: Final = tuple(question(one.sql) for one in QUESTIONS)
"""Every ready question, in the order of the page."""

"""Translate the one example query that PostgreSQL needs in its own SQL: full text is not standard SQL."""

from __future__ import annotations

from typing import Final

from communique.site.example_queries import EXAMPLE_QUERIES

FULL_TEXT: Final = """\
SELECT event.date, event.id AS event_id, event.title,
  ts_headline('simple', event_search.body, asked, 'MaxWords=24, MinWords=12') AS words
FROM event_search
CROSS JOIN to_tsquery('simple', 'hotline:* | (hot <-> line)') AS asked
JOIN event ON event.id = event_search.event_id
WHERE event_search.document @@ asked
ORDER BY event.start_earliest DESC
LIMIT 50"""


def to_postgresql(sql: str) -> str:
    """Return an example query's SQL as PostgreSQL takes it."""
    return FULL_TEXT if "event_search_fts" in sql else sql


POSTGRESQL_QUERIES: Final = tuple(to_postgresql(query.sql) for query in EXAMPLE_QUERIES)
"""Every ready question, in the order of the page."""

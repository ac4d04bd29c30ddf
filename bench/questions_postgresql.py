"""The ready questions that are written in SQLite's SQL, as PostgreSQL takes them, by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from communique.site.questions import QUESTIONS

_OWN: Final[Mapping[str, str]] = {
    "How many events of each kind began in each year?": """\
SELECT left(start_earliest::text, 4) AS year, count(*) AS events,
  count(*) FILTER (WHERE kind = 'meeting') AS meetings, count(*) FILTER (WHERE kind = 'memorandum') AS memoranda,
  count(*) FILTER (WHERE kind = 'exercise') AS exercises, count(*) FILTER (WHERE kind = 'incident') AS incidents
FROM event
WHERE start_earliest IS NOT NULL
GROUP BY year
ORDER BY year DESC""",
    "Which two parties met most often?": """\
SELECT one.name AS party, other.name AS with_party,
  count(DISTINCT event.id) AS meetings, min(event.start_earliest) AS first, max(event.start_earliest) AS latest
FROM meeting
JOIN event ON event.id = meeting.event_id AND event.status = 'occurred'
JOIN participation AS a ON a.event_id = event.id
JOIN participation AS b ON b.event_id = event.id AND a.actor_id < b.actor_id
JOIN actor AS one ON one.id = a.actor_id
JOIN actor AS other ON other.id = b.actor_id
GROUP BY a.actor_id, b.actor_id, one.name, other.name
ORDER BY meetings DESC, latest DESC
LIMIT 50""",
    "Who took part in most events, and in which offices?": """\
SELECT person_id, min(person) AS person, count(DISTINCT event_id) AS events,
  min(date) AS first, max(date) AS latest, string_agg(DISTINCT office, ',') AS offices
FROM participation_overview
WHERE person_id IS NOT NULL
GROUP BY person_id
ORDER BY events DESC, person
LIMIT 50""",
    "What answered what, and after how many days?": """\
SELECT answer.id AS event_id, answer.title AS answer, cause.id AS cause_event_id, cause.title AS cause,
  answer.start_earliest::date - cause.start_earliest::date AS days
FROM event_link
JOIN event AS answer ON answer.id = event_link.event_id
JOIN event AS cause ON cause.id = event_link.target_id
WHERE event_link.relation = 'responds-to'
  AND answer.start_earliest = answer.start_latest AND cause.start_earliest = cause.start_latest
ORDER BY days""",
    "How high and how far did missiles and launchers fly?": """\
SELECT event.date, incident.event_id, event.title, incident.weapon, incident.weapon_class,
  max(CASE WHEN measure = 'altitude_km' THEN coalesce(best, high, low) END) AS altitude_km,
  max(CASE WHEN measure = 'range_km' THEN coalesce(best, high, low) END) AS range_km
FROM incident
JOIN event ON event.id = incident.event_id
JOIN figure ON figure.event_id = incident.event_id AND measure IN ('altitude_km', 'range_km')
GROUP BY event.date, incident.event_id, event.title, incident.weapon, incident.weapon_class
ORDER BY altitude_km DESC NULLS LAST, range_km DESC""",
    "Where do the texts speak of hotlines?": """\
SELECT event.date, event.id AS event_id, event.title,
  ts_headline('simple', event_search.body, asked, 'MaxWords=24, MinWords=12') AS words
FROM event_search
CROSS JOIN to_tsquery('simple', 'hotline:* | (hot <-> line)') AS asked
JOIN event ON event.id = event_search.event_id
WHERE event_search.document @@ asked
ORDER BY event.start_earliest DESC""",
}


def question(title: str) -> str:
    """The SQL of a ready question for PostgreSQL."""
    return _OWN.get(title) or next(one.sql for one in QUESTIONS if one.title == title)

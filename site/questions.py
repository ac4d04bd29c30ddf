"""Questions in SQL that the Query page has ready: each shows a table that no other page of the site holds."""

from __future__ import annotations

from communique.site.views.query import Question

QUESTIONS = (
    Question(
        "How many events of each kind began in each year?",
        """\
SELECT substr(start_earliest, 1, 4) AS year, count(*) AS events,
  sum(kind = 'meeting') AS meetings, sum(kind = 'memorandum') AS memoranda,
  sum(kind = 'exercise') AS exercises, sum(kind = 'incident') AS incidents
FROM event
WHERE start_earliest IS NOT NULL
GROUP BY year
ORDER BY year DESC""",
    ),
    Question(
        "Which two parties met most often?",
        """\
SELECT one.name AS party, other.name AS with_party,
  count(DISTINCT event.id) AS meetings, min(event.start_earliest) AS first, max(event.start_earliest) AS latest
FROM meeting
JOIN event ON event.id = meeting.event_id AND event.status = 'occurred'
JOIN participation AS a ON a.event_id = event.id
JOIN participation AS b ON b.event_id = event.id AND a.actor_id < b.actor_id
JOIN actor AS one ON one.id = a.actor_id
JOIN actor AS other ON other.id = b.actor_id
GROUP BY a.actor_id, b.actor_id
ORDER BY meetings DESC, latest DESC
LIMIT 50""",
    ),
    Question(
        "Who took part in most events, and in which offices?",
        """\
SELECT person_id, person, count(DISTINCT event_id) AS events,
  min(date) AS first, max(date) AS latest, group_concat(DISTINCT office) AS offices
FROM participation_overview
WHERE person_id IS NOT NULL
GROUP BY person_id
ORDER BY events DESC, person
LIMIT 50""",
    ),
    Question(
        "What answered what, and after how many days?",
        """\
SELECT answer.id AS event_id, answer.title AS answer, cause.id AS cause_event_id, cause.title AS cause,
  CAST(julianday(answer.start_earliest) - julianday(cause.start_earliest) AS INTEGER) AS days
FROM event_link
JOIN event AS answer ON answer.id = event_link.event_id
JOIN event AS cause ON cause.id = event_link.target_id
WHERE event_link.relation = 'responds-to'
  AND answer.start_earliest = answer.start_latest AND cause.start_earliest = cause.start_latest
ORDER BY days""",
    ),
    Question(
        "How high and how far did missiles and launchers fly?",
        """\
SELECT event.date, incident.event_id, event.title, incident.weapon, incident.weapon_class,
  max(CASE WHEN measure = 'altitude_km' THEN coalesce(best, high, low) END) AS altitude_km,
  max(CASE WHEN measure = 'range_km' THEN coalesce(best, high, low) END) AS range_km
FROM incident
JOIN event ON event.id = incident.event_id
JOIN figure ON figure.event_id = incident.event_id AND measure IN ('altitude_km', 'range_km')
GROUP BY incident.event_id
ORDER BY altitude_km DESC NULLS LAST, range_km DESC""",
    ),
    Question(
        "What was promised in words that bind (“shall”, “will”)?",
        """\
SELECT event.date, provision.event_id, event.title, memorandum.instrument, provision.force, provision.text
FROM provision
JOIN memorandum ON memorandum.event_id = provision.event_id
JOIN event ON event.id = provision.event_id
WHERE provision.force IN ('shall', 'will')
ORDER BY event.start_earliest DESC, provision.id""",
    ),
    Question(
        "Where do sources disagree so that no ruling could settle it?",
        """\
SELECT event_id, field, element, value, source_id, publisher, paragraphs, modality
FROM claim_overview
WHERE standing = 'unresolved'
ORDER BY event_id, field, element, value""",
    ),
    Question(
        "What is only alleged, and what is denied, by whom?",
        """\
SELECT event_id, field, value, modality, attributed_to, publisher, source_id
FROM claim_overview
WHERE modality IN ('alleged', 'denied')
ORDER BY event_id, field, modality""",
    ),
    Question(
        "Which publishers report what nobody else in the record reports?",
        """\
SELECT publisher, count(*) AS reports_alone, min(published_on) AS first, max(published_on) AS latest
FROM event_source
JOIN event ON event.id = event_source.event_id AND event.source_count = 1
GROUP BY publisher
ORDER BY reports_alone DESC, publisher""",
    ),
    Question(
        "Where do the texts speak of hotlines?",
        """\
SELECT event.date, event.id AS event_id, event.title,
  snippet(event_search_fts, -1, '«', '»', '…', 24) AS words
FROM event_search_fts
JOIN event_search_fts_row AS found ON found.number = event_search_fts.rowid
JOIN event ON event.id = found.event_id
WHERE event_search_fts MATCH 'hotline* OR "hot line"'
ORDER BY event.start_earliest DESC""",
    ),
)
"""In the order of the page: how much there is, who, what, how sure, and the words themselves."""

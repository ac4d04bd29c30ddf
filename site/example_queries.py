"""Hold the example queries of the Query page: each shows a table that no other page of the site holds.

Each is answered in the time of the rows that it shows, however large the record is: from a summary, read along an
index in the order that is asked for, until there are enough. What belongs to the newest few is joined to these few;
CROSS JOIN tells SQLite to begin with them (https://www.sqlite.org/optoverview.html), and is a join like any other to
PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import Link


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A question in English and as SQL that every SQLite from 3.38 on understands.

    Args:
        title: the question.
        sql: the query.
        source: the table of its answers, with a condition; where it has no row, the page leaves the question out.
    """

    title: str
    sql: str
    source: str

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the SQL, each with the number of spaces before it."""
        return tuple((len(line) - len(line.lstrip()), line.lstrip()) for line in self.sql.splitlines())


@dataclass(frozen=True, slots=True)
class QueryableRelation:
    """A table or view: name, ``kind``, what a row is, and its columns with their types."""

    name: str
    kind: str
    text: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """The page that runs SQL in the browser.

    Args:
        path: the page's own.
        engine: the folder of SQLite for browsers, relative to the site; "" where this build has none.
        version: SQLite's own.
        file: the database to take away.
        size: of that file, in bytes.
        size_words: the same for people.
        fresh: part of the file's checksum, so that no browser takes an earlier file for it.
        questions: those that are ready.
        relations: every table and view that a reader may want.
    """

    template: ClassVar[str] = "query.html"

    path: str
    engine: str
    version: str
    file: Link
    size: int
    size_words: str
    fresh: str
    questions: tuple[ExampleQuery, ...]
    relations: tuple[QueryableRelation, ...]


EXAMPLE_QUERIES = (
    ExampleQuery(
        "How many events of each kind began in each year?",
        """\
SELECT year, sum(events) AS events,
  sum(CASE kind WHEN 'meeting' THEN events ELSE 0 END) AS meetings,
  sum(CASE kind WHEN 'memorandum' THEN events ELSE 0 END) AS memoranda,
  sum(CASE kind WHEN 'exercise' THEN events ELSE 0 END) AS exercises,
  sum(CASE kind WHEN 'incident' THEN events ELSE 0 END) AS incidents,
  sum(CASE kind WHEN 'visit' THEN events ELSE 0 END) AS visits
FROM year_tally
GROUP BY year
ORDER BY year DESC""",
        "year_tally",
    ),
    ExampleQuery(
        "Which two parties met most often?",
        """\
SELECT one.name AS party, other.name AS with_party, pair.meetings, pair.first_on, pair.latest_on
FROM pair_tally AS pair
JOIN actor AS one ON one.id = pair.actor_id
JOIN actor AS other ON other.id = pair.other_id
WHERE pair.actor_id < pair.other_id
ORDER BY pair.meetings DESC, pair.latest_on DESC
LIMIT 50""",
        "pair_tally WHERE meetings > 0",
    ),
    ExampleQuery(
        "Who took part in most events, and in which offices?",
        """\
SELECT person_id, person, events, first_on, latest_on, offices
FROM person_overview
ORDER BY events DESC, person_id
LIMIT 50""",
        "participation_person",
    ),
    ExampleQuery(
        "What answered what, and after how many days?",
        """\
SELECT answer.id AS event_id, answer.title AS answer, cause.id AS cause_event_id, cause.title AS cause,
  response.answered_on, response.days
FROM response
JOIN event AS answer ON answer.id = response.answer_id
JOIN event AS cause ON cause.id = response.cause_id
ORDER BY response.answered_on DESC, response.answer_id, response.days
LIMIT 50""",
        "response",
    ),
    ExampleQuery(
        "How high did missiles and launchers fly, and how far?",
        """\
WITH highest AS (
  SELECT event_id, altitude_km
  FROM flight
  WHERE altitude_km IS NOT NULL
  ORDER BY altitude_km DESC
  LIMIT 50
)
SELECT event.date, highest.event_id, event.title, event.status, incident.weapon, incident.weapon_class,
  altitude.low AS altitude_low, altitude.best AS altitude_best, altitude.high AS altitude_high,
  span.low AS range_low, span.best AS range_best, span.high AS range_high,
  EXISTS (
    SELECT 1
    FROM ruling
    WHERE ruling.event_id = highest.event_id AND ruling.field = 'figures' AND ruling.decision = 'unresolved'
      AND ruling.element IN ('altitude_km', 'range_km')
  ) AS unresolved
FROM highest
CROSS JOIN event
LEFT JOIN incident ON incident.event_id = highest.event_id
LEFT JOIN figure AS altitude ON altitude.event_id = highest.event_id AND altitude.measure = 'altitude_km'
LEFT JOIN figure AS span ON span.event_id = highest.event_id AND span.measure = 'range_km'
WHERE event.id = highest.event_id
ORDER BY highest.altitude_km DESC, highest.event_id""",
        "flight WHERE altitude_km IS NOT NULL",
    ),
    ExampleQuery(
        "What was promised last in words that bind (“shall”, “will”)?",
        """\
WITH newest AS (
  SELECT event_id, began_on
  FROM promise_tally
  ORDER BY began_on DESC, event_id DESC
  LIMIT 10
)
SELECT event.date, event.id AS event_id, event.title, memorandum.instrument, provision.force, provision.text
FROM newest
CROSS JOIN event
JOIN memorandum ON memorandum.event_id = event.id
JOIN provision ON provision.event_id = event.id
WHERE event.id = newest.event_id AND provision.force IN ('shall', 'will')
ORDER BY newest.began_on DESC, event.id, provision.id""",
        "promise_tally",
    ),
    ExampleQuery(
        "Where do sources disagree so that no ruling could settle it?",
        """\
WITH newest AS (
  SELECT id, date, start_earliest
  FROM event
  WHERE disagreement = 'unresolved'
  ORDER BY start_earliest DESC, id DESC
  LIMIT 10
)
SELECT newest.date, claim.event_id, claim.field, claim.element, claim.value, claim.source_id,
  claim.publisher, claim.paragraphs, claim.modality
FROM newest
CROSS JOIN claim_overview AS claim
WHERE claim.event_id = newest.id AND claim.standing = 'unresolved'
ORDER BY newest.start_earliest DESC, claim.event_id, claim.field, claim.element, claim.value""",
        "event WHERE disagreement = 'unresolved'",
    ),
    ExampleQuery(
        "What is only alleged, and what is denied, by whom?",
        """\
WITH newest AS (
  SELECT event_id, began_on
  FROM doubt_tally
  ORDER BY began_on DESC, event_id DESC
  LIMIT 10
)
SELECT claim.event_id, newest.began_on, claim.field, claim.value, claim.modality, claim.attributed_to,
  claim.publisher, claim.source_id
FROM newest
CROSS JOIN claim_overview AS claim
WHERE claim.event_id = newest.event_id AND claim.modality IN ('alleged', 'denied')
ORDER BY newest.began_on DESC, claim.event_id, claim.field, claim.modality""",
        "doubt_tally",
    ),
    ExampleQuery(
        "Which publishers report what nobody else in the record reports?",
        """\
SELECT publisher.name AS publisher, tally.reports_alone, tally.reports, tally.first_on, tally.latest_on
FROM publisher_tally AS tally
JOIN publisher ON publisher.id = tally.publisher_id
WHERE tally.reports_alone > 0
ORDER BY tally.reports_alone DESC, tally.publisher_id
LIMIT 50""",
        "publisher_tally WHERE reports_alone > 0",
    ),
    ExampleQuery(
        "Where do the texts speak of hotlines?",
        """\
SELECT event.date, event.id AS event_id, event.title,
  snippet(event_search_fts, -1, '«', '»', '…', 24) AS words
FROM event_search_fts
JOIN event_search_fts_row AS found ON found.number = event_search_fts.rowid
JOIN event ON event.id = found.event_id
WHERE event_search_fts MATCH 'hotline* OR "hot line"'
ORDER BY event.start_earliest DESC
LIMIT 50""",
        "event_search WHERE lower(body) LIKE '%hotline%' OR lower(body) LIKE '%hot line%'",
    ),
)
"""In the order of the page: how much there is, who, what, how sure, and the words themselves."""

"""The queries that compute each summary table, defined once for loads, downloads and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from communique.schema.models import metadata
from communique.schema.search import Dialect

DATE_FUNCTIONS: Final[Mapping[Dialect, Mapping[str, str]]] = {
    "sqlite": {"year": "strftime('%Y', ", "day": "julianday("},
    "postgresql": {"year": "date_part('year', ", "day": "("},
}
"""Where the two databases have other words: ``{year}a_day)`` is its year, and of two ``{day}a_day)`` one can be
taken from the other, which leaves days."""


@dataclass(frozen=True, slots=True)
class SummaryQuery:
    """A summary table that can be computed again from other tables.

    Args:
        table: its name.
        select: what its rows are, columns in the order of the table; with the names of ``DATE_FUNCTIONS`` in braces.
        source_columns: the tables that it is counted from, each with the columns whose values count. Rows that come
            or go always count.
    """

    table: str
    select: str
    source_columns: Mapping[str, frozenset[str]]

    def select_statement(self, dialect: Dialect) -> str:
        """Return the SELECT of the table's rows, ordered by key so that equal data give an equal file."""
        keys = ", ".join(metadata.tables[self.table].primary_key.columns.keys())
        return f"{self.select.format(**DATE_FUNCTIONS[dialect]).strip()}\nORDER BY {keys}"

    def insert_statement(self, dialect: Dialect) -> str:
        """Return the statement that fills the empty table."""
        columns = ", ".join(metadata.tables[self.table].columns.keys())
        return f"INSERT INTO {self.table} ({columns})\n{self.select_statement(dialect)}"


SUMMARIES: Final = (
    SummaryQuery(
        "year_tally",
        """
SELECT CAST({year}start_earliest) AS INTEGER) AS year, kind, count(*) AS events
FROM event
WHERE start_earliest IS NOT NULL
GROUP BY 1, kind
""",
        {"event": frozenset({"kind", "start_earliest"})},
    ),
    SummaryQuery(
        "pair_tally",
        """
WITH pair AS (
  SELECT one.actor_id, other.actor_id AS other_id, count(DISTINCT event.id) AS meetings,
    min(event.start_earliest) AS first_on, max(event.start_earliest) AS latest_on
  FROM event
  JOIN participation AS one ON one.event_id = event.id
  JOIN participation AS other ON other.event_id = event.id AND other.actor_id > one.actor_id
  WHERE event.kind = 'meeting' AND event.status = 'occurred'
  GROUP BY one.actor_id, other.actor_id
)
SELECT actor_id, other_id, meetings, first_on, latest_on FROM pair
UNION ALL
SELECT other_id AS actor_id, actor_id AS other_id, meetings, first_on, latest_on FROM pair
""",
        {"event": frozenset({"kind", "status", "start_earliest"}), "participation": frozenset()},
    ),
    SummaryQuery(
        "person_tally",
        """
SELECT acted.person_id, count(DISTINCT event.id) AS events,
  min(event.start_earliest) AS first_on, max(event.start_earliest) AS latest_on
FROM participation_person AS acted
JOIN event ON event.id = acted.event_id
GROUP BY acted.person_id
""",
        {"event": frozenset({"start_earliest"}), "participation_person": frozenset()},
    ),
    SummaryQuery(
        "person_office_tally",
        """
SELECT person_id, office_id, count(DISTINCT event_id) AS events
FROM participation_person
WHERE office_id IS NOT NULL
GROUP BY person_id, office_id
""",
        {"participation_person": frozenset({"office_id"})},
    ),
    SummaryQuery(
        "publisher_tally",
        """
SELECT source.publisher_id, count(*) AS reports,
  sum(CASE WHEN event.source_count = 1 THEN 1 ELSE 0 END) AS reports_alone,
  min(source.published_on) AS first_on, max(source.published_on) AS latest_on
FROM source_event
JOIN source ON source.id = source_event.source_id
JOIN event ON event.id = source_event.event_id
GROUP BY source.publisher_id
""",
        {
            "event": frozenset({"source_count"}),
            "source": frozenset({"publisher_id", "published_on"}),
            "source_event": frozenset(),
        },
    ),
    SummaryQuery(
        "response",
        """
SELECT answer.id AS answer_id, cause.id AS cause_id, answer.start_earliest AS answered_on,
  CAST({day}answer.start_earliest) - {day}cause.start_earliest) AS INTEGER) AS days
FROM event_link
JOIN event AS answer ON answer.id = event_link.event_id
JOIN event AS cause ON cause.id = event_link.target_id
WHERE event_link.relation = 'responds-to'
  AND answer.start_earliest = answer.start_latest AND cause.start_earliest = cause.start_latest
""",
        {"event": frozenset({"start_earliest", "start_latest"}), "event_link": frozenset()},
    ),
    SummaryQuery(
        "flight",
        """
SELECT event_id,
  max(CASE measure WHEN 'altitude_km' THEN coalesce(best, high, low) END) AS altitude_km,
  max(CASE measure WHEN 'range_km' THEN coalesce(best, high, low) END) AS range_km
FROM figure
WHERE measure IN ('altitude_km', 'range_km')
GROUP BY event_id
""",
        {"figure": frozenset({"low", "best", "high"})},
    ),
    SummaryQuery(
        "doubt_tally",
        """
SELECT claim.event_id, event.start_earliest AS began_on,
  sum(CASE claim.modality WHEN 'alleged' THEN 1 ELSE 0 END) AS alleged,
  sum(CASE claim.modality WHEN 'denied' THEN 1 ELSE 0 END) AS denied
FROM claim
JOIN event ON event.id = claim.event_id
WHERE claim.modality IN ('alleged', 'denied')
GROUP BY claim.event_id, event.start_earliest
""",
        {"event": frozenset({"start_earliest"}), "claim": frozenset({"modality"})},
    ),
    SummaryQuery(
        "overdue",
        """
SELECT id AS event_id, end_latest AS ended_on
FROM event
WHERE status IN ('planned', 'ongoing') AND end_latest < (SELECT max(accessed) FROM source)
""",
        {"event": frozenset({"status", "end_latest"}), "source": frozenset({"accessed"})},
    ),
    SummaryQuery(
        "promise_tally",
        """
SELECT provision.event_id, event.start_earliest AS began_on,
  sum(CASE provision.force WHEN 'shall' THEN 1 ELSE 0 END) AS shall,
  sum(CASE provision.force WHEN 'will' THEN 1 ELSE 0 END) AS will
FROM provision
JOIN event ON event.id = provision.event_id
WHERE provision.force IN ('shall', 'will')
GROUP BY provision.event_id, event.start_earliest
""",
        {"event": frozenset({"start_earliest"}), "provision": frozenset({"force"})},
    ),
)
"""Every summary. None is counted from another."""

SUMMARY_TABLES: Final = frozenset(summary.table for summary in SUMMARIES)
"""The tables that are summaries: nothing of theirs is said by an entry, released, or handed out as rows."""

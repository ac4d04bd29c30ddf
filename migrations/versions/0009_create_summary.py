"""Create summary tables, computed beforehand, and indexes by which the newest rows come first."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KINDS = "('meeting', 'memorandum', 'exercise', 'incident', 'visit')"  # a database that came down has visits
TABLES = (
    "year_tally",
    "pair_tally",
    "person_tally",
    "person_office_tally",
    "publisher_tally",
    "response",
    "flight",
    "doubt_tally",
    "promise_tally",
)
INDEXES = (
    "CREATE INDEX ix_event_disagreement_newest ON event (disagreement, start_earliest, id)",
    "CREATE INDEX ix_claim_doubted ON claim (event_id) WHERE modality IN ('alleged', 'denied')",
    "CREATE INDEX ix_claim_unresolved ON claim (event_id) WHERE standing = 'unresolved'",
)

# YEAR and DAY stand for what the two databases call by different names.
FILL = (
    """
INSERT INTO year_tally (year, kind, events)
SELECT CAST(YEARstart_earliest) AS INTEGER), kind, count(*)
FROM event
WHERE start_earliest IS NOT NULL
GROUP BY 1, kind
""",
    """
INSERT INTO pair_tally (actor_id, other_id, meetings, first_on, latest_on)
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
SELECT other_id, actor_id, meetings, first_on, latest_on FROM pair
""",
    """
INSERT INTO person_tally (person_id, events, first_on, latest_on)
SELECT acted.person_id, count(DISTINCT event.id), min(event.start_earliest), max(event.start_earliest)
FROM participation_person AS acted
JOIN event ON event.id = acted.event_id
GROUP BY acted.person_id
""",
    """
INSERT INTO person_office_tally (person_id, office_id, events)
SELECT person_id, office_id, count(DISTINCT event_id)
FROM participation_person
WHERE office_id IS NOT NULL
GROUP BY person_id, office_id
""",
    """
INSERT INTO publisher_tally (publisher_id, reports, reports_alone, first_on, latest_on)
SELECT source.publisher_id, count(*), sum(CASE WHEN event.source_count = 1 THEN 1 ELSE 0 END),
  min(source.published_on), max(source.published_on)
FROM source_event
JOIN source ON source.id = source_event.source_id
JOIN event ON event.id = source_event.event_id
GROUP BY source.publisher_id
""",
    """
INSERT INTO response (answer_id, cause_id, answered_on, days)
SELECT answer.id, cause.id, answer.start_earliest,
  CAST(DAYanswer.start_earliest) - DAYcause.start_earliest) AS INTEGER)
FROM event_link
JOIN event AS answer ON answer.id = event_link.event_id
JOIN event AS cause ON cause.id = event_link.target_id
WHERE event_link.relation = 'responds-to'
  AND answer.start_earliest = answer.start_latest AND cause.start_earliest = cause.start_latest
""",
    """
INSERT INTO flight (event_id, altitude_km, range_km)
SELECT event_id, max(CASE measure WHEN 'altitude_km' THEN coalesce(best, high, low) END),
  max(CASE measure WHEN 'range_km' THEN coalesce(best, high, low) END)
FROM figure
WHERE measure IN ('altitude_km', 'range_km')
GROUP BY event_id
""",
    """
INSERT INTO doubt_tally (event_id, began_on, alleged, denied)
SELECT claim.event_id, event.start_earliest, sum(CASE claim.modality WHEN 'alleged' THEN 1 ELSE 0 END),
  sum(CASE claim.modality WHEN 'denied' THEN 1 ELSE 0 END)
FROM claim
JOIN event ON event.id = claim.event_id
WHERE claim.modality IN ('alleged', 'denied')
GROUP BY claim.event_id, event.start_earliest
""",
    """
INSERT INTO promise_tally (event_id, began_on, shall, will)
SELECT provision.event_id, event.start_earliest, sum(CASE provision.force WHEN 'shall' THEN 1 ELSE 0 END),
  sum(CASE provision.force WHEN 'will' THEN 1 ELSE 0 END)
FROM provision
JOIN event ON event.id = provision.event_id
WHERE provision.force IN ('shall', 'will')
GROUP BY provision.event_id, event.start_earliest
""",
)

VIEW = """
CREATE VIEW person_overview AS
SELECT
  person.id AS person_id,
  person.name AS person,
  person_tally.events,
  person_tally.first_on,
  person_tally.latest_on,
  (
    SELECT JOIN_TEXTS(title, ', ')
    FROM (
      SELECT DISTINCT office.title
      FROM person_office_tally
      JOIN office ON office.id = person_office_tally.office_id
      WHERE person_office_tally.person_id = person_tally.person_id
      ORDER BY office.title
    ) AS ordered
  ) AS offices
FROM person_tally
JOIN person ON person.id = person_tally.person_id
"""


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """Return a named primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return the foreign key of a summary; deleting the target deletes its summary."""
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def number(name: str) -> sa.Column[Any]:
    """Return an integer column."""
    return sa.Column(name, sa.Integer(), nullable=False)


def text(name: str) -> sa.Column[Any]:
    """Return a text column for an id."""
    return sa.Column(name, sa.String(), nullable=False)


def days() -> tuple[sa.Column[Any], ...]:
    """Return the columns of the first and the latest day."""
    return sa.Column("first_on", sa.Date()), sa.Column("latest_on", sa.Date())


def tallies() -> None:
    """Create the tables of counts."""
    op.create_table(
        "year_tally",
        number("year"),
        sa.Column("kind", sa.String(40), nullable=False),
        number("events"),
        key("year_tally", "year", "kind"),
        check("year_tally", "kind", f"kind IN {KINDS}"),
        check("year_tally", "events_positive", "events > 0"),
    )
    op.create_table(
        "pair_tally",
        *(text("actor_id"), text("other_id"), number("meetings"), *days()),
        key("pair_tally", "actor_id", "other_id"),
        of("pair_tally", "actor_id", "actor"),
        of("pair_tally", "other_id", "actor"),
        check("pair_tally", "other_is_other", "actor_id <> other_id"),
        check("pair_tally", "meetings_positive", "meetings > 0"),
    )
    op.create_index("ix_pair_tally_other_id", "pair_tally", ["other_id"])
    op.create_index("ix_pair_tally_meetings", "pair_tally", ["meetings", "latest_on"])
    op.create_table(
        "person_tally",
        *(text("person_id"), number("events"), *days()),
        key("person_tally", "person_id"),
        of("person_tally", "person_id", "person"),
        check("person_tally", "events_positive", "events > 0"),
    )
    op.create_index("ix_person_tally_events", "person_tally", ["events", "person_id"])
    op.create_table(
        "person_office_tally",
        *(text("person_id"), text("office_id"), number("events")),
        key("person_office_tally", "person_id", "office_id"),
        of("person_office_tally", "person_id", "person"),
        of("person_office_tally", "office_id", "office"),
        check("person_office_tally", "events_positive", "events > 0"),
    )
    op.create_index("ix_person_office_tally_office_id", "person_office_tally", ["office_id"])
    op.create_table(
        "publisher_tally",
        *(text("publisher_id"), number("reports"), number("reports_alone"), *days()),
        key("publisher_tally", "publisher_id"),
        of("publisher_tally", "publisher_id", "publisher"),
        check("publisher_tally", "reports_alone_range", "reports_alone BETWEEN 0 AND reports"),
    )
    op.create_index("ix_publisher_tally_reports_alone", "publisher_tally", ["reports_alone", "publisher_id"])


def of_events() -> None:
    """Create the tables of responses, flights, doubts and promises."""
    op.create_table(
        "response",
        *(text("answer_id"), text("cause_id"), sa.Column("answered_on", sa.Date(), nullable=False)),
        number("days"),
        key("response", "answer_id", "cause_id"),
        of("response", "answer_id", "event"),
        of("response", "cause_id", "event"),
    )
    op.create_index("ix_response_cause_id", "response", ["cause_id"])
    op.create_index("ix_response_newest", "response", ["answered_on", "answer_id"])
    op.create_table(
        "flight",
        *(text("event_id"), sa.Column("altitude_km", sa.Float()), sa.Column("range_km", sa.Float())),
        key("flight", "event_id"),
        of("flight", "event_id", "event"),
    )
    op.create_index("ix_flight_altitude_km", "flight", ["altitude_km"])
    for table, first, second, rule in (
        ("doubt_tally", "alleged", "denied", "some_doubt"),
        ("promise_tally", "shall", "will", "some_promise"),
    ):
        op.create_table(
            table,
            *(text("event_id"), sa.Column("began_on", sa.Date()), number(first), number(second)),
            key(table, "event_id"),
            of(table, "event_id", "event"),
            check(table, rule, f"{first} + {second} > 0"),
        )
        op.create_index(f"ix_{table}_newest", table, ["began_on", "event_id"])


def upgrade() -> None:
    """Create tables, indexes and view, and fill the tables."""
    sqlite = op.get_context().dialect.name == "sqlite"
    year, day = ("strftime('%Y', ", "julianday(") if sqlite else ("date_part('year', ", "(")
    tallies()
    of_events()
    for statement in (*INDEXES, *FILL):
        op.execute(statement.replace("YEAR", year).replace("DAY", day).strip())
    op.execute(VIEW.replace("JOIN_TEXTS", "group_concat" if sqlite else "string_agg").strip())


def downgrade() -> None:
    """Drop the tables, which hold nothing that cannot be computed again."""
    op.execute("DROP VIEW person_overview")
    for statement in INDEXES:
        op.execute(f"DROP INDEX {statement.split()[2]}")
    for table in TABLES:
        op.drop_table(table)

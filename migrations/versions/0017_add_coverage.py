"""Create the tables of how complete the record is and of what others counted, and the view that compares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

DATE_CONDITION = (
    "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
    "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)"
)
SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
PRECISIONS = "day month season quarter year decade century interval alternatives"
OVERVIEW = """
CREATE VIEW coverage_overview AS
SELECT
  coverage.id,
  coverage.extent,
  coverage.scope,
  outside_count.date AS period,
  outside_count.counted,
  outside_count.counted_by,
  outside_count.url,
  (
    SELECT count(DISTINCT CASE coverage.unit
      WHEN 'day' THEN CAST(event.start_earliest AS VARCHAR) ELSE event.id END)
    FROM event
    LEFT JOIN incident ON incident.event_id = event.id
    WHERE event.status NOT IN ('planned', 'postponed', 'cancelled')
      AND event.start_earliest BETWEEN outside_count.start_earliest AND outside_count.end_latest
      AND (coverage.incident_type IS NULL OR incident.type = coverage.incident_type)
      AND (coverage.series_id IS NULL OR event.series_id = coverage.series_id)
      AND (coverage.country_id IS NULL OR EXISTS (
        SELECT 1 FROM participation
        WHERE participation.event_id = event.id AND participation.actor_id = coverage.country_id
      ))
      AND (coverage.topic_id IS NULL OR EXISTS (
        SELECT 1 FROM event_topic
        WHERE event_topic.event_id = event.id AND event_topic.topic_id = coverage.topic_id
      ))
  ) AS recorded
FROM coverage
JOIN outside_count ON outside_count.coverage_id = coverage.id
"""


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """Return a constraint of a table."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a word of a list."""
    return check(table, column, f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return a reference to the id of another table."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def date_parts(table: str) -> Iterator[Any]:
    """Yield the columns and constraints of an imprecise date."""
    yield sa.Column("date", sa.String(40))
    for bound in ("start_earliest", "start_latest", "end_earliest", "end_latest"):
        yield sa.Column(bound, sa.Date())
    yield sa.Column("date_precision", sa.String(40))
    yield sa.Column("date_approximate", sa.Boolean(), nullable=False)
    yield check(table, "date_whole", DATE_CONDITION)
    yield check(table, "date_approximate_truth", "date_approximate IN (true, false)")
    for first, last in (
        ("start_earliest", "start_latest"),
        ("end_earliest", "end_latest"),
        ("start_earliest", "end_latest"),
    ):
        order = f"({first} IS NULL OR {last} IS NULL OR {first} <= {last})"
        yield check(table, f"{first}_before_{last}", order)
    yield one_of(table, "date_precision", PRECISIONS)


def upgrade() -> None:
    """Create both tables, empty, and the view."""
    op.create_table(
        "coverage",
        *date_parts("coverage"),
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String()) for name in ("country_id", "series_id", "topic_id")),
        sa.Column("year", sa.Integer()),
        sa.Column("extent", sa.String(40), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("incident_type", sa.String(40)),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coverage"),
        check("coverage", "id_slug", SLUG),
        reference("coverage", "country_id", "actor"),
        reference("coverage", "series_id", "series"),
        reference("coverage", "topic_id", "topic"),
        one_of("coverage", "extent", "complete partial not-read"),
        one_of("coverage", "unit", "event day"),
    )
    for column in ("country_id", "series_id", "topic_id"):
        op.create_index(f"ix_coverage_{column}", "coverage", [column])
    op.create_table(
        "outside_count",
        *date_parts("outside_count"),
        sa.Column("coverage_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("number", "counted")),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("url", sa.String()),
        sa.PrimaryKeyConstraint("coverage_id", "number", name="pk_outside_count"),
        check("outside_count", "number_positive", "number > 0"),
        check("outside_count", "counted_not_negative", "counted >= 0"),
        reference("outside_count", "coverage_id", "coverage"),
    )
    op.execute(OVERVIEW.strip())


def downgrade() -> None:
    """Drop the view and both tables."""
    op.execute("DROP VIEW coverage_overview")
    op.drop_table("outside_count")
    op.drop_table("coverage")

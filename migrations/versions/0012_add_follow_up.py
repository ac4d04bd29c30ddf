"""Add grade and review of rulings, the rhythm of series, and the events whose outcome is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import add_column, drop_column, is_sqlite

revision = "0012"
down_revision = "0011"

GRADE = ("grade", "grade IN ('substance', 'figure', 'rounding', 'clock', 'slip')")
RHYTHM = ("rhythm", "rhythm IN ('quarterly', 'twice-yearly', 'yearly', 'every-two-years')")
OVERVIEW = """
CREATE VIEW event_overview AS
SELECT
  event.id,
  event.kind,
  event.title,
  event.date,
  event.start_earliest,
  event.end_latest,
  event.status,
  place.name AS place,
  place.latitude,
  place.longitude,
  series.name AS series,
  event.edition,
  meeting.level,
  memorandum.instrument,
  coalesce(exercise.type, incident.type, visit.type) AS type,
  (
    SELECT {join}(name, ', ')
    FROM (
      SELECT DISTINCT actor.name
      FROM participation
      JOIN actor ON actor.id = participation.actor_id
      WHERE participation.event_id = event.id
      ORDER BY actor.name
    ) AS ordered
  ) AS actors,
  event.source_count AS sources,
  event.independent_source_count AS independent_sources,
  event.disagreement,
  event.record_status{overdue}
FROM event
{join_overdue}LEFT JOIN place ON place.id = event.place_id
LEFT JOIN series ON series.id = event.series_id
LEFT JOIN meeting ON meeting.event_id = event.id
LEFT JOIN memorandum ON memorandum.event_id = event.id
LEFT JOIN exercise ON exercise.event_id = event.id
LEFT JOIN incident ON incident.event_id = event.id
LEFT JOIN visit ON visit.event_id = event.id
"""


def columns() -> Iterator[tuple[str, sa.Column[Any], tuple[str, str] | None, str]]:
    """Yield each new column with its table, its constraint, and one beside which that stands."""
    yield "ruling", sa.Column("grade", sa.String(40)), GRADE, "ck_ruling_value_iff_settled"
    yield "ruling", sa.Column("review", sa.Date()), None, "ck_ruling_value_iff_settled"
    yield "ruling", sa.Column("would_settle", sa.String()), None, "ck_ruling_value_iff_settled"
    yield "series", sa.Column("rhythm", sa.String(40)), RHYTHM, "ck_series_id_slug"


def create_overview(overdue: str = "", join_overdue: str = "") -> None:
    """Create the view of events again, with or without the day since which an outcome is missing."""
    aggregate = "group_concat" if is_sqlite() else "string_agg"
    op.execute("DROP VIEW event_overview")
    op.execute(OVERVIEW.format(join=aggregate, overdue=overdue, join_overdue=join_overdue).strip())


def upgrade() -> None:
    """Add the columns, and the table and the view of events whose outcome is missing."""
    for table, column, check, before in columns():
        add_column(table, column, check, before=before)
    op.create_table(
        "overdue",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_overdue"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_overdue_event_id", ondelete="CASCADE"),
    )
    op.execute(
        "INSERT INTO overdue (event_id, ended_on) SELECT id, end_latest FROM event "
        "WHERE status IN ('planned', 'ongoing') AND end_latest < (SELECT max(accessed) FROM source) ORDER BY id"
    )
    create_overview(
        ",\n  overdue.ended_on AS overdue_since", "LEFT JOIN overdue ON overdue.event_id = event.id\n"
    )


def downgrade() -> None:
    """Take them away again; what rulings and series said in these columns is lost."""
    create_overview()
    op.drop_table("overdue")
    for table, column, check, _ in reversed(list(columns())):
        drop_column(table, column, check)

"""Create the event table of all four kinds, participation, and the tables common to every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
DATE_PRECISION = "day month season year decade century interval"
DISAGREEMENT = "none settled unresolved"
KIND = "meeting memorandum exercise incident"
MEASURE = (
    "personnel ships aircraft countries objects killed injured missing detained range_km altitude_km "
    "flight_minutes speed_mach magnitude yield_kt distance_m duration_minutes value_usd_million"
)
RECORD_STATUS = "published merged withdrawn"
RELATION = (
    "part-of produced announced agreed-at implements follows responds-to supersedes reschedules resolves"
)
STATUS = "occurred ongoing planned postponed cancelled alleged disputed"
TYPE = "outcome milestone position context"


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a value of a list."""
    return check(f"{table}_{column}", f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def slug(table: str) -> sa.CheckConstraint:
    """Return the constraint that an id is lower-case words joined by single hyphens."""
    return check(f"{table}_id_slug", SLUG)


def dated(table: str) -> Iterator[sa.Column[Any] | sa.CheckConstraint]:
    """Yield the columns of an imprecise date: EDTF text, bounds of start and end, and precision."""
    yield sa.Column("date", sa.String(40))
    bounds = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    yield from (sa.Column(bound, sa.Date()) for bound in bounds)
    yield sa.Column("date_precision", sa.String(40))
    yield sa.Column("date_approximate", sa.Boolean(), nullable=False)
    yield one_of(table, "date_precision", DATE_PRECISION)
    yield check(f"{table}_date_approximate_truth", "date_approximate IN (true, false)")
    yield check(
        f"{table}_date_whole",
        "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
        "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)",
    )
    for first, last in ((0, 1), (2, 3), (0, 3)):
        a, b = bounds[first], bounds[last]
        yield check(f"{table}_{a}_before_{b}", f"({a} IS NULL OR {b} IS NULL OR {a} <= {b})")


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("time", sa.String(14)),
        sa.Column("place_id", sa.String()),
        sa.Column("series_id", sa.String()),
        sa.Column("edition", sa.String(40)),
        sa.Column("record_status", sa.String(40), nullable=False),
        sa.Column("disagreement", sa.String(40), nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.Column("independent_source_count", sa.Integer(), nullable=False),
        *dated("event"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_event_place_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_event_series_id"),
        sa.UniqueConstraint("id", "kind", name="uq_event_id_kind"),
        one_of("event", "kind", KIND),
        one_of("event", "status", STATUS),
        one_of("event", "record_status", RECORD_STATUS),
        one_of("event", "disagreement", DISAGREEMENT),
        slug("event"),
        check("event_source_count_range", "independent_source_count BETWEEN 0 AND source_count"),
    )
    op.create_index("ix_event_disagreement", "event", ["disagreement"])
    op.create_index("ix_event_kind_date", "event", ["kind", "start_earliest"])
    op.create_index("ix_event_newest", "event", ["start_earliest", "id"])
    op.create_index("ix_event_place_id", "event", ["place_id"])
    op.create_index("ix_event_series_id", "event", ["series_id"])
    op.create_index("ix_event_status", "event", ["status"])

    op.create_table(
        "event_name",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "name", name="pk_event_name"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_name_event_id"),
    )

    op.create_table(
        "event_topic",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "topic_id", name="pk_event_topic"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_topic_event_id"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_event_topic_topic_id"),
    )
    op.create_index("ix_event_topic_topic_id", "event_topic", ["topic_id"])

    op.create_table(
        "event_link",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "relation", "target_id", name="pk_event_link"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_link_event_id"),
        sa.ForeignKeyConstraint(["target_id"], ["event.id"], name="fk_event_link_target_id"),
        one_of("event_link", "relation", RELATION),
        check("event_link_target_is_other", "event_id <> target_id"),
    )
    op.create_index("ix_event_link_target_id", "event_link", ["target_id"])

    op.create_table(
        "figure",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("low", sa.Float()),
        sa.Column("best", sa.Float()),
        sa.Column("high", sa.Float()),
        sa.PrimaryKeyConstraint("event_id", "measure", name="pk_figure"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_figure_event_id"),
        one_of("figure", "measure", MEASURE),
        check(
            "figure_low_before_high",
            "(low IS NULL OR best IS NULL OR low <= best) AND (low IS NULL OR high IS NULL "
            "OR low <= high) AND (best IS NULL OR high IS NULL OR best <= high)",
        ),
        check("figure_not_negative", "coalesce(low, best, high) >= 0"),
        check("figure_some_value", "low IS NOT NULL OR best IS NOT NULL OR high IS NOT NULL"),
    )
    op.create_index("ix_figure_measure", "figure", ["measure"])

    op.create_table(
        "note",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_note"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_note_event_id"),
        one_of("note", "type", TYPE),
        slug("note"),
    )

    op.create_table(
        "redirect",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_redirect"),
        sa.ForeignKeyConstraint(["target_id"], ["event.id"], name="fk_redirect_target_id"),
        slug("redirect"),
        check("redirect_target_is_other", "id <> target_id"),
    )
    op.create_index("ix_redirect_target_id", "redirect", ["target_id"])

    op.create_table(
        "withdrawal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("decided", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
        slug("withdrawal"),
    )


def downgrade() -> None:
    """Drop the tables, the last first."""
    for table in (
        "withdrawal",
        "redirect",
        "note",
        "figure",
        "event_link",
        "event_topic",
        "event_name",
        "event",
    ):
        op.drop_table(table)

"""Create the tables of dossiers, and the view of which events belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

DATE_CONDITION = (
    "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
    "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)"
)
SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
PRECISIONS = "day month season quarter year decade century interval alternatives"
SCOPE = """
CREATE VIEW dossier_scope AS
SELECT dossier_event.dossier_id, dossier_event.event_id
FROM dossier_event
UNION
SELECT dossier.id, event.id
FROM dossier
JOIN event ON event.record_status = 'published'
WHERE (
  EXISTS (
    SELECT 1 FROM dossier_series
    WHERE dossier_series.dossier_id = dossier.id AND dossier_series.series_id = event.series_id
  )
  OR EXISTS (
    SELECT 1 FROM dossier_topic
    JOIN event_topic ON event_topic.topic_id = dossier_topic.topic_id
    WHERE dossier_topic.dossier_id = dossier.id AND event_topic.event_id = event.id
  )
)
  AND (dossier.start_earliest IS NULL OR event.end_latest >= dossier.start_earliest)
  AND (dossier.end_latest IS NULL OR event.start_earliest <= dossier.end_latest)
"""


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a constraint of the table of dossiers."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_dossier_{name}"))


def iter_period() -> Iterator[Any]:
    """Yield the columns and constraints of a dossier's period."""
    yield sa.Column("date", sa.String(40))
    for bound in ("start_earliest", "start_latest", "end_earliest", "end_latest"):
        yield sa.Column(bound, sa.Date())
    yield sa.Column("date_precision", sa.String(40))
    yield sa.Column("date_approximate", sa.Boolean(), nullable=False)
    yield check("date_whole", DATE_CONDITION)
    yield check("date_approximate_truth", "date_approximate IN (true, false)")
    for first, last in (
        ("start_earliest", "start_latest"),
        ("end_earliest", "end_latest"),
        ("start_earliest", "end_latest"),
    ):
        order = f"({first} IS NULL OR {last} IS NULL OR {first} <= {last})"
        yield check(f"{first}_before_{last}", order)
    yield check("date_precision", f"date_precision IN ({', '.join(map(repr, PRECISIONS.split()))})")


def create_part(table: str, owner: str, target: str) -> None:
    """Create a table that leads from dossiers, or from their paragraphs, to rows of another table."""
    keys = ["dossier_id", "number"] if owner == "dossier_paragraph" else ["dossier_id"]
    columns = [f"{owner}.{'id' if owner == 'dossier' else key}" for key in keys]
    op.create_table(
        table,
        sa.Column("dossier_id", sa.String(), nullable=False),
        *(sa.Column(key, sa.Integer(), nullable=False) for key in keys[1:]),
        sa.Column(f"{target}_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(keys, columns, name=op.f(f"fk_{table}_{'_'.join(keys)}")),
        sa.ForeignKeyConstraint([f"{target}_id"], [f"{target}.id"], name=op.f(f"fk_{table}_{target}_id")),
        sa.PrimaryKeyConstraint(*keys, f"{target}_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{target}_id"), table, [f"{target}_id"])


def upgrade() -> None:
    """Create the tables, empty, and the view."""
    op.create_table(
        "dossier",
        *iter_period(),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "title", "question")),
        sa.Column("summary", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        check("id_slug", SLUG),
    )
    op.create_table(
        "dossier_paragraph",
        sa.Column("dossier_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_dossier_paragraph_number_positive")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_paragraph_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "number", name=op.f("pk_dossier_paragraph")),
    )
    for target in ("series", "topic", "event"):
        create_part(f"dossier_{target}", "dossier", target)
    create_part("dossier_citation", "dossier_paragraph", "event")
    op.execute(SCOPE.strip())


def downgrade() -> None:
    """Drop the view and the tables."""
    op.execute("DROP VIEW dossier_scope")
    for part in ("citation", "event", "topic", "series", "paragraph"):
        op.drop_table(f"dossier_{part}")
    op.drop_table("dossier")

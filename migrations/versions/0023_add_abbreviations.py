"""Create the table of abbreviations, and let the next load read every entry anew: words for search name more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "abbreviation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.CheckConstraint(
            SLUG,
            name=op.f("ck_abbreviation_id_slug"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abbreviation")),
    )
    op.execute(f"UPDATE entry_file SET sha256 = '{'0' * 64}'")  # noqa: S608  (our own)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("abbreviation")

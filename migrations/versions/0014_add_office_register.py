"""Add how many people hold an office at a time, and the page that gives the dates of a tenure."""

from __future__ import annotations

import sqlalchemy as sa

from communique.migrations.columns import add_column, drop_column

revision = "0014"
down_revision = "0013"

HOLDERS = ("holders", "holders IN ('one', 'several')")


def upgrade() -> None:
    """Add the columns; of offices and tenures recorded before, nothing of it is known."""
    add_column("office", sa.Column("holders", sa.String(40)), HOLDERS, before="ck_office_id_slug")
    add_column("tenure", sa.Column("url", sa.String()))
    add_column("tenure", sa.Column("archived_url", sa.String()))


def downgrade() -> None:
    """Drop the columns."""
    drop_column("tenure", sa.Column("archived_url", sa.String()))
    drop_column("tenure", sa.Column("url", sa.String()))
    drop_column("office", sa.Column("holders", sa.String(40)), HOLDERS)

"""Add the last day on which somebody looked in vain for what became of an event."""

from __future__ import annotations

import sqlalchemy as sa

from communique.migrations.columns import add_column, drop_column

revision = "0022"
down_revision = "0021"

SOUGHT = sa.Column("outcome_sought", sa.Date())


def upgrade() -> None:
    """Add the column, empty: no entry said it before."""
    add_column("event", SOUGHT, before="ck_event_id_slug")


def downgrade() -> None:
    """Drop it."""
    drop_column("event", SOUGHT)

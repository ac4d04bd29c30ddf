"""Give each claim's value typed columns beside its JSON; from here on the newest schema has views for analysis."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import add_column, drop_column

revision = "0019"
down_revision = "0018"

COLUMNS = {
    "value_text": sa.String,
    "value_truth": sa.Boolean,
    "value_number": sa.Float,
    "value_low": sa.Float,
    "value_high": sa.Float,
    "value_from": sa.Date,
    "value_until": sa.Date,
}
CHECKS = {"value_truth": ("value_truth_truth", "value_truth IN (true, false)")}


def upgrade() -> None:
    """Add the columns, empty, and let the next load read every file, which fills them."""
    for name, type_ in COLUMNS.items():
        check = CHECKS.get(name)
        add_column("claim", sa.Column(name, type_()), check=check, before="ck_claim_number_positive")
    op.execute(f"UPDATE entry_file SET sha256 = '{'0' * 64}'")  # noqa: S608  (our own)


def downgrade() -> None:
    """Drop them again."""
    for name, type_ in reversed(COLUMNS.items()):
        drop_column("claim", sa.Column(name, type_()), check=CHECKS.get(name))

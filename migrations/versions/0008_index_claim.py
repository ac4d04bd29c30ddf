"""Index claim: what is alleged or denied, and what no ruling could settle, is found without reading every claim."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Index how claims are put forward and what became of them."""
    op.create_index("ix_claim_modality", "claim", ["modality"])
    op.create_index("ix_claim_standing", "claim", ["standing"])


def downgrade() -> None:
    """Drop both indexes."""
    op.drop_index("ix_claim_standing", "claim")
    op.drop_index("ix_claim_modality", "claim")

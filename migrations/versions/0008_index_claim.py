"""Index claims by modality and standing, so that rare ones are found without reading every claim."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create indexes on the modality and the standing of claims."""
    op.create_index("ix_claim_modality", "claim", ["modality"])
    op.create_index("ix_claim_standing", "claim", ["standing"])


def downgrade() -> None:
    """Drop both indexes."""
    op.drop_index("ix_claim_standing", "claim")
    op.drop_index("ix_claim_modality", "claim")

"""${message[:1].upper()}${message[1:]}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision).replace("'", '"')}
down_revision = ${repr(down_revision).replace("'", '"')}


def upgrade() -> None:
    """Say what it makes."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Say what it takes back."""
    ${downgrades if downgrades else "pass"}

"""Let claims cite a headline, a caption or another part of a text beside the paragraphs of its body."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import replace_check

revision = "0013"
down_revision = "0012"

TABLES = ("source_event", "claim")
PARTS = ("headline", "standfirst", "byline", "dateline", "subhead-", "caption-", "correction-")


def condition(parts: tuple[str, ...] = ()) -> str:
    """Return the form of a column of paragraphs: numbers and some parts, joined by commas."""
    rest = "paragraphs"
    for part in parts:
        rest = f"replace({rest}, '{part}', '')"
    return (
        f"length(paragraphs) > 0 AND ltrim({rest}, '0123456789,') = '' "
        "AND ',' || paragraphs || ',' NOT LIKE '%,,%'"
    )


def upgrade() -> None:
    """Allow the words of the parts."""
    for table in TABLES:
        replace_check(table, "paragraphs_form", condition(), condition(PARTS))


def downgrade() -> None:
    """Allow numbers alone, but in a table that cites a part by now."""
    for table in TABLES:
        query = f"SELECT 1 FROM {table} WHERE ltrim(paragraphs, '0123456789,') <> ''"  # noqa: S608  (our own)
        if op.get_bind().execute(sa.text(query)).first() is None:
            replace_check(table, "paragraphs_form", condition(PARTS), condition())

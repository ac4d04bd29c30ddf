"""Let a source, and what a publisher mostly publishes, be a data set, and claims cite a row of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import replace_check

revision = "0015"
down_revision = "0014"

OLD_KINDS = "wire newspaper official-release joint-statement treaty-text broadcaster think-tank"
KINDS = f"{OLD_KINDS} dataset"
KIND_TABLES = ("publisher", "source")
OLD_PARTS = "headline standfirst byline dateline subhead- caption- correction-"
PARTS = f"{OLD_PARTS} row-"
CITING_TABLES = ("source_event", "claim")


def kind_condition(kinds: str) -> str:
    """Return the condition that a kind is one of a list."""
    return f"kind IN ({', '.join(map(repr, kinds.split()))})"


def passage_condition(parts: str) -> str:
    """Return the form of a column of paragraphs: numbers and some parts, joined by commas."""
    rest = "paragraphs"
    for part in parts.split():
        rest = f"replace({rest}, '{part}', '')"
    return (
        f"length(paragraphs) > 0 AND ltrim({rest}, '0123456789,') = '' "
        "AND ',' || paragraphs || ',' NOT LIKE '%,,%'"
    )


def upgrade() -> None:
    """Allow the word of the kind and that of the part."""
    for table in KIND_TABLES:
        replace_check(table, "kind", kind_condition(OLD_KINDS), kind_condition(KINDS))
    for table in CITING_TABLES:
        replace_check(table, "paragraphs_form", passage_condition(OLD_PARTS), passage_condition(PARTS))


def downgrade() -> None:
    """Take the words away, but from a table that uses them by now."""
    for table in KIND_TABLES:
        if not _has_rows(table, "kind = 'dataset'"):
            replace_check(table, "kind", kind_condition(KINDS), kind_condition(OLD_KINDS))
    for table in CITING_TABLES:
        if not _has_rows(table, "paragraphs LIKE '%row-%'"):
            replace_check(table, "paragraphs_form", passage_condition(PARTS), passage_condition(OLD_PARTS))


def _has_rows(table: str, condition: str) -> bool:
    query = sa.text(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1")  # noqa: S608  (our own)
    return op.get_bind().execute(query).first() is not None

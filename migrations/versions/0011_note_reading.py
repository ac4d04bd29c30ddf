"""Note how the text of a source was read, and what a second reader found."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from communique.migrations.columns import add_column, drop_column

revision = "0011"
down_revision = "0010"

SHA256 = "length(text_sha256) = 64 AND ltrim(text_sha256, '0123456789abcdef') = ''"
FIRST = "(text_sha256 IS NULL) = (text_paragraphs IS NULL)"
SECOND = " AND ".join(
    f"(second_read_by IS NULL) = ({column} IS NULL)"
    for column in ("second_read_on", "values_located", "values_missing")
)


def columns() -> Iterator[tuple[sa.Column[object], tuple[str, str] | None]]:
    """Yield each new column with the constraint that comes with it."""
    yield sa.Column("text_sha256", sa.String()), ("text_sha256_form", SHA256)
    yield sa.Column("text_paragraphs", sa.Integer()), ("reading_complete", FIRST)
    yield sa.Column("read_by", sa.String()), None
    yield sa.Column("second_read_by", sa.String()), None
    yield sa.Column("second_read_on", sa.Date()), None
    yield sa.Column("values_located", sa.Integer()), None
    yield sa.Column("values_missing", sa.Integer()), ("second_reading_complete", SECOND)


def upgrade() -> None:
    """Add the columns; of what was read before, nothing is known."""
    for column, check in columns():
        add_column("source", column, check, before="ck_source_id_slug")


def downgrade() -> None:
    """Drop the columns."""
    for column, check in reversed(list(columns())):
        drop_column("source", column, check)

"""Add the codes by which others know actors, people, places, publishers and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ENTITIES = "event actor person office place series topic publisher source"
SCHEMES = "iso_alpha2 iso_alpha3 iso_numeric iso_former un_m49 cow gleditsch_ward wikidata geonames dataset"


def word_column(column: str, terms: str) -> sa.Column[str]:
    """Return a column for a word of a list."""
    type_ = sa.Enum(*terms.split(), name=column, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, type_, nullable=False)


def create_table(table: str, *owner: sa.Column[str] | sa.ForeignKeyConstraint) -> None:
    """Create a table of codes of what the owner's columns name."""
    key = [str(column.name) for column in owner if isinstance(column, sa.Column)]
    op.create_table(
        table,
        *owner,
        word_column("scheme", SCHEMES),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.CheckConstraint("(scheme = 'dataset') = (dataset <> '')", name=op.f(f"ck_{table}_dataset_named")),
        sa.PrimaryKeyConstraint(*key, "scheme", "dataset", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_value"), table, ["value"])


def upgrade() -> None:
    """Create both tables, empty, and let the next load read every file, which fills them."""
    entity_id = sa.Column("entity_id", sa.String(), nullable=False)
    create_table("identifier", word_column("entity", ENTITIES), entity_id)
    event = sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_identifier_event_id"))
    create_table("event_identifier", sa.Column("event_id", sa.String(), nullable=False), event)
    op.execute(f"UPDATE entry_file SET sha256 = '{'0' * 64}'")  # noqa: S608  (our own)


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("event_identifier")
    op.drop_table("identifier")

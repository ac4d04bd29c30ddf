"""Create entry files, sources, their claims, rulings, releases and their changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
BASIS = "explicit relative computed"
CLOSENESS = "primary-text direct-report second-hand"
DECISION = "settled unresolved"
KIND = "wire newspaper official-release joint-statement treaty-text broadcaster think-tank"
MODALITY = "stated attributed alleged denied planned"
STANDING = "agrees coarser overtaken overruled unresolved"
TYPE = "new corrected developed merged split withdrawn"


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a value of a list."""
    return check(f"{table}_{column}", f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def slug(table: str) -> sa.CheckConstraint:
    """Return the constraint that an id is lower-case words joined by single hyphens."""
    return check(f"{table}_id_slug", SLUG)


def paragraphs(table: str) -> sa.CheckConstraint:
    """Return the constraint that paragraphs are integers joined by commas, at least one."""
    return check(
        f"{table}_paragraphs_form",
        "length(paragraphs) > 0 AND ltrim(paragraphs, '0123456789,') = '' "
        "AND ',' || paragraphs || ',' NOT LIKE '%,,%'",
    )


def sha256(table: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a SHA-256 in lower-case hexadecimal."""
    return check(f"{table}_sha256_form", "length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = ''")


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "entry_file",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_entry_file"),
        sha256("entry_file"),
    )

    op.create_table(
        "source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("publisher_id", sa.String(), nullable=False),
        sa.Column("agency_id", sa.String()),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String()),
        sa.Column("archived_url", sa.String()),
        sa.Column("published", sa.String(40)),
        sa.Column("published_on", sa.Date()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("accessed", sa.Date(), nullable=False),
        sa.Column("reprint_group", sa.String()),
        sa.Column("excerpt", sa.Boolean(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.ForeignKeyConstraint(["publisher_id"], ["publisher.id"], name="fk_source_publisher_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["publisher.id"], name="fk_source_agency_id"),
        sa.ForeignKeyConstraint(["path"], ["entry_file.path"], name="fk_source_path"),
        sa.UniqueConstraint("path", name="uq_source_path"),
        sa.UniqueConstraint("url", name="uq_source_url"),
        one_of("source", "kind", KIND),
        check(
            "source_archived_url_scheme",
            "archived_url IS NULL OR archived_url LIKE 'http://%' OR archived_url LIKE 'https://%'",
        ),
        check("source_excerpt_truth", "excerpt IN (true, false)"),
        slug("source"),
        check("source_url_scheme", "url IS NULL OR url LIKE 'http://%' OR url LIKE 'https://%'"),
    )
    op.create_index("ix_source_agency_id", "source", ["agency_id"])
    op.create_index("ix_source_published_on", "source", ["published_on"])
    op.create_index("ix_source_publisher_id", "source", ["publisher_id"])
    op.create_index("ix_source_reprint_group", "source", ["reprint_group"])

    op.create_table(
        "source_event",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("paragraphs", sa.String(), nullable=False),
        sa.Column("closeness", sa.String(40), nullable=False),
        sa.Column("author_of_text", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "event_id", name="pk_source_event"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_source_event_source_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_source_event_event_id"),
        one_of("source_event", "closeness", CLOSENESS),
        check("source_event_author_of_text_truth", "author_of_text IN (true, false)"),
        paragraphs("source_event"),
    )
    op.create_index("ix_source_event_event_id", "source_event", ["event_id"])

    op.create_table(
        "claim",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("paragraphs", sa.String(), nullable=False),
        sa.Column("modality", sa.String(40), nullable=False),
        sa.Column("attributed_to", sa.String()),
        sa.Column("quote", sa.String()),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("closeness", sa.String(40), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "field", "element", "source_id", "number", name="pk_claim"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_claim_event_id"),
        sa.ForeignKeyConstraint(
            ["source_id", "event_id"],
            ["source_event.source_id", "source_event.event_id"],
            name="fk_claim_source_id_event_id",
        ),
        sa.ForeignKeyConstraint(["attributed_to"], ["actor.id"], name="fk_claim_attributed_to"),
        one_of("claim", "modality", MODALITY),
        one_of("claim", "basis", BASIS),
        one_of("claim", "closeness", CLOSENESS),
        one_of("claim", "standing", STANDING),
        check("claim_number_positive", "number > 0"),
        paragraphs("claim"),
    )
    op.create_index("ix_claim_attributed_to", "claim", ["attributed_to"])
    op.create_index("ix_claim_source_id", "claim", ["source_id"])

    op.create_table(
        "ruling",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("decided", sa.Date()),
        sa.PrimaryKeyConstraint("event_id", "field", "element", name="pk_ruling"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_ruling_event_id"),
        one_of("ruling", "decision", DECISION),
        check("ruling_because_given", "length(because) > 0"),
        check("ruling_value_iff_settled", "(decision = 'settled') = (value IS NOT NULL)"),
    )
    op.create_index("ix_ruling_decision", "ruling", ["decision"])

    op.create_table(
        "release",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("released", sa.Date(), nullable=False),
        sa.Column("schema_revision", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_release"),
        check("release_event_count_range", "event_count >= 0"),
        sha256("release"),
    )

    op.create_table(
        "released_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("release_version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_released_event"),
        sa.ForeignKeyConstraint(
            ["release_version"], ["release.version"], name="fk_released_event_release_version"
        ),
    )
    op.create_index("ix_released_event_release_version", "released_event", ["release_version"])

    op.create_table(
        "change",
        sa.Column("release_version", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("field", sa.String()),
        sa.Column("element", sa.String()),
        sa.Column("old", sa.String()),
        sa.Column("new", sa.String()),
        sa.PrimaryKeyConstraint("release_version", "number", name="pk_change"),
        sa.ForeignKeyConstraint(["release_version"], ["release.version"], name="fk_change_release_version"),
        one_of("change", "type", TYPE),
        check("change_number_positive", "number >= 1"),
    )
    op.create_index("ix_change_event_id", "change", ["event_id"])


def downgrade() -> None:
    """Drop the tables, the last first."""
    for table in (
        "change",
        "released_event",
        "release",
        "ruling",
        "claim",
        "source_event",
        "source",
        "entry_file",
    ):
        op.drop_table(table)

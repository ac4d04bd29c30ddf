"""Enlarge releases: changes of every entity with their sources, and splits of event ids."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
ENTITY = "event actor person office place series topic publisher source"
OLD_TYPE = "new corrected developed merged split withdrawn"
TYPE = "new corrected developed merged renamed split withdrawn"


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a value of a list."""
    return check(f"{table}_{column}", f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def slug(table: str) -> sa.CheckConstraint:
    """Return the constraint that an id is lower-case words joined by single hyphens."""
    return check(f"{table}_id_slug", SLUG)


def sha256(table: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a SHA-256 in lower-case hexadecimal."""
    return check(f"{table}_sha256_form", "length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = ''")


def put_aside(*tables: str) -> None:
    """Copy the rows of tables that are created again to temporary tables, children first.

    SQLite cannot add a constraint to a table that stands, and the same steps serve PostgreSQL.
    """
    for table in tables:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608  (our own names)
        op.drop_table(table)


def bring_back(table: str, columns: str, where: str = "true", **new: str) -> None:
    """Copy the saved rows into the new table: old columns as they were, new ones each from an expression."""
    names, values = ", ".join([*columns.split(), *new]), ", ".join([*columns.split(), *new.values()])
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM kept_{table} WHERE {where}")  # noqa: S608  (our own words)
    op.execute(f"DROP TABLE kept_{table}")


def create_redirect(*more: sa.Column[object]) -> None:
    """Create the table of redirected ids, with columns that only one direction has."""
    op.create_table(
        "redirect",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name="pk_redirect"),
        sa.ForeignKeyConstraint(["target_id"], ["event.id"], name="fk_redirect_target_id"),
        slug("redirect"),
        check("redirect_target_is_other", "id <> target_id"),
    )
    op.create_index("ix_redirect_target_id", "redirect", ["target_id"])


def create_release(*more: sa.Column[object] | sa.Constraint) -> None:
    """Create the tables of releases and of the ids that each was the first to hold."""
    op.create_table(
        "release",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("released", sa.Date(), nullable=False),
        sa.Column("schema_revision", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        *more,
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


def create_change(types: str, *more: sa.Column[object] | sa.Constraint) -> None:
    """Create the table of changes, with its list of change types."""
    op.create_table(
        "change",
        sa.Column("release_version", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("field", sa.String()),
        sa.Column("element", sa.String()),
        sa.Column("old", sa.String()),
        sa.Column("new", sa.String()),
        *more,
        sa.PrimaryKeyConstraint("release_version", "number", name="pk_change"),
        sa.ForeignKeyConstraint(["release_version"], ["release.version"], name="fk_change_release_version"),
        one_of("change", "type", types),
        check("change_number_positive", "number >= 1"),
    )


def create_split() -> None:
    """Create the tables of ids that turned out to be several events."""
    op.create_table(
        "split",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("decided", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_split"),
        slug("split"),
    )
    op.create_table(
        "split_target",
        sa.Column("split_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("split_id", "target_id", name="pk_split_target"),
        sa.ForeignKeyConstraint(["split_id"], ["split.id"], name="fk_split_target_split_id"),
        sa.ForeignKeyConstraint(["target_id"], ["event.id"], name="fk_split_target_target_id"),
        check("split_target_target_is_other", "split_id <> target_id"),
    )
    op.create_index("ix_split_target_target_id", "split_target", ["target_id"])


def create_change_source() -> None:
    """Create the table of the sources that caused a change."""
    op.create_table(
        "change_source",
        sa.Column("release_version", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("release_version", "number", "source_id", name="pk_change_source"),
        sa.ForeignKeyConstraint(
            ["release_version", "number"],
            ["change.release_version", "change.number"],
            name="fk_change_source_release_version_number",
        ),
    )
    op.create_index("ix_change_source_source_id", "change_source", ["source_id"])


def upgrade() -> None:
    """Create the tables again with more columns, and add new ones; every earlier change was of an event."""
    put_aside("change", "released_event", "release", "redirect")
    create_redirect(sa.Column("decided", sa.Date()))
    create_release(
        sa.Column("previous_version", sa.String()),
        sa.Column("git_commit", sa.String()),
        sa.Column("entry_format", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["previous_version"], ["release.version"], name="fk_release_previous_version"
        ),
        check("release_entry_format_range", "entry_format >= 1"),
        check("release_previous_is_other", "version <> previous_version"),
    )
    create_change(
        TYPE,
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("target_id", sa.String()),
        one_of("change", "entity", ENTITY),
    )
    op.create_index("ix_change_entity", "change", ["entity", "entity_id"])
    op.create_index("ix_change_target_id", "change", ["target_id"])
    bring_back("redirect", "id target_id because")
    bring_back("release", "version released schema_revision sha256 event_count", entry_format="1")
    bring_back("released_event", "id release_version")
    bring_back(
        "change", "release_version number type field element old new", entity="'event'", entity_id="event_id"
    )
    create_split()
    create_change_source()


def downgrade() -> None:
    """Restore the earlier tables; splits, changes of other entities and causes are lost."""
    for table in ("change_source", "split_target", "split"):
        op.drop_table(table)
    put_aside("change", "released_event", "release", "redirect")
    create_redirect()
    create_release()
    create_change(OLD_TYPE, sa.Column("event_id", sa.String(), nullable=False))
    op.create_index("ix_change_event_id", "change", ["event_id"])
    bring_back("redirect", "id target_id because")
    bring_back("release", "version released schema_revision sha256 event_count")
    bring_back("released_event", "id release_version")
    bring_back(
        "change",
        "release_version number field element old new",
        where="entity = 'event'",
        type="CASE type WHEN 'renamed' THEN 'merged' ELSE type END",
        event_id="entity_id",
    )

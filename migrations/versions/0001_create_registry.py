"""Create the registry: actors, people, offices, places, publishers, series and topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
DATE_PRECISION = "day month season year decade century interval"
KIND = "state territory bloc alliance organisation ministry service unit company non-state"
NAME_ORDER = "family-first given-first"
PRECISION = "site locality region country sea-area"
PUBLISHER_KIND = "wire newspaper official-release joint-statement treaty-text broadcaster think-tank"
SERIES_KIND = "meeting memorandum exercise incident"


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a value of a list."""
    return check(f"{table}_{column}", f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def slug(table: str) -> sa.CheckConstraint:
    """Return the constraint that an id is lower-case words joined by single hyphens."""
    return check(f"{table}_id_slug", SLUG)


def dated(table: str) -> Iterator[sa.Column[Any] | sa.CheckConstraint]:
    """Yield the columns of an imprecise date: EDTF text, bounds of start and end, and precision."""
    yield sa.Column("date", sa.String(40))
    bounds = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    yield from (sa.Column(bound, sa.Date()) for bound in bounds)
    yield sa.Column("date_precision", sa.String(40))
    yield sa.Column("date_approximate", sa.Boolean(), nullable=False)
    yield one_of(table, "date_precision", DATE_PRECISION)
    yield check(f"{table}_date_approximate_truth", "date_approximate IN (true, false)")
    yield check(
        f"{table}_date_whole",
        "(date IS NULL) = (date_precision IS NULL) AND (date IS NOT NULL OR "
        "coalesce(start_earliest, start_latest, end_earliest, end_latest) IS NULL)",
    )
    for first, last in ((0, 1), (2, 3), (0, 3)):
        a, b = bounds[first], bounds[last]
        yield check(f"{table}_{a}_before_{b}", f"({a} IS NULL OR {b} IS NULL OR {a} <= {b})")


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "actor",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String()),
        sa.Column("adjective", sa.String()),
        sa.Column("iso_alpha2", sa.String()),
        sa.Column("iso_alpha3", sa.String()),
        sa.Column("parent_id", sa.String()),
        sa.Column("label_note", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_actor"),
        sa.ForeignKeyConstraint(["parent_id"], ["actor.id"], name="fk_actor_parent_id"),
        sa.UniqueConstraint("iso_alpha2", name="uq_actor_iso_alpha2"),
        sa.UniqueConstraint("iso_alpha3", name="uq_actor_iso_alpha3"),
        one_of("actor", "kind", KIND),
        check(
            "actor_id_form",
            "(length(id) = 2 AND ltrim(id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = '') OR (length(id) > 1 "
            "AND length(id) BETWEEN 1 AND 120 "
            "AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
            "AND '-' || id || '-' NOT LIKE '%--%')",
        ),
        check(
            "actor_iso_alpha2_form",
            "length(iso_alpha2) = 2 AND ltrim(iso_alpha2, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = ''",
        ),
        check(
            "actor_iso_alpha3_form",
            "length(iso_alpha3) = 3 AND ltrim(iso_alpha3, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = ''",
        ),
        check("actor_parent_is_other", "parent_id IS NULL OR parent_id <> id"),
    )
    op.create_index("ix_actor_kind", "actor", ["kind"])
    op.create_index("ix_actor_parent_id", "actor", ["parent_id"])

    op.create_table(
        "actor_name",
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "name", name="pk_actor_name"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_actor_name_actor_id"),
    )
    op.create_index("ix_actor_name_name", "actor_name", ["name"])

    op.create_table(
        "actor_membership",
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        *dated("actor_membership"),
        sa.PrimaryKeyConstraint("actor_id", "group_id", name="pk_actor_membership"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_actor_membership_actor_id"),
        sa.ForeignKeyConstraint(["group_id"], ["actor.id"], name="fk_actor_membership_group_id"),
        check("actor_membership_group_is_other", "actor_id <> group_id"),
    )
    op.create_index("ix_actor_membership_group_id", "actor_membership", ["group_id"])

    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String()),
        sa.Column("given_name", sa.String()),
        sa.Column("name_order", sa.String(40), nullable=False),
        sa.Column("native_name", sa.String()),
        sa.Column("native_language", sa.String()),
        sa.Column("actor_id", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_person_actor_id"),
        one_of("person", "name_order", NAME_ORDER),
        slug("person"),
    )
    op.create_index("ix_person_actor_id", "person", ["actor_id"])

    op.create_table(
        "person_name",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_person_name"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_name_person_id"),
    )
    op.create_index("ix_person_name_name", "person_name", ["name"])

    op.create_table(
        "office",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_office_actor_id"),
        slug("office"),
        check("office_rank_range", "rank BETWEEN 0 AND 100"),
    )
    op.create_index("ix_office_actor_id", "office", ["actor_id"])

    op.create_table(
        "tenure",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *dated("tenure"),
        sa.PrimaryKeyConstraint("person_id", "office_id", "number", name="pk_tenure"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_tenure_person_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_tenure_office_id"),
        check("tenure_number_positive", "number >= 1"),
    )
    op.create_index("ix_tenure_office_id", "tenure", ["office_id"])

    op.create_table(
        "place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("precision", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.String()),
        sa.Column("actor_id", sa.String()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("label_note", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name="fk_place_parent_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_place_actor_id"),
        one_of("place", "precision", PRECISION),
        check("place_coordinates_together", "(latitude IS NULL) = (longitude IS NULL)"),
        slug("place"),
        check("place_latitude_range", "latitude BETWEEN -90 AND 90"),
        check("place_longitude_range", "longitude BETWEEN -180 AND 180"),
        check("place_parent_is_other", "parent_id IS NULL OR parent_id <> id"),
    )
    op.create_index("ix_place_actor_id", "place", ["actor_id"])
    op.create_index("ix_place_parent_id", "place", ["parent_id"])

    op.create_table(
        "place_name",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("authority_id", sa.String()),
        sa.PrimaryKeyConstraint("place_id", "name", name="pk_place_name"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_place_name_place_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["actor.id"], name="fk_place_name_authority_id"),
    )
    op.create_index("ix_place_name_name", "place_name", ["name"])

    op.create_table(
        "publisher",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("actor_id", sa.String()),
        sa.Column("url", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_publisher"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_publisher_actor_id"),
        one_of("publisher", "kind", PUBLISHER_KIND),
        slug("publisher"),
    )
    op.create_index("ix_publisher_actor_id", "publisher", ["actor_id"])

    op.create_table(
        "series",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("description", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        one_of("series", "kind", SERIES_KIND),
        slug("series"),
    )
    op.create_index("ix_series_kind", "series", ["kind"])

    op.create_table(
        "topic",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        slug("topic"),
    )


def downgrade() -> None:
    """Drop the tables, the last first."""
    for table in (
        "topic",
        "series",
        "publisher",
        "place_name",
        "place",
        "tenure",
        "office",
        "person_name",
        "person",
        "actor_membership",
        "actor_name",
        "actor",
    ):
        op.drop_table(table)

"""Create the lookup table of kinds and the table of visits, and add when a memorandum lapses."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import edit_definitions, is_sqlite

revision = "0010"
down_revision = "0009"

OLD_KINDS = "('meeting', 'memorandum', 'exercise', 'incident')"
KINDS = "('meeting', 'memorandum', 'exercise', 'incident', 'visit')"
REFERRING = ("event", "series", "year_tally")
"""Tables whose kind is now a reference to the lookup table."""

DETAILS = ("meeting", "memorandum", "exercise", "incident")
"""Tables of one kind each, whose own constraint and reference to the event need no list."""

ORDER = "expires_from IS NULL OR expires_until IS NULL OR expires_from <= expires_until"
TYPE = "ship-visit port-call aircraft-visit refuelling-stop official-visit"
PURPOSE = "goodwill resupply crew-rest presence ceremony transit inspection"

OVERVIEW = """
CREATE VIEW event_overview AS
SELECT
  event.id,
  event.kind,
  event.title,
  event.date,
  event.start_earliest,
  event.end_latest,
  event.status,
  place.name AS place,
  place.latitude,
  place.longitude,
  series.name AS series,
  event.edition,
  meeting.level,
  memorandum.instrument,
  coalesce(exercise.type, incident.type{type}) AS type,
  (
    SELECT {join}(name, ', ')
    FROM (
      SELECT DISTINCT actor.name
      FROM participation
      JOIN actor ON actor.id = participation.actor_id
      WHERE participation.event_id = event.id
      ORDER BY actor.name
    ) AS ordered
  ) AS actors,
  event.source_count AS sources,
  event.independent_source_count AS independent_sources,
  event.disagreement,
  event.record_status
FROM event
LEFT JOIN place ON place.id = event.place_id
LEFT JOIN series ON series.id = event.series_id
LEFT JOIN meeting ON meeting.event_id = event.id
LEFT JOIN memorandum ON memorandum.event_id = event.id
LEFT JOIN exercise ON exercise.event_id = event.id
LEFT JOIN incident ON incident.event_id = event.id
"""


def one_of(column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column of a visit is a value of a list."""
    condition = f"{column} IN ({', '.join(map(repr, allowed.split()))})"
    return sa.CheckConstraint(condition, name=op.f(f"ck_visit_{column}"))


def kind_check(table: str, kinds: str) -> str:
    """Return the constraint that lists the kinds in a table."""
    return f"CONSTRAINT ck_{table}_kind CHECK (kind IN {kinds})"


def kind_reference(table: str) -> str:
    """Return the constraint that refers to the lookup table."""
    return f"CONSTRAINT fk_{table}_kind FOREIGN KEY(kind) REFERENCES event_kind (id)"


def upgraded_definitions() -> Iterator[tuple[str, str, str]]:
    """Yield each table with the text to replace, and the new one."""
    for kinds in (OLD_KINDS, KINDS):
        for table in REFERRING:
            yield table, kind_check(table, kinds), kind_reference(table)
        for table in DETAILS:
            yield table, f"{kind_check(table, kinds)}, \n\t", ""
    columns = "in_force_until DATE, \n\texpires VARCHAR(40), \n\texpires_from DATE, \n\texpires_until DATE, "
    yield "memorandum", "in_force_until DATE, ", columns
    before = "CONSTRAINT ck_memorandum_kind_is_own"
    yield "memorandum", before, f"CONSTRAINT ck_memorandum_expires_order CHECK ({ORDER}), \n\t{before}"


def downgraded_definitions() -> Iterator[tuple[str, str, str]]:
    """Yield each table with the text to replace, and the earlier one."""
    for table in REFERRING:
        yield table, kind_reference(table), kind_check(table, earlier_kinds(table))
    for table in DETAILS:
        before = f"CONSTRAINT ck_{table}_kind_is_own"
        yield table, before, f"{kind_check(table, OLD_KINDS)}, \n\t{before}"
    yield "memorandum", f"CONSTRAINT ck_memorandum_expires_order CHECK ({ORDER}), \n\t", ""


def earlier_kinds(table: str) -> str:
    """Return the kinds that a table may hold after a downgrade: those of old, and visits if it has some."""
    visits = op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} WHERE kind = 'visit'")).first()  # noqa: S608
    return KINDS if visits or table == "year_tally" else OLD_KINDS  # 0009 lets a tally count visits


def create_overview(type_: str = "", join: str = "") -> None:
    """Create the view of events again, with the types of the kinds that have one."""
    aggregate = "group_concat" if is_sqlite() else "string_agg"
    op.execute("DROP VIEW event_overview")
    op.execute((OVERVIEW.format(type=type_, join=aggregate) + join).strip())


def upgrade() -> None:
    """Create both tables, make kinds references, and add the columns of a memorandum."""
    op.create_table(
        "event_kind",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("plural", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event_kind"),
    )
    op.execute(
        "INSERT INTO event_kind (id, plural) "
        "SELECT kind, CASE kind WHEN 'memorandum' THEN 'memoranda' ELSE kind || 's' END FROM "
        "(SELECT kind FROM event UNION SELECT kind FROM series UNION SELECT kind FROM year_tally) AS used"
    )
    op.create_table(
        "visit",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("type", sa.String(40)),
        sa.Column("purpose", sa.String(40)),
        sa.PrimaryKeyConstraint("event_id", name="pk_visit"),
        sa.ForeignKeyConstraint(
            ["event_id", "kind"], ["event.id", "event.kind"], name="fk_visit_event_id_kind"
        ),
        sa.CheckConstraint("kind = 'visit'", name=op.f("ck_visit_kind_is_own")),
        one_of("type", TYPE),
        one_of("purpose", PURPOSE),
    )
    op.create_index("ix_visit_type", "visit", ["type"])
    create_overview(", visit.type", "LEFT JOIN visit ON visit.event_id = event.id\n")
    if is_sqlite():
        edit_definitions(upgraded_definitions())
        return
    for table in (*REFERRING, *DETAILS):
        op.drop_constraint(f"ck_{table}_kind", table)
    for table in REFERRING:
        op.create_foreign_key(f"fk_{table}_kind", table, "event_kind", ["kind"], ["id"])
    op.add_column("memorandum", sa.Column("expires", sa.String(40)))
    op.add_column("memorandum", sa.Column("expires_from", sa.Date()))
    op.add_column("memorandum", sa.Column("expires_until", sa.Date()))
    op.create_check_constraint(op.f("ck_memorandum_expires_order"), "memorandum", ORDER)


def downgrade() -> None:
    """Drop both tables and the columns; visits keep their events."""
    create_overview()
    if is_sqlite():
        edit_definitions(downgraded_definitions())
    else:
        op.drop_constraint(op.f("ck_memorandum_expires_order"), "memorandum")
        for table in REFERRING:
            op.drop_constraint(f"fk_{table}_kind", table)
            op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN {earlier_kinds(table)}")
        for table in DETAILS:
            op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN {OLD_KINDS}")
    for column in ("expires", "expires_from", "expires_until"):
        op.execute(f"ALTER TABLE memorandum DROP COLUMN {column}")
    op.drop_table("visit")
    op.drop_table("event_kind")

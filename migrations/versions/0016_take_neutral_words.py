"""Take the words of later lists: a source that differs, neutral types, more roles and dates; ways of an exercise."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import replace_check

revision = "0016"
down_revision = "0015"

MODALITY = "stated attributed alleged denied planned"
ROLE = (
    "host attendee signatory witness organiser observer mediator initiator alleged-initiator affected "
    "responder issuer addressee"
)
LAUNCHES = "missile-launch nuclear-test satellite-launch"
APPROACHES = "fire-control-radar unsafe-intercept low-flight warning-shots"
OTHERS = (
    "collision ramming water-cannon boarding shelling sinking drone balloon cyber detention demolition deployment "
    "diplomatic-protest suspension-of-agreement cancellation sanction"
)
OLD_INCIDENT = f"{LAUNCHES} {APPROACHES} airspace-violation adiz-entry maritime-incursion {OTHERS}"
NEW_ENTRIES = "airspace-entry airspace-violation adiz-entry maritime-entry maritime-incursion"
NEW_INCIDENT = f"{LAUNCHES} {APPROACHES} {NEW_ENTRIES} {OTHERS}"
OLD_PRECISION = "day month season year decade century interval"
NEW_PRECISION = "day month season quarter year decade century interval alternatives"
EXERCISE = "field command-post tabletop live-fire patrol"


def one_of(column: str, terms: str) -> str:
    """Return the condition that a column is a value of a list."""
    return f"{column} IN ({', '.join(map(repr, terms.split()))})"


def word_lists() -> Iterator[tuple[str, str, str, str]]:
    """Yield each table and column with the words of its list before and after."""
    yield "claim", "modality", MODALITY, f"{MODALITY} differs"
    for table in ("participation", "participation_person", "participation_unit"):
        yield table, "role", ROLE, f"{ROLE} selector announcer"
    yield "incident", "type", OLD_INCIDENT, NEW_INCIDENT
    for table in ("event", "tenure", "actor_membership"):
        yield table, "date_precision", OLD_PRECISION, NEW_PRECISION


def upgrade() -> None:
    """Let the columns hold the words, and create the table of ways."""
    for table, column, old, new in word_lists():
        replace_check(table, column, one_of(column, old), one_of(column, new))
    op.create_table(
        "exercise_type",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "type", name="pk_exercise_type"),
        sa.ForeignKeyConstraint(["event_id"], ["exercise.event_id"], name="fk_exercise_type_event_id"),
        sa.CheckConstraint(one_of("type", EXERCISE), name=op.f("ck_exercise_type_type")),
    )
    op.create_index("ix_exercise_type_type", "exercise_type", ["type"])


def downgrade() -> None:
    """Narrow each list again, but where a row has a later word by now."""
    op.drop_table("exercise_type")
    for table, column, old, new in word_lists():
        query = f"SELECT 1 FROM {table} WHERE NOT ({one_of(column, old)})"  # noqa: S608  (our own)
        if op.get_bind().execute(sa.text(query)).first() is None:
            replace_check(table, column, one_of(column, new), one_of(column, old))

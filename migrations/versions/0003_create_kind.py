"""Create the detail tables of the four kinds of event, and the participation tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SLUG = (
    "length(id) BETWEEN 1 AND 120 AND ltrim(id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' "
    "AND '-' || id || '-' NOT LIKE '%--%'"
)
DOMAIN = "maritime air land cyber space missile-defence submarine search-and-rescue"
FORCE = "shall will intends reaffirms reported"
FORMAT = "in-person sidelines visit conference video phone"
INCIDENT_TYPE = (
    "missile-launch nuclear-test satellite-launch fire-control-radar unsafe-intercept low-flight "
    "warning-shots airspace-violation adiz-entry maritime-incursion collision ramming water-cannon "
    "boarding shelling sinking drone balloon cyber detention demolition deployment diplomatic-protest "
    "suspension-of-agreement cancellation sanction"
)
INSTRUMENT = (
    "treaty agreement memorandum-of-understanding memorandum-of-cooperation arrangement framework "
    "joint-statement declaration exchange-of-notes resolution understanding"
)
KIND = "meeting memorandum exercise incident"
LEVEL = "summit ministerial two-plus-two chiefs-of-defence vice-ministerial working"
MISSION = (
    "ballistic-missile-defence air-defence anti-submarine-warfare surface-warfare mine-countermeasures "
    "maritime-interdiction anti-piracy search-and-rescue humanitarian-assistance amphibious-landing "
    "cyber-defence logistics strike escort blockade law-enforcement command-and-control"
)
ROLE = (
    "host attendee signatory witness organiser observer mediator initiator alleged-initiator affected "
    "responder issuer addressee"
)
TYPE = "field command-post tabletop live-fire patrol"
WEAPON_CLASS = (
    "short-range-ballistic medium-range-ballistic intermediate-range-ballistic intercontinental-ballistic "
    "submarine-launched-ballistic ballistic hypersonic cruise space-launcher nuclear-device artillery "
    "torpedo"
)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint; ``op.f`` marks the name as complete."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}"))


def one_of(table: str, column: str, allowed: str) -> sa.CheckConstraint:
    """Return the constraint that a column is a value of a list."""
    return check(f"{table}_{column}", f"{column} IN ({', '.join(map(repr, allowed.split()))})")


def slug(table: str) -> sa.CheckConstraint:
    """Return the constraint that an id is lower-case words joined by single hyphens."""
    return check(f"{table}_id_slug", SLUG)


def upgrade() -> None:
    """Create the tables and their indexes."""
    op.create_table(
        "meeting",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("level", sa.String(40)),
        sa.Column("format", sa.String(40)),
        sa.PrimaryKeyConstraint("event_id", name="pk_meeting"),
        sa.ForeignKeyConstraint(
            ["event_id", "kind"], ["event.id", "event.kind"], name="fk_meeting_event_id_kind"
        ),
        one_of("meeting", "kind", KIND),
        one_of("meeting", "level", LEVEL),
        one_of("meeting", "format", FORMAT),
        check("meeting_kind_is_own", "kind = 'meeting'"),
    )
    op.create_index("ix_meeting_level", "meeting", ["level"])

    op.create_table(
        "memorandum",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("instrument", sa.String(40)),
        sa.Column("binding", sa.Boolean()),
        sa.Column("in_force", sa.String(40)),
        sa.Column("in_force_from", sa.Date()),
        sa.Column("in_force_until", sa.Date()),
        sa.PrimaryKeyConstraint("event_id", name="pk_memorandum"),
        sa.ForeignKeyConstraint(
            ["event_id", "kind"], ["event.id", "event.kind"], name="fk_memorandum_event_id_kind"
        ),
        one_of("memorandum", "kind", KIND),
        one_of("memorandum", "instrument", INSTRUMENT),
        check("memorandum_binding_truth", "binding IN (true, false)"),
        check(
            "memorandum_in_force_order",
            "in_force_from IS NULL OR in_force_until IS NULL OR in_force_from <= in_force_until",
        ),
        check("memorandum_kind_is_own", "kind = 'memorandum'"),
    )
    op.create_index("ix_memorandum_instrument", "memorandum", ["instrument"])

    op.create_table(
        "provision",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("topic_id", sa.String()),
        sa.Column("force", sa.String(40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_provision"),
        sa.ForeignKeyConstraint(["event_id"], ["memorandum.event_id"], name="fk_provision_event_id"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_provision_topic_id"),
        one_of("provision", "force", FORCE),
        slug("provision"),
    )
    op.create_index("ix_provision_topic_id", "provision", ["topic_id"])

    op.create_table(
        "exercise",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("type", sa.String(40)),
        sa.PrimaryKeyConstraint("event_id", name="pk_exercise"),
        sa.ForeignKeyConstraint(
            ["event_id", "kind"], ["event.id", "event.kind"], name="fk_exercise_event_id_kind"
        ),
        one_of("exercise", "kind", KIND),
        one_of("exercise", "type", TYPE),
        check("exercise_kind_is_own", "kind = 'exercise'"),
    )
    op.create_index("ix_exercise_type", "exercise", ["type"])

    op.create_table(
        "exercise_domain",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("domain", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "domain", name="pk_exercise_domain"),
        sa.ForeignKeyConstraint(["event_id"], ["exercise.event_id"], name="fk_exercise_domain_event_id"),
        one_of("exercise_domain", "domain", DOMAIN),
    )
    op.create_index("ix_exercise_domain_domain", "exercise_domain", ["domain"])

    op.create_table(
        "exercise_mission",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("mission", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "mission", name="pk_exercise_mission"),
        sa.ForeignKeyConstraint(["event_id"], ["exercise.event_id"], name="fk_exercise_mission_event_id"),
        one_of("exercise_mission", "mission", MISSION),
    )
    op.create_index("ix_exercise_mission_mission", "exercise_mission", ["mission"])

    op.create_table(
        "incident",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("type", sa.String(40)),
        sa.Column("weapon", sa.String()),
        sa.Column("weapon_class", sa.String(40)),
        sa.Column("splashdown_id", sa.String()),
        sa.Column("overflew_id", sa.String()),
        sa.PrimaryKeyConstraint("event_id", name="pk_incident"),
        sa.ForeignKeyConstraint(
            ["event_id", "kind"], ["event.id", "event.kind"], name="fk_incident_event_id_kind"
        ),
        sa.ForeignKeyConstraint(["splashdown_id"], ["place.id"], name="fk_incident_splashdown_id"),
        sa.ForeignKeyConstraint(["overflew_id"], ["actor.id"], name="fk_incident_overflew_id"),
        one_of("incident", "kind", KIND),
        one_of("incident", "type", INCIDENT_TYPE),
        one_of("incident", "weapon_class", WEAPON_CLASS),
        check("incident_kind_is_own", "kind = 'incident'"),
    )
    op.create_index("ix_incident_overflew_id", "incident", ["overflew_id"])
    op.create_index("ix_incident_splashdown_id", "incident", ["splashdown_id"])
    op.create_index("ix_incident_type", "incident", ["type"])
    op.create_index("ix_incident_weapon_class", "incident", ["weapon_class"])

    op.create_table(
        "participation",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "actor_id", "role", name="pk_participation"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_participation_event_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_participation_actor_id"),
        one_of("participation", "role", ROLE),
    )
    op.create_index("ix_participation_actor_id", "participation", ["actor_id"])

    op.create_table(
        "participation_person",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("office_id", sa.String()),
        sa.PrimaryKeyConstraint("event_id", "actor_id", "role", "person_id", name="pk_participation_person"),
        sa.ForeignKeyConstraint(
            ["event_id", "actor_id", "role"],
            ["participation.event_id", "participation.actor_id", "participation.role"],
            name="fk_participation_person_event_id_actor_id_role",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_participation_person_person_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_participation_person_office_id"),
        one_of("participation_person", "role", ROLE),
    )
    op.create_index("ix_participation_person_office_id", "participation_person", ["office_id"])
    op.create_index("ix_participation_person_person_id", "participation_person", ["person_id"])

    op.create_table(
        "participation_unit",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "actor_id", "role", "unit", name="pk_participation_unit"),
        sa.ForeignKeyConstraint(
            ["event_id", "actor_id", "role"],
            ["participation.event_id", "participation.actor_id", "participation.role"],
            name="fk_participation_unit_event_id_actor_id_role",
        ),
        one_of("participation_unit", "role", ROLE),
    )


def downgrade() -> None:
    """Drop the tables, the last first."""
    for table in (
        "participation_unit",
        "participation_person",
        "participation",
        "incident",
        "exercise_mission",
        "exercise_domain",
        "exercise",
        "provision",
        "memorandum",
        "meeting",
    ):
        op.drop_table(table)

"""Create views for people who query by hand: names instead of ids, lists instead of joins."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

# JOIN_TEXTS stands for the aggregate that joins texts, which the two databases call by different names.
VIEWS = {
    "event_overview": """
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
  coalesce(exercise.type, incident.type) AS type,
  (
    SELECT JOIN_TEXTS(name, ', ')
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
""",
    "event_source": """
SELECT
  source_event.event_id,
  source.id AS source_id,
  publisher.name AS publisher,
  agency.name AS agency,
  source.title,
  source.url,
  source.published_on,
  source_event.paragraphs,
  source_event.closeness
FROM source_event
JOIN source ON source.id = source_event.source_id
JOIN publisher ON publisher.id = source.publisher_id
LEFT JOIN publisher AS agency ON agency.id = source.agency_id
""",
    "participation_overview": """
SELECT
  event.id AS event_id,
  event.title AS event,
  event.date,
  actor.id AS actor_id,
  actor.name AS actor,
  participation.role,
  person.id AS person_id,
  person.name AS person,
  office.title AS office,
  (
    SELECT JOIN_TEXTS(unit, ', ')
    FROM (
      SELECT participation_unit.unit
      FROM participation_unit
      WHERE participation_unit.event_id = participation.event_id
        AND participation_unit.actor_id = participation.actor_id
        AND participation_unit.role = participation.role
      ORDER BY participation_unit.unit
    ) AS ordered
  ) AS units
FROM participation
JOIN event ON event.id = participation.event_id
JOIN actor ON actor.id = participation.actor_id
LEFT JOIN participation_person
  ON participation_person.event_id = participation.event_id
  AND participation_person.actor_id = participation.actor_id
  AND participation_person.role = participation.role
LEFT JOIN person ON person.id = participation_person.person_id
LEFT JOIN office ON office.id = participation_person.office_id
""",
    "claim_overview": """
SELECT
  claim.event_id,
  claim.field,
  claim.element,
  claim.value,
  claim.source_id,
  publisher.name AS publisher,
  claim.paragraphs,
  claim.modality,
  actor.name AS attributed_to,
  claim.standing,
  claim.quote
FROM claim
JOIN source ON source.id = claim.source_id
JOIN publisher ON publisher.id = source.publisher_id
LEFT JOIN actor ON actor.id = claim.attributed_to
""",
}


def upgrade() -> None:
    """Create the views."""
    aggregate = "group_concat" if op.get_context().dialect.name == "sqlite" else "string_agg"
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS\n{select.replace('JOIN_TEXTS', aggregate).strip()}")


def downgrade() -> None:
    """Drop the views."""
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")

"""SQL views for people who query by hand: names instead of ids, lists instead of joins."""

from __future__ import annotations

from communique.schema.views.sql_view import SqlView

EVENT_OVERVIEW = SqlView(
    "event_overview",
    "One row an event, with names where the tables hold ids.",
    {
        "id": "the event's id",
        "kind": "what sort of event it is",
        "title": "a headline in our own words",
        "date": "EDTF, as `2024-06` or `2024-06-27/2024-06-29`",
        "start_earliest": "first day it may have begun; null is open",
        "end_latest": "last day it may have ended; null is open",
        "status": "whether it happened",
        "place": "the name of the place",
        "latitude": "degrees north of the place, WGS 84",
        "longitude": "degrees east of the place, WGS 84",
        "series": "the name of the series it belongs to",
        "edition": "its number or name in the series",
        "level": "of a meeting: the rank of those who meet",
        "instrument": "of a memorandum: what sort of text it is",
        "type": "of an exercise: how it is run; of an incident: what happened; of a visit: what calls, and how",
        "actors": "the names of all who took part, in alphabetical order, joined by `, `",
        "sources": "how many sources report it",
        "independent_sources": "how many originators they have; see `event.independent_source_count`",
        "disagreement": "whether its sources disagree on any value",
        "record_status": "the life of its id",
        "overdue_since": "the last day that it may have ended on, where it is planned or going on and that day "
        "is past: its outcome is not recorded; else null",
    },
    """
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
  coalesce(exercise.type, incident.type, visit.type) AS type,
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
  event.record_status,
  overdue.ended_on AS overdue_since
FROM event
LEFT JOIN overdue ON overdue.event_id = event.id
LEFT JOIN place ON place.id = event.place_id
LEFT JOIN series ON series.id = event.series_id
LEFT JOIN meeting ON meeting.event_id = event.id
LEFT JOIN memorandum ON memorandum.event_id = event.id
LEFT JOIN exercise ON exercise.event_id = event.id
LEFT JOIN incident ON incident.event_id = event.id
LEFT JOIN visit ON visit.event_id = event.id
""",
)

EVENT_SOURCE = SqlView(
    "event_source",
    "One row for each event and source that reports it.",
    {
        "event_id": "the event",
        "source_id": "the source",
        "publisher": "the name of its publisher",
        "agency": "the name of the agency that wrote it, where a publisher carries an agency's text",
        "title": "the source's own headline, unchanged",
        "url": "where it was read; null where the copy shows none",
        "published_on": "the local calendar day of publication",
        "paragraphs": "where the text reports the event, paragraphs and other parts, as `headline,1,2`",
        "closeness": "how close the source is to the event",
        "originator": "the name of who wrote it: the agency, or the publisher where none is named",
    },
    """
SELECT
  source_event.event_id,
  source.id AS source_id,
  publisher.name AS publisher,
  agency.name AS agency,
  source.title,
  source.url,
  source.published_on,
  source_event.paragraphs,
  source_event.closeness,
  coalesce(agency.name, publisher.name) AS originator
FROM source_event
JOIN source ON source.id = source_event.source_id
JOIN publisher ON publisher.id = source.publisher_id
LEFT JOIN publisher AS agency ON agency.id = source.agency_id
""",
)

PARTICIPATION_OVERVIEW = SqlView(
    "participation_overview",
    "One row for each person who acted for an actor at an event, and one for an actor without named people.",
    {
        "event_id": "the event",
        "event": "the event's title",
        "date": "the event's date, EDTF",
        "actor_id": "the actor",
        "actor": "the actor's name",
        "role": "what the actor was to the event",
        "person_id": "the person; null where none is named",
        "person": "the person's name",
        "office": "the title of the office held then, where it is known",
        "units": "the actor's units in this role, in alphabetical order, joined by `, `",
    },
    """
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
    SELECT {join}(unit, ', ')
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
)

CLAIM_OVERVIEW = SqlView(
    "claim_overview",
    "One row for each claim: which source says what of which value, and what became of it.",
    {
        "event_id": "the event",
        "field": "the field it speaks of, such as `date` or `participants`",
        "element": "which element of a set, such as `JP/host`; empty for a single value",
        "value": "the value as JSON (RFC 8259), as the source gives it",
        "source_id": "the source that states it",
        "publisher": "the name of the source's publisher",
        "paragraphs": "paragraphs of the text as read, counted from 1, and other parts, as `headline,1,2,caption-1`",
        "modality": "how the source puts it forward",
        "attributed_to": "the name of the actor whose statement the source passes on",
        "standing": "what became of it in reconciling",
        "quote": "the exact words, at most 25",
    },
    """
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
)

PERSON_OVERVIEW = SqlView(
    "person_overview",
    "One row for each person who acted for an actor at an event: at how many, when, and in which offices.",
    {
        "person_id": "the person",
        "person": "the person's name",
        "events": "at how many events",
        "first_on": "the earliest day that one of them may have begun on",
        "latest_on": "the same of the latest of them",
        "offices": "the titles of the offices held then, in alphabetical order, joined by `, `",
    },
    """
SELECT
  person.id AS person_id,
  person.name AS person,
  person_tally.events,
  person_tally.first_on,
  person_tally.latest_on,
  (
    SELECT {join}(title, ', ')
    FROM (
      SELECT DISTINCT office.title
      FROM person_office_tally
      JOIN office ON office.id = person_office_tally.office_id
      WHERE person_office_tally.person_id = person_tally.person_id
      ORDER BY office.title
    ) AS ordered
  ) AS offices
FROM person_tally
JOIN person ON person.id = person_tally.person_id
""",
)

COVERAGE_OVERVIEW = SqlView(
    "coverage_overview",
    "One row for each count by others: what they counted, and how many of it the record holds.",
    {
        "id": "what is covered",
        "extent": "how far",
        "scope": "what that means",
        "period": "the period of the count, EDTF",
        "counted": "how many others counted",
        "counted_by": "who counted",
        "url": "where that is told",
        "recorded": "how many the record holds of it, without what is only planned, put off or called off",
    },
    """
SELECT
  coverage.id,
  coverage.extent,
  coverage.scope,
  outside_count.date AS period,
  outside_count.counted,
  outside_count.counted_by,
  outside_count.url,
  (
    SELECT count(DISTINCT CASE coverage.unit
      WHEN 'day' THEN CAST(event.start_earliest AS VARCHAR) ELSE event.id END)
    FROM event
    LEFT JOIN incident ON incident.event_id = event.id
    WHERE event.status NOT IN ('planned', 'postponed', 'cancelled')
      AND event.start_earliest BETWEEN outside_count.start_earliest AND outside_count.end_latest
      AND (coverage.incident_type IS NULL OR incident.type = coverage.incident_type)
      AND (coverage.series_id IS NULL OR event.series_id = coverage.series_id)
      AND (coverage.country_id IS NULL OR EXISTS (
        SELECT 1 FROM participation
        WHERE participation.event_id = event.id AND participation.actor_id = coverage.country_id
      ))
      AND (coverage.topic_id IS NULL OR EXISTS (
        SELECT 1 FROM event_topic
        WHERE event_topic.event_id = event.id AND event_topic.topic_id = coverage.topic_id
      ))
  ) AS recorded
FROM coverage
JOIN outside_count ON outside_count.coverage_id = coverage.id
""",
)

DOSSIER_SCOPE = SqlView(
    "dossier_scope",
    "One row for each event that belongs to a dossier: by its series or topics within its period, or by name.",
    {"dossier_id": "the dossier", "event_id": "the event"},
    """
SELECT dossier_event.dossier_id, dossier_event.event_id
FROM dossier_event
UNION
SELECT dossier.id, event.id
FROM dossier
JOIN event ON event.record_status = 'published'
WHERE (
  EXISTS (
    SELECT 1 FROM dossier_series
    WHERE dossier_series.dossier_id = dossier.id AND dossier_series.series_id = event.series_id
  )
  OR EXISTS (
    SELECT 1 FROM dossier_topic
    JOIN event_topic ON event_topic.topic_id = dossier_topic.topic_id
    WHERE dossier_topic.dossier_id = dossier.id AND event_topic.event_id = event.id
  )
)
  AND (dossier.start_earliest IS NULL OR event.end_latest >= dossier.start_earliest)
  AND (dossier.end_latest IS NULL OR event.start_earliest <= dossier.end_latest)
""",
)

OVERVIEWS = (
    EVENT_OVERVIEW,
    EVENT_SOURCE,
    PARTICIPATION_OVERVIEW,
    CLAIM_OVERVIEW,
    PERSON_OVERVIEW,
    COVERAGE_OVERVIEW,
    DOSSIER_SCOPE,
)
"""The views for people, in the order in which the dictionary lists them."""

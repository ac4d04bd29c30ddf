"""SQL views for people who query by hand: names instead of ids, lists instead of joins."""

from __future__ import annotations

import datetime as dt

from communique.schema.views.sql_view import ViewColumn, create_view
from communique.schema.vocabulary import (
    Closeness,
    Disagreement,
    Kind,
    Modality,
    RecordStatus,
    Role,
    Standing,
    Status,
)

EVENT_OVERVIEW = create_view(
    "event_overview",
    "One row an event, with names where the tables hold ids.",
    (
        ViewColumn("id", str, "the event's id"),
        ViewColumn("kind", Kind, "what sort of event it is"),
        ViewColumn("title", str, "a headline in our own words"),
        ViewColumn("date", str, "EDTF, as `2024-06` or `2024-06-27/2024-06-29`"),
        ViewColumn("start_earliest", dt.date, "first day it may have begun; null is open"),
        ViewColumn("end_latest", dt.date, "last day it may have ended; null is open"),
        ViewColumn("status", Status, "whether it happened"),
        ViewColumn("place", str, "the name of the place"),
        ViewColumn("latitude", float, "degrees north of the place, WGS 84"),
        ViewColumn("longitude", float, "degrees east of the place, WGS 84"),
        ViewColumn("series", str, "the name of the series it belongs to"),
        ViewColumn("edition", str, "its number or name in the series"),
        ViewColumn("level", str, "of a meeting: the rank of those who meet"),
        ViewColumn("instrument", str, "of a memorandum: what sort of text it is"),
        ViewColumn(
            "type",
            str,
            "of an exercise: how it is run; of an incident: what happened; of a visit: what calls, and how",
        ),
        ViewColumn("actors", str, "the names of all who took part, in alphabetical order, joined by `, `"),
        ViewColumn("sources", int, "how many sources report it"),
        ViewColumn(
            "independent_sources", int, "how many originators they have; see `event.independent_source_count`"
        ),
        ViewColumn("disagreement", Disagreement, "whether its sources disagree on any value"),
        ViewColumn("record_status", RecordStatus, "the life of its id"),
        ViewColumn(
            "overdue_since",
            dt.date,
            "the last day that it may have ended on, where it is planned or going on and that day is past: its "
            "outcome is not recorded; else null",
        ),
    ),
    ("id",),
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

EVENT_SOURCE = create_view(
    "event_source",
    "One row for each event and source that reports it.",
    (
        ViewColumn("event_id", str, "the event"),
        ViewColumn("source_id", str, "the source"),
        ViewColumn("publisher", str, "the name of its publisher"),
        ViewColumn(
            "agency", str, "the name of the agency that wrote it, where a publisher carries an agency's text"
        ),
        ViewColumn("title", str, "the source's own headline, unchanged"),
        ViewColumn("url", str, "where it was read; null where the copy shows none"),
        ViewColumn("published_on", dt.date, "the local calendar day of publication"),
        ViewColumn(
            "paragraphs",
            str,
            "where the text reports the event, paragraphs and other parts, as `headline,1,2`",
        ),
        ViewColumn("closeness", Closeness, "how close the source is to the event"),
        ViewColumn(
            "originator", str, "the name of who wrote it: the agency, or the publisher where none is named"
        ),
    ),
    ("event_id", "source_id"),
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

PARTICIPATION_OVERVIEW = create_view(
    "participation_overview",
    "One row for each person who acted for an actor at an event, and one for an actor without named people.",
    (
        ViewColumn("event_id", str, "the event"),
        ViewColumn("event", str, "the event's title"),
        ViewColumn("date", str, "the event's date, EDTF"),
        ViewColumn("actor_id", str, "the actor"),
        ViewColumn("actor", str, "the actor's name"),
        ViewColumn("role", Role, "what the actor was to the event"),
        ViewColumn("person_id", str, "the person; null where none is named", null=True),
        ViewColumn("person", str, "the person's name"),
        ViewColumn("office", str, "the title of the office held then, where it is known"),
        ViewColumn("units", str, "the actor's units in this role, in alphabetical order, joined by `, `"),
    ),
    ("event_id", "actor_id", "role", "person_id"),
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

CLAIM_OVERVIEW = create_view(
    "claim_overview",
    "One row for each claim: which source says what of which value, and what became of it.",
    (
        ViewColumn("event_id", str, "the event"),
        ViewColumn("field", str, "the field it speaks of, such as `date` or `participants`"),
        ViewColumn("element", str, "which element of a set, such as `US/host`; empty for a single value"),
        ViewColumn("value", str, "the value as JSON (RFC 8259), as the source gives it"),
        ViewColumn("source_id", str, "the source that states it"),
        ViewColumn("publisher", str, "the name of the source's publisher"),
        ViewColumn(
            "paragraphs",
            str,
            "paragraphs of the text as read, counted from 1, and other parts, as `headline,1,2,caption-1`",
        ),
        ViewColumn("modality", Modality, "how the source puts it forward"),
        ViewColumn("attributed_to", str, "the name of the actor whose statement the source passes on"),
        ViewColumn("standing", Standing, "what became of it in reconciling"),
        ViewColumn("quote", str, "the exact words, at most 25"),
    ),
    ("event_id", "field", "element", "source_id", "value", "paragraphs", "modality"),
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

PERSON_OVERVIEW = create_view(
    "person_overview",
    "One row for each person who acted for an actor at an event: at how many, when, and in which offices.",
    (
        ViewColumn("person_id", str, "the person"),
        ViewColumn("person", str, "the person's name"),
        ViewColumn("events", int, "at how many events"),
        ViewColumn("first_on", dt.date, "the earliest day that one of them may have begun on"),
        ViewColumn("latest_on", dt.date, "the same of the latest of them"),
        ViewColumn(
            "offices", str, "the titles of the offices held then, in alphabetical order, joined by `, `"
        ),
    ),
    ("person_id",),
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

OVERVIEWS = (
    EVENT_OVERVIEW,
    EVENT_SOURCE,
    PARTICIPATION_OVERVIEW,
    CLAIM_OVERVIEW,
    PERSON_OVERVIEW,
)
"""The views for people, in the order in which the dictionary lists them."""

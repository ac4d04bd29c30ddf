"""SQL views of how far the record goes: what others counted beside what it holds, and what belongs to a dossier."""

from __future__ import annotations

from communique.schema.views.sql_view import ViewColumn, create_view
from communique.schema.vocabulary import Extent

COVERAGE_OVERVIEW = create_view(
    "coverage_overview",
    "One row for each count by others: what they counted, and how many of it the record holds.",
    (
        ViewColumn("id", str, "what is covered"),
        ViewColumn("extent", Extent, "how far"),
        ViewColumn("scope", str, "what that means"),
        ViewColumn("period", str, "the period of the count, EDTF", null=True),
        ViewColumn("counted", int, "how many others counted"),
        ViewColumn("counted_by", str, "who counted"),
        ViewColumn("url", str, "where that is told"),
        ViewColumn(
            "recorded",
            int,
            "how many the record holds of it, without what is only planned, put off or called off",
        ),
    ),
    ("id", "period", "counted_by"),
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

DOSSIER_SCOPE = create_view(
    "dossier_scope",
    "One row for each event that belongs to a dossier: by its series or topics within its period, or by name.",
    (
        ViewColumn("dossier_id", str, "the dossier"),
        ViewColumn("event_id", str, "the event"),
    ),
    ("dossier_id", "event_id"),
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

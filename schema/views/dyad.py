"""Views of pairs of actors: what one did to or with another at an event, in a year, and in all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from communique.schema.views.sql_view import TIME_COLUMNS, YEAR, ViewColumn, create_wide_view, join_code
from communique.schema.vocabulary import Disagreement, Extent, Kind, Role, Word


class DyadRelation(Word):
    """What one actor of a dyad did to or with the other, by their roles. One event may give a pair several."""

    MET = "met", "both took part in a meeting or a call that was no conference"
    ATTENDED = "attended", "both were at one conference, which need not mean that they met"
    TRAINED = "trained", "both took part in one exercise; observers do not count"
    SIGNED = "signed", "both signed one instrument"
    ISSUED = "issued", "both put out one text"
    HOSTED = "hosted", "the first received the second, at a conference too"
    ADDRESSED = "addressed", "the first directed a text or a protest at the second"
    ACTED_ON = "acted-on", "the first did it to the second, beyond dispute among the sources"
    ALLEGED_TO_ACT_ON = "alleged-to-act-on", "the first did it to the second, as one side says"
    RESPONDED_TO = "responded-to", "the first answered what the second did, or is said to have done"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which roles of two actors make a relation, and of which events."""

    first: tuple[Role, ...]
    second: tuple[Role, ...]
    condition: str = ""

    @property
    def is_directed(self) -> bool:
        """Whether the two sides differ, so that the pair is there once and not from either side."""
        return self.first != self.second


_PARTIES = (Role.HOST, Role.ATTENDEE, Role.ORGANISER, Role.SIGNATORY, Role.INITIATOR, Role.MEDIATOR)
_GUESTS = (Role.ATTENDEE, Role.SIGNATORY, Role.MEDIATOR, Role.OBSERVER, Role.WITNESS)
_TRAINING = (Role.HOST, Role.ATTENDEE, Role.ORGANISER)
_CONFERENCE = "meeting.format IS NOT NULL AND meeting.format = 'conference'"

RULES: Final[dict[DyadRelation, _Rule]] = {
    DyadRelation.MET: _Rule(_PARTIES, _PARTIES, f"event.kind = 'meeting' AND NOT ({_CONFERENCE})"),
    DyadRelation.ATTENDED: _Rule(_PARTIES, _PARTIES, _CONFERENCE),
    DyadRelation.TRAINED: _Rule(_TRAINING, _TRAINING, "event.kind = 'exercise'"),
    DyadRelation.SIGNED: _Rule((Role.SIGNATORY,), (Role.SIGNATORY,)),
    DyadRelation.ISSUED: _Rule((Role.ISSUER,), (Role.ISSUER,)),
    DyadRelation.HOSTED: _Rule((Role.HOST,), _GUESTS),
    DyadRelation.ADDRESSED: _Rule((Role.ISSUER, Role.INITIATOR), (Role.ADDRESSEE,)),
    DyadRelation.ACTED_ON: _Rule((Role.INITIATOR,), (Role.AFFECTED,)),
    DyadRelation.ALLEGED_TO_ACT_ON: _Rule((Role.ALLEGED_INITIATOR,), (Role.AFFECTED,)),
    DyadRelation.RESPONDED_TO: _Rule((Role.RESPONDER,), (Role.INITIATOR, Role.ALLEGED_INITIATOR)),
}
"""How roles make relations."""

_SYMMETRIC = ", ".join(f"'{relation}'" for relation, rule in RULES.items() if not rule.is_directed)


def _select_pairs(relation: DyadRelation, rule: _Rule) -> str:
    first, second = (", ".join(f"'{role}'" for role in roles) for roles in (rule.first, rule.second))
    condition = f"\n    AND {rule.condition}" if rule.condition else ""
    return f"""
  SELECT event.id AS event_id, '{relation}' AS relation, one.actor_id AS from_id, other.actor_id AS to_id
  FROM event
  JOIN participation AS one ON one.event_id = event.id AND one.role IN ({first})
  JOIN participation AS other ON other.event_id = event.id AND other.role IN ({second})
  LEFT JOIN meeting ON meeting.event_id = event.id
  WHERE one.actor_id <> other.actor_id{condition}"""


_PAIRS = "\n  UNION".join(_select_pairs(relation, rule) for relation, rule in RULES.items())

_ACTORS = (
    ViewColumn("from_id", str, "the first actor"),
    ViewColumn("to_id", str, "the second actor"),
)

DYAD = create_wide_view(
    "dyad",
    "One row for what one actor did to or with another at an event, directed by their roles. A relation without a "
    "direction stands there twice, seen from either side.",
    (
        ViewColumn("event_id", str, "the event", "pair.event_id"),
        ViewColumn("relation", DyadRelation, "what the first did to or with the second", "pair.relation"),
        *_ACTORS,
        ViewColumn("from_name", str, "the name of the first", "one.name"),
        ViewColumn("to_name", str, "the name of the second", "other.name"),
        ViewColumn(
            "is_directed",
            bool,
            "whether the relation has a direction; else the pair stands there from either side",
            f"(pair.relation NOT IN ({_SYMMETRIC}))",
        ),
        ViewColumn("kind", Kind, "what sort of event it is", "event.kind"),
        *TIME_COLUMNS,
        ViewColumn("parties", int, "how many actors took part in any role", "present.parties"),
        ViewColumn("at_conference", bool, "whether it was a conference", f"({_CONFERENCE})"),
        ViewColumn("sources", int, "how many sources report the event", "event.source_count"),
        ViewColumn(
            "disagreement", Disagreement, "whether its sources disagree on any value", "event.disagreement"
        ),
    ),
    ("event_id", "relation", "from_id", "to_id"),
    f"""
WITH pair AS ({_PAIRS}
)
SELECT
COLUMNS
FROM pair
JOIN event ON event.id = pair.event_id
JOIN actor AS one ON one.id = pair.from_id
JOIN actor AS other ON other.id = pair.to_id
JOIN (
  SELECT event_id, count(DISTINCT actor_id) AS parties FROM participation GROUP BY event_id
) AS present ON present.event_id = pair.event_id
LEFT JOIN meeting ON meeting.event_id = pair.event_id
WHERE event.record_status = 'published'
""",
)


_COUNTS = {
    "events": ("occurred", "ongoing"),
    "alleged": ("alleged", "disputed"),
    "planned": ("planned", "postponed"),
    "cancelled": ("cancelled",),
}
"""The statuses that each count of a year is of."""

_SUMS = ",\n    ".join(
    f"count(CASE WHEN status IN ({', '.join(map(repr, statuses))}) THEN 1 END) AS {name}"
    for name, statuses in _COUNTS.items()
)

DYAD_YEAR = create_wide_view(
    "dyad_year",
    "One row for each pair of actors, relation and year, also where it counts none: every year from the first to the "
    "last of the record. Events that may have begun in another year are left out, as is presence at a conference.",
    (
        ViewColumn("from_id", str, "the first actor", "span.from_id"),
        ViewColumn("to_id", str, "the second actor", "span.to_id"),
        ViewColumn("relation", DyadRelation, "what the first did to or with the second", "span.relation"),
        ViewColumn("year", int, "the year", "span.year"),
        ViewColumn(
            "from_cow", str, "the number of the first in the lists of the Correlates of War", "one.value"
        ),
        ViewColumn("to_cow", str, "the number of the second in these lists", "other.value"),
        ViewColumn("events", int, "how many took place", "coalesce(counted.events, 0)"),
        ViewColumn(
            "alleged",
            int,
            "how many are alleged or disputed",
            "coalesce(counted.alleged, 0)",
        ),
        ViewColumn(
            "planned",
            int,
            "how many were planned or put off, and are not known to have taken place",
            "coalesce(counted.planned, 0)",
        ),
        ViewColumn("cancelled", int, "how many were called off", "coalesce(counted.cancelled, 0)"),
        ViewColumn(
            "coverage",
            Extent,
            "the least that the record says of the year, or of either actor in it; null where it says nothing. Only "
            "where it is complete does a 0 mean that nothing happened",
            "CASE covered.rank WHEN 1 THEN 'not-read' WHEN 2 THEN 'partial' WHEN 3 THEN 'complete' END",
        ),
    ),
    ("from_id", "to_id", "relation", "year"),
    f"""
WITH RECURSIVE bounds (first, last) AS (
  SELECT min({YEAR}), max({YEAR})
  FROM event WHERE event.record_status = 'published'
), years (year, last) AS (
  SELECT first, last FROM bounds WHERE first IS NOT NULL
  UNION ALL
  SELECT year + 1, last FROM years WHERE year < last
), counted AS (
  SELECT from_id, to_id, relation, year,
    {_SUMS}
  FROM dyad
  WHERE relation <> 'attended'
  GROUP BY from_id, to_id, relation, year
), span AS (
  SELECT pair.from_id, pair.to_id, pair.relation, years.year
  FROM (SELECT DISTINCT from_id, to_id, relation FROM counted) AS pair
  CROSS JOIN years
), said AS (
  SELECT coverage.country_id, years.year,
    CASE coverage.extent WHEN 'not-read' THEN 1 WHEN 'partial' THEN 2 ELSE 3 END AS rank
  FROM coverage
  JOIN years ON (coverage.year IS NULL OR coverage.year = years.year)
    AND (coverage.start_earliest IS NULL OR CAST({{year}}coverage.start_earliest) AS INTEGER) <= years.year)
    AND (coverage.end_latest IS NULL OR CAST({{year}}coverage.end_latest) AS INTEGER) >= years.year)
  WHERE coverage.series_id IS NULL AND coverage.topic_id IS NULL AND coverage.incident_type IS NULL
), covered AS (
  SELECT pair.from_id, pair.to_id, said.year, min(said.rank) AS rank
  FROM (SELECT DISTINCT from_id, to_id FROM counted) AS pair
  JOIN said ON said.country_id IS NULL OR said.country_id IN (pair.from_id, pair.to_id)
  GROUP BY pair.from_id, pair.to_id, said.year
)
SELECT
COLUMNS
FROM span
LEFT JOIN counted
  ON counted.from_id = span.from_id AND counted.to_id = span.to_id AND counted.relation = span.relation
  AND counted.year = span.year
LEFT JOIN covered
  ON covered.from_id = span.from_id AND covered.to_id = span.to_id AND covered.year = span.year
{join_code("cow", "span.from_id", "one")}
{join_code("cow", "span.to_id", "other")}
""",
)

EDGE = create_wide_view(
    "edge",
    "One row for each pair of actors and relation, as an edge of a network: how many events took place. A relation "
    "without a direction is there once.",
    (
        *_ACTORS,
        ViewColumn("relation", DyadRelation, "what the first did to or with the second"),
        ViewColumn("from_name", str, "the name of the first"),
        ViewColumn("to_name", str, "the name of the second"),
        ViewColumn("is_directed", bool, "whether the relation has a direction"),
        ViewColumn("events", int, "how many events took place", "count(*)"),
        ViewColumn("first_on", dt.date, "the earliest day that one may have begun on", "min(start_earliest)"),
        ViewColumn("latest_on", dt.date, "the same of the latest of them", "max(start_earliest)"),
    ),
    ("from_id", "to_id", "relation"),
    """
SELECT
COLUMNS
FROM dyad
WHERE took_place AND (is_directed OR from_id{collate} < to_id{collate})
GROUP BY from_id, to_id, relation, from_name, to_name, is_directed
""",
)

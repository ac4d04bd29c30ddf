"""The view with one row for each actor in a role at an event, with what an analysis of either needs."""

from __future__ import annotations

from typing import Final

from communique.schema.views.sql_view import TIME_COLUMNS, ViewColumn, create_wide_view, join_code
from communique.schema.vocabulary import ActorKind, Kind, Role

_KEY: Final = ("event_id", "actor_id", "role")


def _join_acting(table: str, element: str, alias: str) -> str:
    """Return a join to what acted for each participation, in one text in the order of its code points."""
    condition = " AND ".join(f"{alias}.{column} = participation.{column}" for column in _KEY)
    return f"""LEFT JOIN (
  SELECT event_id, actor_id, role, {{join}}({element}, ', ') AS joined
  FROM (
    SELECT DISTINCT event_id, actor_id, role, {element}{{collate}} AS {element}
    FROM {table} WHERE {element} IS NOT NULL ORDER BY event_id, actor_id, role, 4
  ) AS ordered
  GROUP BY event_id, actor_id, role
) AS {alias} ON {condition}"""


PARTICIPATION_WIDE = create_wide_view(
    "participation_wide",
    "One row for each actor in a role at an event, with the event's time and kind, the state that the actor belongs "
    "to, and who acted for it.",
    (
        ViewColumn("event_id", str, "the event", "participation.event_id"),
        ViewColumn("actor_id", str, "the actor", "participation.actor_id"),
        ViewColumn("role", Role, "what the actor was to the event", "participation.role"),
        ViewColumn("actor", str, "the actor's name", "actor.name"),
        ViewColumn("actor_kind", ActorKind, "what sort of actor it is", "actor.kind"),
        ViewColumn(
            "state_id",
            str,
            "the state or territory that it is or belongs to, as a ministry to its state; null where there is none",
            "belonging.state_id",
        ),
        ViewColumn("iso_alpha3", str, "the three letters of that state in ISO 3166-1", "state.iso_alpha3"),
        ViewColumn("cow", str, "its number in the lists of the Correlates of War project", "cow.value"),
        ViewColumn(
            "gleditsch_ward", str, "its number in the list of Gleditsch and Ward", "gleditsch_ward.value"
        ),
        ViewColumn("kind", Kind, "what sort of event it is", "event.kind"),
        ViewColumn("title", str, "the event's headline in our own words", "event.title"),
        *TIME_COLUMNS,
        ViewColumn("people", str, "ids of the people who acted for it, joined by `, `", "people.joined"),
        ViewColumn("offices", str, "ids of the offices that they held, joined by `, `", "offices.joined"),
        ViewColumn(
            "units", str, "its ships, aircraft, forces and delegations, joined by `, `", "units.joined"
        ),
        ViewColumn(
            "sources",
            int,
            "how many sources state that it took part in this role",
            "coalesce(stated.sources, 0)",
        ),
    ),
    _KEY,
    f"""
WITH RECURSIVE lineage (actor_id, ancestor_id, kind, parent_id) AS (
  SELECT id, id, kind, parent_id FROM actor
  UNION
  SELECT lineage.actor_id, actor.id, actor.kind, actor.parent_id
  FROM lineage JOIN actor ON actor.id = lineage.parent_id
  WHERE lineage.kind NOT IN ('state', 'territory')
)
SELECT
COLUMNS
FROM participation
JOIN event ON event.id = participation.event_id
JOIN actor ON actor.id = participation.actor_id
LEFT JOIN (
  SELECT actor_id, ancestor_id AS state_id FROM lineage WHERE kind IN ('state', 'territory')
) AS belonging ON belonging.actor_id = participation.actor_id
LEFT JOIN actor AS state ON state.id = belonging.state_id
{join_code("cow", "belonging.state_id", "cow")}
{join_code("gleditsch_ward", "belonging.state_id", "gleditsch_ward")}
{_join_acting("participation_person", "person_id", "people")}
{_join_acting("participation_person", "office_id", "offices")}
{_join_acting("participation_unit", "unit", "units")}
LEFT JOIN (
  SELECT event_id, element, count(DISTINCT source_id) AS sources
  FROM claim WHERE field = 'participants' AND modality <> 'denied' GROUP BY event_id, element
) AS stated
  ON stated.event_id = participation.event_id
  AND stated.element = participation.actor_id || '/' || participation.role
WHERE event.record_status = 'published'
""",
)

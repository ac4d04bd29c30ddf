"""The view with one row an event: every field, figure, role and doubt in a column of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventField
from communique.schema.tables.measure import MEASURE_LABELS, Measure
from communique.schema.views.sql_view import TIME_COLUMNS, ViewColumn, create_wide_view
from communique.schema.vocabulary import Disagreement, Kind, PlacePrecision, Role


def join_elements(table: str, element: str, name: str, alias: str) -> str:
    """Return a join to the elements of each event's set in one text, in the order of their code points."""
    return f"""
LEFT JOIN (
  SELECT event_id, {{join}}({element}, ', ') AS {name}
  FROM (
    SELECT DISTINCT event_id, {element}{{collate}} AS {element} FROM {table} ORDER BY event_id, 2
  ) AS ordered
  GROUP BY event_id
) AS {alias} ON {alias}.event_id = event.id"""


def _iter_field_columns(kind: Kind, field: EventField) -> Iterator[ViewColumn]:
    """Yield the columns of a field of one kind, named after both."""
    described = f"of {EVENT_TYPES[kind].plural}: {field.description}"
    name = f"{kind}_{field.name if field.is_set else field.column}"
    if field.is_set:
        yield ViewColumn(name, str, f"{described}; joined by `, `", f"{name}_set.{name}")
        return
    type_ = field.type if field.word_list or field.type is bool else str
    yield ViewColumn(name, type_, described, f'{kind}."{field.column}"')  # type: ignore[arg-type]  # a list of words, bool or str
    if field.is_date:
        for end, which in (("from", "first"), ("until", "last")):
            column = f"{field.name}_{end}"
            yield ViewColumn(
                f"{kind}_{column}",
                dt.date,
                f"of {EVENT_TYPES[kind].plural}: {which} day of `{field.name}`",
                f'{kind}."{column}"',
            )


def _iter_columns() -> Iterator[ViewColumn]:
    yield ViewColumn("id", str, "the event's id", "event.id")
    yield ViewColumn("kind", Kind, "what sort of event it is", "event.kind")
    yield ViewColumn("title", str, "a headline in our own words", "event.title")
    yield from TIME_COLUMNS
    yield ViewColumn(
        "date_approximate", bool, "the date is marked as approximate or uncertain", "event.date_approximate"
    )
    yield ViewColumn(
        "overdue_since",
        dt.date,
        "its last day, where its outcome is not recorded and it is past",
        "overdue.ended_on",
    )
    yield ViewColumn("place_id", str, "where it happened", "event.place_id")
    yield ViewColumn("place", str, "the name of the place", "place.name")
    yield ViewColumn("place_precision", PlacePrecision, "how exact the coordinates are", "place.precision")
    yield ViewColumn("latitude", float, "degrees north of the place, WGS 84", "place.latitude")
    yield ViewColumn("longitude", float, "degrees east of the place, WGS 84", "place.longitude")
    yield ViewColumn(
        "country_id", str, "the state or territory that administers the place; null at sea", "place.actor_id"
    )
    yield ViewColumn("country", str, "its name", "country.name")
    yield ViewColumn("series_id", str, "the series it belongs to", "event.series_id")
    yield ViewColumn("series", str, "the name of the series", "series.name")
    yield ViewColumn("edition", str, "its number or name in the series", "event.edition")
    yield ViewColumn("topics", str, "ids of its topics, joined by `, `", "topic_set.topics")
    for kind, event_type in EVENT_TYPES.items():
        for field in event_type.fields:
            yield from _iter_field_columns(kind, field)
    for measure, (meaning, unit) in MEASURE_LABELS.items():
        for column, which in (("low", "at least"), ("best", "the figure given"), ("high", "at most")):
            text = f"{meaning}, {which}" + (f", in {unit}" if unit else "")
            yield ViewColumn(f"{measure}_{column}", float, text, f"figures.{measure}_{column}")
    for role in Role:
        name = role.replace("-", "_")
        yield ViewColumn(
            name, str, f"ids of actors in the role `{role}`: {role.meaning}; joined by `, `", f"roles.{name}"
        )
    yield ViewColumn(
        "actors", str, "ids of all who took part in any role, joined by `, `", "actor_set.actors"
    )
    yield ViewColumn("parties", int, "how many actors these are", "coalesce(roles.parties, 0)")
    yield ViewColumn(
        "people", str, "ids of the people who acted for them, joined by `, `", "person_set.people"
    )
    yield ViewColumn("sources", int, "how many sources report it", "event.source_count")
    yield ViewColumn(
        "independent_sources", int, "how many originators they have", "event.independent_source_count"
    )
    yield ViewColumn("source_ids", str, "ids of the sources, joined by `, `", "source_set.source_ids")
    yield ViewColumn(
        "originators",
        str,
        "ids of who wrote them: agencies, or publishers where none is named; joined by `, `",
        "originator_set.originators",
    )
    yield ViewColumn(
        "disagreement", Disagreement, "whether its sources disagree on any value", "event.disagreement"
    )
    for doubt, meaning in _DOUBTS.items():
        yield ViewColumn(
            f"{doubt}_values",
            str,
            f"the fields of which {meaning}, as `date, participants US/host`",
            f"doubts.{doubt}",
        )


_DOUBTS: Final = {
    "unresolved": "sources disagree and nothing decides between them",
    "overruled": "an editor decided against what a source says",
    "alleged": "somebody says the value, and the source does not vouch for it",
    "denied": "somebody says that the value is not so",
}
"""The standings and modalities of claims that make a value doubtful."""


def _join_figures() -> str:
    columns = ",\n    ".join(
        f"max(CASE measure WHEN '{measure}' THEN {column} END) AS {measure}_{column}"
        for measure in Measure
        for column in ("low", "best", "high")
    )
    return f"""
LEFT JOIN (
  SELECT event_id,
    {columns}
  FROM figure
  GROUP BY event_id
) AS figures ON figures.event_id = event.id"""


def _join_roles() -> str:
    columns = ",\n    ".join(
        f"{{join}}(CASE role WHEN '{role}' THEN actor_id END, ', ') AS {role.replace('-', '_')}"
        for role in Role
    )
    return f"""
LEFT JOIN (
  SELECT event_id, count(DISTINCT actor_id) AS parties,
    {columns}
  FROM (SELECT event_id, actor_id, role FROM participation ORDER BY event_id, actor_id{{collate}}) AS ordered
  GROUP BY event_id
) AS roles ON roles.event_id = event.id"""


def _join_doubts() -> str:
    columns = ",\n    ".join(
        f"{{join}}(CASE doubt WHEN '{doubt}' THEN name END, ', ') AS {doubt}" for doubt in _DOUBTS
    )
    name = "CASE element WHEN '' THEN field ELSE field || ' ' || element END AS name"
    return f"""
LEFT JOIN (
  SELECT event_id,
    {columns}
  FROM (
    SELECT event_id, name, doubt
    FROM (
      SELECT event_id, {name}, standing AS doubt
      FROM claim WHERE standing IN ('unresolved', 'overruled')
      UNION
      SELECT event_id, {name}, modality AS doubt
      FROM claim WHERE modality IN ('alleged', 'denied')
    ) AS doubtful
    ORDER BY event_id, name{{collate}}
  ) AS ordered
  GROUP BY event_id
) AS doubts ON doubts.event_id = event.id"""


_ORIGINATORS = """
LEFT JOIN (
  SELECT event_id, {join}(originator, ', ') AS originators
  FROM (
    SELECT DISTINCT source_event.event_id, coalesce(source.agency_id, source.publisher_id){collate} AS originator
    FROM source_event JOIN source ON source.id = source_event.source_id
    ORDER BY 1, 2
  ) AS ordered
  GROUP BY event_id
) AS originator_set ON originator_set.event_id = event.id"""


def _build_select() -> str:
    joins = [
        "LEFT JOIN overdue ON overdue.event_id = event.id",
        "LEFT JOIN place ON place.id = event.place_id",
        "LEFT JOIN actor AS country ON country.id = place.actor_id",
        "LEFT JOIN series ON series.id = event.series_id",
        *(f"LEFT JOIN {kind} ON {kind}.event_id = event.id" for kind in EVENT_TYPES),
    ]
    sets = [
        join_elements(
            f"{kind}_{field.element}", field.column, f"{kind}_{field.name}", f"{kind}_{field.name}_set"
        )
        for kind, event_type in EVENT_TYPES.items()
        for field in event_type.iter_set_fields()
    ]
    sets += [
        join_elements("event_topic", "topic_id", "topics", "topic_set"),
        join_elements("participation", "actor_id", "actors", "actor_set"),
        join_elements("participation_person", "person_id", "people", "person_set"),
        join_elements("source_event", "source_id", "source_ids", "source_set"),
    ]
    parts = [*sets, _join_figures(), _join_roles(), _ORIGINATORS, _join_doubts()]
    lines = "\n".join(joins) + "".join(parts)
    return f"SELECT\nCOLUMNS\nFROM event\n{lines}\nWHERE event.record_status = 'published'"


EVENT_WIDE = create_wide_view(
    "event_wide",
    "One row an event, made for analysis: every field of every kind, figure, role and doubt in a column of its own.",
    tuple(_iter_columns()),
    ("id",),
    _build_select(),
)

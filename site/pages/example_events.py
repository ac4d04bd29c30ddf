"""Find the first event that shows what a table, a column or a word is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Enum, Table, text
from sqlalchemy.orm import Session

from communique.schema.models import metadata
from communique.schema.views import VIEWS

_BY_EVENT: Final = "JOIN event ON event.id = {key}"
_BY_SOURCE: Final = (
    "JOIN source_event AS used ON used.source_id = {key} JOIN event ON event.id = used.event_id"
)
_BY_ACTOR: Final = (
    "JOIN participation AS used ON used.actor_id = {key} JOIN event ON event.id = used.event_id"
)
_BY_PERSON: Final = (
    "JOIN participation_person AS used ON used.{column} = {key} JOIN event ON event.id = used.event_id"
)

_EVENT_OF: Final = {
    "event": _BY_EVENT,
    "source": _BY_SOURCE,
    "publisher": "JOIN source ON source.publisher_id = {key} " + _BY_SOURCE.replace("{key}", "source.id"),
    "entry_file": "JOIN source ON source.path = {key} " + _BY_SOURCE.replace("{key}", "source.id"),
    "actor": _BY_ACTOR,
    "person": _BY_PERSON.replace("{column}", "person_id"),
    "office": _BY_PERSON.replace("{column}", "office_id"),
    "place": "JOIN event ON event.place_id = {key}",
    "series": "JOIN event ON event.series_id = {key}",
    "topic": "JOIN event_topic AS used ON used.topic_id = {key} JOIN event ON event.id = used.event_id",
    "dossier": "JOIN dossier_event AS used ON used.dossier_id = {key} JOIN event ON event.id = used.event_id",
    "event_kind": "JOIN event ON event.kind = {key}",
    "split": "JOIN split_target AS used ON used.split_id = {key} JOIN event ON event.id = used.target_id",
    "release": "JOIN released_event AS used ON used.release_version = {key} JOIN event ON event.id = used.id",
}
"""How the rows of a table lead to events, and those of every table that refers to it."""

_ROUTES: Final = {
    "released_event": _BY_EVENT.format(key="listed.id"),
    "change": _BY_EVENT.format(key="listed.entity_id") + " AND listed.entity = 'event'",
    "change_source": _BY_SOURCE.format(key="listed.source_id"),
    "identifier": _BY_ACTOR.format(key="listed.entity_id") + " AND listed.entity = 'actor'",
    "pair_tally": _BY_ACTOR.format(key="listed.actor_id")
    + " JOIN participation AS other ON other.event_id = event.id AND other.actor_id = listed.other_id",
    "event_wide": _BY_EVENT.format(key="listed.id"),
    "event_overview": _BY_EVENT.format(key="listed.id"),
}
"""Tables and views whose references alone do not say it."""

_WITHOUT: Final = frozenset({"year_tally"})
"""Tables whose rows are of no event, though they refer to something that is."""


def find_column_examples(session: Session, table: Table) -> dict[str, str]:
    """Return an event by column, and of the table itself by "": the first by id in whose rows it is not null."""
    route = _find_route(table)
    if route is None:
        return {}
    first = _first_event(session)
    names = ["", *table.columns.keys()]
    columns = [
        f"min({first})",
        *(f"min(CASE WHEN listed.{name} IS NOT NULL THEN {first} END)" for name in names[1:]),
    ]
    statement = f"SELECT {', '.join(columns)} FROM {table.name} AS listed {route} "  # noqa: S608  # our own names
    keys = session.execute(text(statement + "WHERE event.record_status = 'published'")).one()
    return {name: str(key) for name, key in zip(names, keys, strict=True) if key is not None}


def find_word_examples(session: Session) -> dict[tuple[str, str], str]:
    """Return an event by the name of a list and a word: the first by id that has the word in any column."""
    first = _first_event(session)
    examples: dict[tuple[str, str], str] = {}
    for name, table, column in _iter_word_columns():
        statement = f"SELECT listed.{column}, min({first}) FROM {table.name} AS listed {_find_route(table)} "  # noqa: S608  # our own names
        condition = f"WHERE event.record_status = 'published' GROUP BY listed.{column}"
        for value, key in session.execute(text(statement + condition)):
            if value is not None:
                examples.setdefault((name, str(value)), str(key))
    return examples


def _iter_word_columns() -> Iterator[tuple[str, Table, str]]:
    """Yield each column of words that leads to events, with the name of its list; of views, lists of their own."""
    listed: set[str] = set()
    for tables in (metadata.tables.values(), [view.table for view in VIEWS]):
        known = frozenset(listed)
        for table in tables:
            for column in table.columns:
                if isinstance(column.type, Enum) and column.type.enum_class and _find_route(table):
                    name = column.type.enum_class.__name__
                    listed.add(name)
                    if name not in known:
                        yield name, table, column.name


def _find_route(table: Table) -> str | None:
    """Return the joins from a table's rows, called ``listed``, to their events; None where they have none."""
    if table.name in _ROUTES:
        return _ROUTES[table.name]
    if table.name in _WITHOUT:
        return None
    if "event_id" in table.columns:
        return _BY_EVENT.format(key="listed.event_id")
    if table.name in _EVENT_OF:
        return _EVENT_OF[table.name].format(key=f"listed.{table.primary_key.columns.keys()[0]}")
    for column in table.columns:
        for key in column.foreign_keys:
            if route := _EVENT_OF.get(key.column.table.name):
                return route.format(key=f"listed.{column.name}")
    return None


def _first_event(session: Session) -> str:
    """Return an event's id in the one order of every database."""
    return "event.id" + (' COLLATE "C"' if session.get_bind().dialect.name == "postgresql" else "")

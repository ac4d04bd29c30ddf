"""Gather what Explore filters by and takes away of each kind of event, from the declarations of their fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventField
from communique.schema.models import Base, Figure
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Entity
from communique.site import labels
from communique.site.pages.overview.overview_views import ExploreField, ExploreFigure
from communique.site.pages.select import group_by, select_models

if TYPE_CHECKING:
    from communique.site.pages.event_index import EventIndex
    from communique.site.pages.registry import SiteRegistry

Cells = dict[str, tuple[str, ...]]
"""The values of a field by event id."""


def load_explore_fields(
    session: Session, event_index: EventIndex, registry: SiteRegistry
) -> tuple[ExploreField, ...]:
    """Return the fields of all kinds with the values that events have, then places and offices."""
    cells: defaultdict[str, Cells] = defaultdict(dict)
    declared: dict[str, EventField] = {}
    for kind, event_type in EVENT_TYPES.items():
        for field in event_type.fields:
            declared.setdefault(field.name, field)
            for event_id, value in _read_values(session, kind.value, field):
                if event_id in event_index.rows:
                    cells[field.name][event_id] = (*cells[field.name].get(event_id, ()), value)
    fields = [
        _build_field(field.name, field.label, cells[field.name], _value_formatter(field, registry))
        for field in declared.values()
    ]
    places = {
        key: registry.place_and_ancestors(event.place_id)
        for key, event in event_index.events.items()
        if event.place_id
    }
    offices = {
        key: tuple(dict.fromkeys(row.office_id for row in rows if row.office_id))
        for key, rows in group_by(event_index.people, lambda row: row.event_id).items()
    }
    return (
        *fields,
        _build_field("place", "Place, with what lies in it", places, lambda key: registry.places[key].name),
        _build_field("office", "Office", offices, lambda key: registry.offices[key].title),
    )


def load_explore_figures(session: Session, event_index: EventIndex) -> tuple[ExploreFigure, ...]:
    """Return the figures of all events by measure, each with its bounds; one SELECT."""
    rows = group_by(
        (row for row in select_models(session, Figure) if row.event_id in event_index.rows),
        lambda row: row.measure,
    )
    return tuple(
        ExploreFigure(
            measure.value,
            labels.label_measure(measure),
            {row.event_id: (row.low, row.best, row.high) for row in rows[measure]},
        )
        for measure in Measure
        if measure in rows
    )


def _read_values(session: Session, kind: str, field: EventField) -> Iterator[tuple[str, str]]:
    """Yield the event and the value of each row that has one, in the database's own order; one SELECT."""
    table = Base.metadata.tables[f"{kind}_{field.element}" if field.is_set else kind]
    column = table.c[field.column]
    query = select(table.c.event_id, column).where(column.is_not(None)).order_by(table.c.event_id, column)
    for event_id, value in session.execute(query):
        yield event_id, str(value.value if hasattr(value, "value") else value)


def _value_formatter(field: EventField, registry: SiteRegistry) -> Callable[[str], str] | None:
    """Return how a value is called where a field has few; None where it holds a text of its own."""
    if field.word_list:
        return lambda value: labels.capitalize_first(labels.humanize(value))
    if field.type is bool:
        return lambda value: field.truth[value != "True"]
    if field.target is Entity.PLACE:
        return lambda key: registry.places[key].name
    if field.target is Entity.ACTOR:
        return lambda key: registry.actors[key].name
    return None


def _build_field(name: str, label: str, cells: Cells, formatter: Callable[[str], str] | None) -> ExploreField:
    values = {value for cell in cells.values() for value in cell} if formatter else set()
    options = (
        sorted(((value, formatter(value)) for value in values), key=lambda pair: pair[1]) if formatter else []
    )
    return ExploreField(name, label, tuple(options), {key: cell for key, cell in cells.items() if cell})

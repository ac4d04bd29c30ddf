"""Make the tables of each kind of event from its declaration, and the table of provisions."""

from __future__ import annotations

import datetime as dt
from types import new_class
from typing import TYPE_CHECKING, Any, Optional

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import relationship
from sqlmodel import Field

from communique.schema.event_types import EVENT_TYPES
from communique.schema.event_types.memorandum import Force
from communique.schema.fields import EventField, EventType
from communique.schema.tables.base import Base, boolean_check, enum_type, relate, relate_list, slug_check
from communique.schema.tables.event import Event
from communique.schema.vocabulary import Kind

if TYPE_CHECKING:
    from communique.schema.derived import Memorandum
    from communique.schema.tables.subject import Topic


def _create_table(
    name: str, description: str, columns: dict[str, tuple[Any, Any]], related: dict[str, Any], *args: Any
) -> type[Base]:
    """Return a table's class, given the type and the field of each column, and its relationships."""
    body = {
        "__module__": __name__,
        "__doc__": description,
        "__annotations__": {column: type_ for column, (type_, _) in columns.items()},
        "__table_args__": args,
        **{column: field for column, (_, field) in columns.items()},
        **related,
    }
    return new_class(name, (Base,), {"table": True}, lambda namespace: namespace.update(body))


def _create_columns(field: EventField) -> dict[str, tuple[Any, Any]]:
    """Return the columns of a field that holds one value."""
    options: dict[str, Any] = {"default": None, "description": field.description}
    if field.index:
        options["index"] = True
    if field.target:
        return {field.column: (str | None, Field(foreign_key=f"{field.target}.id", **options))}
    if field.word_list:
        return {
            field.column: (
                field.word_list | None,
                Field(sa_type=enum_type(field.word_list, field.column), **options),
            )
        }
    if not field.is_date:
        return {field.column: (Optional[field.type], Field(**options))}  # noqa: UP045  (a type of run time)
    return {
        field.column: (str | None, Field(max_length=40, **options)),
        f"{field.name}_from": (
            dt.date | None,
            Field(default=None, description=f"first day of `{field.name}`"),
        ),
        f"{field.name}_until": (
            dt.date | None,
            Field(default=None, description=f"last day of `{field.name}`"),
        ),
    }


def _create_checks(field: EventField) -> tuple[CheckConstraint, ...]:
    if field.is_date:
        first, last = f"{field.name}_from", f"{field.name}_until"
        condition = f"{first} IS NULL OR {last} IS NULL OR {first} <= {last}"
        return (CheckConstraint(condition, name=f"{field.name}_order"),)
    return (boolean_check(field.name),) if field.type is bool else ()


def _create_detail_table(event_type: EventType) -> type[Base]:
    """Return the table of a kind; its ``(event_id, kind)`` is an event's, of this kind."""
    kind = event_type.kind
    word = enum_type(Kind, "kind", is_checked=False)
    columns: dict[str, tuple[Any, Any]] = {
        "event_id": (str, Field(primary_key=True, description="the event")),
        "kind": (
            Kind,
            Field(
                default=kind,
                sa_type=word,
                description=f"always `{kind}`",
            ),
        ),
    }
    checks: list[CheckConstraint] = []
    for field in event_type.iter_single_fields():
        columns |= _create_columns(field)
        checks += _create_checks(field)
    related = {"event": relate("Event")}
    for field in event_type.iter_single_fields():
        if field.target:
            related[field.name] = relate(field.target.capitalize())
    for field in event_type.iter_set_fields():
        related[field.name] = relate_list(f"{kind.capitalize()}{field.element.capitalize()}")
    return _create_table(
        kind.capitalize(),
        event_type.description,
        columns,
        related,
        ForeignKeyConstraint(["event_id", "kind"], ["event.id", "event.kind"]),
        CheckConstraint(f"kind = '{kind}'", name="kind_is_own"),
        *checks,
    )


def _create_element_table(kind: Kind, field: EventField) -> type[Base]:
    """Return the table of a field that holds a set: a row for each of its elements."""
    options: dict[str, Any] = {"primary_key": True, "index": True, "description": f"the {field.element}"}
    element: tuple[Any, Any]
    if field.target:
        element = (str, Field(foreign_key=f"{field.target}.id", **options))
    elif field.word_list:
        element = (field.word_list, Field(sa_type=enum_type(field.word_list, field.column), **options))
    else:
        raise TypeError(f"the set {field.name} of {kind} holds neither words of a list nor ids")
    owner = Field(primary_key=True, foreign_key=f"{kind}.event_id", description=f"the {kind}")
    article = "An" if kind.startswith(tuple("aeiou")) else "A"
    return _create_table(
        f"{kind.capitalize()}{field.element.capitalize()}",
        f"A {field.element} of {article.lower()} {kind}.",
        {"event_id": (str, owner), field.column: element},
        {kind.value: relate(kind.capitalize())}
        | ({field.element: relate(field.target.capitalize())} if field.target else {}),
    )


DETAIL_TABLES: dict[Kind, type[Base]] = {
    kind: _create_detail_table(event_type) for kind, event_type in EVENT_TYPES.items()
}
"""The table of each kind."""

ELEMENT_TABLES: dict[tuple[Kind, str], type[Base]] = {
    (kind, field.name): _create_element_table(kind, field)
    for kind, event_type in EVENT_TYPES.items()
    for field in event_type.iter_set_fields()
}
"""The table of each set, by its kind and its field."""

KIND_TABLES = {table.__name__: table for table in (*DETAIL_TABLES.values(), *ELEMENT_TABLES.values())}
"""The tables of all kinds by the names of their classes."""

globals().update(KIND_TABLES)  # so that pickle finds each class where its module says it is


class Provision(Base, table=True):
    """One thing that an instrument lays down, in our own words."""

    __table_args__ = (slug_check(),)

    event_id: str = Field(primary_key=True, foreign_key="memorandum.event_id", description="the instrument")
    id: str = Field(primary_key=True, description="a slug, unique in the instrument")
    topic_id: str | None = Field(
        default=None, foreign_key="topic.id", index=True, description="what it is about"
    )
    force: Force = Field(sa_type=enum_type(Force, "force"), description="how strongly it binds")
    text: str = Field(description="one sentence in our own words")

    memorandum: Memorandum = relate("Memorandum")
    topic: Topic | None = relate("Topic")


def relate_details() -> None:
    """Let an event know its row in the table of its kind, and a memorandum its provisions."""
    for kind, table in DETAIL_TABLES.items():
        setattr(Event, kind, relationship(table, viewonly=True, uselist=False))
    memorandum: Any = DETAIL_TABLES[Kind.MEMORANDUM]
    memorandum.provisions = relationship(Provision, viewonly=True, collection_class=list)

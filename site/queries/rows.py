"""The one way to read a table: plain rows, in the order of their primary key, never one query per event."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, String, Table, select
from sqlalchemy.orm import Session

from communique.schema.base import Base

Row = TypeVar("Row", bound=Base)
Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def read(session: Session, model: type[Row], *where: ColumnElement[bool]) -> list[Row]:
    """All rows of a table that meet the conditions, sorted here so that every database orders alike.

    They are named tuples with the model's columns as attributes, not tracked objects: ten times quicker to load,
    and an attribute thirty times quicker to read than that of SQLAlchemy's own rows.
    """
    table: Table = cast("Any", model).__table__
    rows = map(_light(table)._make, session.execute(select(table).where(*where)))
    return cast("list[Row]", sorted(rows, key=attrgetter(*table.primary_key.columns.keys())))


@cache
def _light(table: Table) -> Any:
    """The named tuple of a table's rows."""
    return namedtuple(table.name, table.columns.keys())


def raw(session: Session, table: Table) -> Iterator[tuple[Any, ...]]:
    """A table's rows by key, as they come from the driver, one by one: no day or word of a list is made of them."""
    connection = session.connection()
    here = connection.dialect.name == "sqlite"
    keys = [
        # whatever the language of the server, as SQLite orders
        one if here or not isinstance(one.type, String) else one.collate("C")
        for one in table.primary_key.columns
    ]
    query = str(select(table).order_by(*keys).compile(connection))
    with connection.exec_driver_sql(query, execution_options={"stream_results": True}) as result:
        yield from cast("Iterable[tuple[Any, ...]]", result.cursor) if here else map(tuple, result)


def column(model: type[Base], name: str) -> Any:
    """A column for a condition, by name."""
    table: Table = cast("Any", model).__table__
    return table.c[name]


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Items by key, each group in the order of the items."""
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)

"""Define an SQL view: what a row is, its columns with their meaning, and its SELECT for either database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, String, Table

from communique.schema.dates.grammar import DatePrecision
from communique.schema.fields import WordList
from communique.schema.search import Dialect
from communique.schema.tables.base import enum_type
from communique.schema.vocabulary import Status

DIALECT_WORDS: Final[Mapping[Dialect, Mapping[str, str]]] = {
    "sqlite": {"join": "group_concat", "year": "strftime('%Y', ", "collate": ""},
    "postgresql": {"join": "string_agg", "year": "date_part('year', ", "collate": ' COLLATE "C"'},
}
"""Where the two databases have other words: ``{join}`` joins texts; ``{year}a_day)`` is the year of a day;
``{collate}`` behind a text orders it by code points, whatever the language of the server."""

_COLUMN_TYPES = {str: String, int: Integer, float: Float, bool: Boolean, dt.date: Date}


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view that is handed out as a file: its type, meaning, and what it is selected as."""

    name: str
    type: type[str] | type[int] | type[float] | type[bool] | type[dt.date] | WordList
    description: str
    expression: str = ""
    null: bool | None = None
    """Whether it may be null; by default what is no part of the key may."""


VIEW_METADATA = MetaData()
"""Describes the columns of views, as a table's are; nothing is created from it."""


@dataclass(frozen=True, slots=True)
class SqlView:
    """An SQL view: its name, what a row is, its columns with their descriptions, its SELECT, and its types.

    Its ``table`` has the columns with their types, and the key that tells its rows apart. ``{join}`` in the SELECT is
    the dialect's aggregate that joins texts; see ``DIALECT_WORDS``. It is always fed from an ordered subquery: SQLite
    before 3.44 cannot order inside the aggregate.
    """

    name: str
    description: str
    columns: Mapping[str, str]
    select: str
    table: Table

    def create_statement(self, dialect: Dialect) -> str:
        """Return the CREATE VIEW statement for a dialect."""
        return f"CREATE VIEW {self.name} AS\n{self.select.format(**DIALECT_WORDS[dialect]).strip()}"


class WideView(SqlView):
    """A view made for analysis, which is also a CSV and a Parquet file; its key orders its rows."""


def create_view(
    name: str, description: str, columns: tuple[ViewColumn, ...], key: tuple[str, ...], select: str
) -> SqlView:
    """Return a view whose SELECT is written out; the rest is as for ``create_wide_view``."""
    table = Table(name, VIEW_METADATA, *(_create_column(column, column.name in key) for column in columns))
    return SqlView(name, description, {column.name: column.description for column in columns}, select, table)


def create_wide_view(
    name: str, description: str, columns: tuple[ViewColumn, ...], key: tuple[str, ...], select: str
) -> WideView:
    """Return a view for analysis.

    Args:
        name: its name.
        description: what a row is.
        columns: its columns, in order.
        key: the columns that tell its rows apart.
        select: its SELECT; ``COLUMNS`` in it stands for the columns' expressions.
    """
    expressions = ",\n".join(
        f"  {column.expression} AS {column.name}" if column.expression else f"  {column.name}"
        for column in columns
    )
    view = create_view(name, description, columns, key, select.replace("COLUMNS", expressions))
    return WideView(view.name, view.description, view.columns, view.select, view.table)


def _create_column(column: ViewColumn, is_key: bool) -> Column[object]:
    column_type: Any = _COLUMN_TYPES.get(column.type)
    if column_type is None:
        column_type = enum_type(cast("WordList", column.type), column.name, is_checked=False)
    nullable = not is_key if column.null is None else column.null
    return Column(column.name, column_type, primary_key=is_key, nullable=nullable, comment=column.description)


def join_code(scheme: str, actor: str, alias: str) -> str:
    """Return a join to the code that an actor has in a scheme.

    Args:
        scheme: the scheme.
        actor: the column with the actor's id.
        alias: what the joined table is called.
    """
    return (
        f"LEFT JOIN identifier AS {alias} ON {alias}.entity = 'actor' AND {alias}.entity_id = {actor} "
        f"AND {alias}.scheme = '{scheme}' AND {alias}.dataset = ''"
    )


_TOOK_PLACE: Final = "(event.status IN ('occurred', 'ongoing'))"
YEAR: Final = (
    "CASE WHEN CAST({year}event.start_earliest) AS INTEGER) = CAST({year}event.start_latest) AS INTEGER) "
    "THEN CAST({year}event.start_earliest) AS INTEGER) END"
)
TIME_COLUMNS: Final = (
    ViewColumn("status", Status, "whether it happened", "event.status"),
    ViewColumn(
        "took_place",
        bool,
        "whether it happened or had begun, beyond dispute: false for what is planned, put off, called off, "
        "alleged or disputed",
        _TOOK_PLACE,
        null=False,
    ),
    ViewColumn("date", str, "EDTF, as `2024-06` or `2024-06-27/2024-06-29`", "event.date"),
    ViewColumn("date_precision", DatePrecision, "how fine the date is", "event.date_precision"),
    ViewColumn(
        "start_earliest", dt.date, "first day it may have begun; null is open", "event.start_earliest"
    ),
    ViewColumn("start_latest", dt.date, "last day it may have begun; null is open", "event.start_latest"),
    ViewColumn("end_earliest", dt.date, "first day it may have ended; null is open", "event.end_earliest"),
    ViewColumn("end_latest", dt.date, "last day it may have ended; null is open", "event.end_latest"),
    ViewColumn("year", int, "the year in which it began; null where it may have been another", YEAR),
)
"""When an event was, and whether; the same in every wide view of events."""

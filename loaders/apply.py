"""Apply a changeset to the database, in the caller's transaction and in an order that constraints allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, and_, bindparam

from communique.loaders.changeset import Changeset, TableChange
from communique.loaders.rows import RowTuple
from communique.loaders.rows.row_set import Row, list_registry_tables, primary_key_columns, to_tuples
from communique.schema.models import SORTED_TABLES, metadata
from communique.schema.search import Dialect
from communique.schema.summary_queries import SUMMARIES, SummaryQuery

SELF_REFERENCES = {"actor": "parent_id", "place": "parent_id", "release": "previous_version"}
"""Tables whose rows refer to rows of the same table."""

REPLACED_TABLES = ("redirect",)
"""Tables whose rows are replaced rather than updated: the event that one led to may be going."""


def apply_changes(changes: Mapping[str, TableChange], connection: Connection) -> None:
    """Write changes, given by table, to the database.

    What events and sources lose goes first, what is referred to comes before what refers to it, and what
    was referred to goes last. Unique values that move from row to row are let go before they are taken.
    """
    for table, change in _iter_changes(changes):
        _clear_unique_values(table, change, connection)
    deleted_last = {"entry_file", *list_registry_tables()}
    for table, change in reversed(list(_iter_changes(changes))):
        if table.name not in deleted_last:
            _delete_rows(table, _rows_to_replace(table, change) + change.delete, connection)
    for table, change in _iter_changes(changes):
        _insert_rows(table, change.insert, connection)
        _update_rows(table, change, connection)
    for table, change in reversed(list(_iter_changes(changes))):
        if table.name in deleted_last:
            _delete_rows(table, change.delete, connection)


def bulk_insert(connection: Connection, table: Table, rows: Sequence[RowTuple]) -> None:
    """Insert rows into a table, given as tuples in the order of its columns.

    PostgreSQL takes them by COPY (https://www.postgresql.org/docs/current/sql-copy.html), SQLite by one
    prepared INSERT. Constraints, triggers and indexes see each row as they would any other.
    """
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(_insert_statement(table, "postgresql")) as copy:
            for row in rows:
                copy.write_row(row)
    elif rows:
        connection.exec_driver_sql(_insert_statement(table, "sqlite"), list(rows))


@cache
def _insert_statement(table: Table, dialect: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if dialect == "postgresql":
        return f'COPY "{table.name}" ({columns}) FROM STDIN'
    placeholders = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({placeholders})'  # noqa: S608  (our own names)


def _iter_changes(changes: Mapping[str, TableChange]) -> Iterator[tuple[Table, TableChange]]:
    for table in SORTED_TABLES:
        if table.name in changes:
            yield table, changes[table.name]


def _rows_to_replace(table: Table, change: TableChange) -> list[Row]:
    return [old for old, _ in change.update] if table.name in REPLACED_TABLES else []


def _clear_unique_values(table: Table, change: TableChange, connection: Connection) -> None:
    """Set the unique columns of deleted or changed rows to NULL, so that other rows can take the values."""
    unique = [column.name for column in table.columns if column.unique and column.nullable]
    rows = [*change.delete, *(old for old, new in change.update if any(old[c] != new[c] for c in unique))]
    if unique and rows:
        statement = table.update().where(_key_condition(table)).values(dict.fromkeys(unique))
        connection.execute(statement, [_key_parameters(table, row) for row in rows])


def _insert_rows(table: Table, rows: list[Row], connection: Connection) -> None:
    if rows:
        bulk_insert(connection, table, to_tuples(table.name, _sort_parents_first(table, rows)))


def _update_rows(table: Table, change: TableChange, connection: Connection) -> None:
    rows = [new for _, new in change.update]
    if not rows:
        return
    if table.name in REPLACED_TABLES:
        _insert_rows(table, rows, connection)
        return
    keys = primary_key_columns(table.name)
    values: dict[str, BindParameter[object]] = {
        column.name: bindparam(column.name) for column in table.columns if column.name not in keys
    }
    connection.execute(
        table.update().where(_key_condition(table)).values(values),
        [row | _key_parameters(table, row) for row in rows],
    )


def _delete_rows(table: Table, rows: list[Row], connection: Connection) -> None:
    if rows:
        ordered = list(reversed(_sort_parents_first(table, rows)))
        connection.execute(
            table.delete().where(_key_condition(table)), [_key_parameters(table, row) for row in ordered]
        )


def _key_condition(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[key] == bindparam(f"key_{key}") for key in primary_key_columns(table.name)))


def _key_parameters(table: Table, row: Row) -> Row:
    return {f"key_{key}": row[key] for key in primary_key_columns(table.name)}


def _sort_parents_first(table: Table, rows: list[Row]) -> list[Row]:
    """Return the rows of a self-referencing table, each after the row that it refers to."""
    column = SELF_REFERENCES.get(table.name)
    if not column:
        return rows
    (key,) = primary_key_columns(table.name)
    pending = {row[key]: row for row in rows}
    ordered: list[Row] = []
    while pending:
        ready = [row for row in pending.values() if row[column] not in pending]
        ordered += ready
        for row in ready:
            del pending[row[key]]
    return ordered


def refresh_summaries(changeset: Changeset, connection: Connection) -> None:
    """Recompute each summary table that a changeset, already applied, made outdated.

    Each is counted whole: all of them together take a hundredth of the time that loading as many events took, and
    what is counted whole is right whatever was there before.

    Args:
        changeset: what the load did.
        connection: the database, in the load's transaction.
    """
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    for summary in SUMMARIES:
        if changeset.inserted or is_outdated(summary, changeset):
            connection.exec_driver_sql(f"DELETE FROM {summary.table}")  # noqa: S608  (our own names)
            connection.exec_driver_sql(summary.insert_statement(dialect))


def find_wrong_summaries(connection: Connection) -> list[str]:
    """Return the summary tables that do not hold what the tables that they are counted from come to."""
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    wrong = []
    for summary in SUMMARIES:
        columns = ", ".join(metadata.tables[summary.table].columns.keys())
        stored = connection.exec_driver_sql(f"SELECT {columns} FROM {summary.table}")  # noqa: S608  (our own names)
        if set(connection.exec_driver_sql(summary.select_statement(dialect))) != set(stored):
            wrong.append(summary.table)
    return wrong


def is_outdated(summary: SummaryQuery, changeset: Changeset) -> bool:
    """Return whether a changeset changes anything that a summary counts."""
    changes = ((changeset.tables.get(table), columns) for table, columns in summary.source_columns.items())
    return any(change is not None and _affects_columns(change, columns) for change, columns in changes)


def _affects_columns(change: TableChange, columns: Set[str]) -> bool:
    if change.insert or change.delete:
        return True
    return any(old[name] != new[name] for old, new in change.update for name in columns)

"""From a plan to the database, in the caller's one transaction, in an order that no constraint minds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, and_, bindparam

from communique.loaders.plan import Plan, TableChange
from communique.loaders.rows.partition import registry_tables
from communique.loaders.rows.rows import Row, key_columns
from communique.schema import metadata

SELF_REFERENCE = {"actor": "parent_id", "place": "parent_id", "release": "previous_version"}
"""Tables whose rows refer to rows of the same table."""

REPLACED = ("redirect",)
"""Tables whose rows are replaced rather than updated: the event that one led to may be going."""


def apply(plan: Plan, connection: Connection) -> None:
    """Write a plan.

    What events and sources lose goes first, what is referred to comes before what refers to it, and what
    was referred to goes last. Unique values that move from row to row are let go before they are taken.
    """
    for table, change in _ordered(plan):
        _let_go(table, change, connection)
    late = {"entry_file", *registry_tables()}
    for table, change in reversed(list(_ordered(plan))):
        if table.name not in late:
            _delete(table, _replaced(table, change) + change.delete, connection)
    for table, change in _ordered(plan):
        _insert(table, change.insert, connection)
        _update(table, change, connection)
    for table, change in reversed(list(_ordered(plan))):
        if table.name in late:
            _delete(table, change.delete, connection)


def _ordered(plan: Plan) -> Iterator[tuple[Table, TableChange]]:
    for table in metadata.sorted_tables:
        if table.name in plan.tables:
            yield table, plan.tables[table.name]


def _replaced(table: Table, change: TableChange) -> list[Row]:
    return [old for old, _ in change.update] if table.name in REPLACED else []


def _let_go(table: Table, change: TableChange, connection: Connection) -> None:
    """Empty the unique columns of rows that go or change them: another row may be about to take the value."""
    unique = [column.name for column in table.columns if column.unique and column.nullable]
    rows = [*change.delete, *(old for old, new in change.update if any(old[c] != new[c] for c in unique))]
    if unique and rows:
        statement = table.update().where(_same_key(table)).values(dict.fromkeys(unique))
        connection.execute(statement, [_bound_key(table, row) for row in rows])


def _insert(table: Table, rows: list[Row], connection: Connection) -> None:
    if rows:
        connection.execute(table.insert(), _parents_first(table, rows))


def _update(table: Table, change: TableChange, connection: Connection) -> None:
    rows = [new for _, new in change.update]
    if not rows:
        return
    if table.name in REPLACED:
        _insert(table, rows, connection)
        return
    keys = key_columns(table.name)
    values: dict[str, BindParameter[object]] = {
        column.name: bindparam(column.name) for column in table.columns if column.name not in keys
    }
    connection.execute(
        table.update().where(_same_key(table)).values(values), [row | _bound_key(table, row) for row in rows]
    )


def _delete(table: Table, rows: list[Row], connection: Connection) -> None:
    if rows:
        ordered = list(reversed(_parents_first(table, rows)))
        connection.execute(
            table.delete().where(_same_key(table)), [_bound_key(table, row) for row in ordered]
        )


def _same_key(table: Table) -> ColumnElement[bool]:
    return and_(*(table.c[key] == bindparam(f"key_{key}") for key in key_columns(table.name)))


def _bound_key(table: Table, row: Row) -> Row:
    return {f"key_{key}": row[key] for key in key_columns(table.name)}


def _parents_first(table: Table, rows: list[Row]) -> list[Row]:
    """Rows of a table that refers to itself, each after the row that it refers to."""
    column = SELF_REFERENCE.get(table.name)
    if not column:
        return rows
    (key,) = key_columns(table.name)
    waiting = {row[key]: row for row in rows}
    done: list[Row] = []
    while waiting:
        ready = [row for row in waiting.values() if row[column] not in waiting]
        done += ready
        for row in ready:
            del waiting[row[key]]
    return done

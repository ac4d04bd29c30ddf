"""Insert many rows at once by the fastest way that each database offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from communique.loaders.batch import RowTuple


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

"""New rows into a table by the shortest way that each database has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

from communique.loaders.batch import PlainRow


def pour(connection: Connection, table: Table, rows: Sequence[PlainRow]) -> None:
    """Insert plain rows, whose values are in the order of the table's columns.

    PostgreSQL takes them by COPY (https://www.postgresql.org/docs/current/sql-copy.html), SQLite by one
    prepared INSERT. Constraints, triggers and indexes see each row as they would any other.
    """
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(_statement(table, "postgresql")) as copy:
            for row in rows:
                copy.write_row(row)
    elif rows:
        connection.exec_driver_sql(_statement(table, "sqlite"), list(rows))


@cache
def _statement(table: Table, dialect: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if dialect == "postgresql":
        return f'COPY "{table.name}" ({columns}) FROM STDIN'
    places = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'  # noqa: S608  (our own names)

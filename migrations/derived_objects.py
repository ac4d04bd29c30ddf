"""Create what follows from the models and is in no migration: the views made for analysis, and the comments.

Their columns follow from the declarations of fields and words, so a new field is a new column of a view. Every change
of a database drops them first, since no column can go that a view reads, and the newest schema has them anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from communique.schema.data_dictionary import build_data_dictionary, describe_view
from communique.schema.search import Dialect
from communique.schema.views import WIDE_VIEWS


def drop_derived_objects(connection: Connection) -> None:
    """Drop the views that the models describe, where the database has them."""
    for view in reversed(WIDE_VIEWS):
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))


def create_derived_objects(connection: Connection) -> None:
    """Create the views in a database of the newest schema, and say in PostgreSQL what all means."""
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    for view in WIDE_VIEWS:
        connection.exec_driver_sql(view.create_statement(dialect))
    if dialect == "postgresql":
        connection.exec_driver_sql(";\n".join(iter_comment_statements()).replace("%", "%%"))


def iter_comment_statements() -> Iterator[str]:
    """Yield the statements by which PostgreSQL knows the meaning and rule of each table, view and column."""
    dictionary = build_data_dictionary()
    for table in dictionary.tables:
        yield _render_comment("TABLE", table.name, table.explanation)
        for column in table.columns:
            yield _render_comment("COLUMN", f"{table.name}.{column.name}", column.explanation)
    for view in map(describe_view, dictionary.views):
        yield _render_comment("VIEW", view.name, view.explanation)
        for column in view.columns:
            yield _render_comment("COLUMN", f"{view.name}.{column.name}", column.explanation)


def _render_comment(sort: str, name: str, meaning: str) -> str:
    quoted = ".".join(f'"{part}"' for part in name.split("."))
    return f"COMMENT ON {sort} {quoted} IS '{meaning.replace(chr(39), chr(39) * 2)}'"

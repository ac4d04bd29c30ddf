"""Create what follows from the models and is in no migration: the views made for analysis, and the comments.

Their columns follow from the declarations of fields and words, so a new field is a new column of a view. Every change
of a database drops them first, since no column can go that a view reads, and the newest schema has them anew. A load
makes them anew where the database has those of another Communiqué of the same schema.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, text

from communique.schema.codebook.find_rule import explain_column, explain_table
from communique.schema.data_dictionary import build_data_dictionary, describe_view
from communique.schema.models import metadata
from communique.schema.search import Dialect
from communique.schema.views import WIDE_VIEWS

_SEAL = "sealed with the views and comments "
"""What the comment on Alembic's table begins with; a digest of all that is created follows."""


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
        statements = (*iter_comment_statements(), f"COMMENT ON TABLE alembic_version IS '{_seal()}'")
        connection.exec_driver_sql(";\n".join(statements).replace("%", "%%"))


def has_current_derived_objects(connection: Connection) -> bool:
    """Return whether a database of the newest schema has the views and comments that the models describe now."""
    if connection.dialect.name == "postgresql":
        query = text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')")
        return bool(connection.scalar(query) == _seal())
    stored = {*connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'view'")).scalars()}
    return stored.issuperset(view.create_statement("sqlite") for view in WIDE_VIEWS)


def _seal() -> str:
    """Return what PostgreSQL keeps to tell these views and comments from others: it stores no view's own words."""
    views = (view.create_statement("postgresql") for view in WIDE_VIEWS)
    return _SEAL + hashlib.sha256("\n".join((*views, *iter_comment_statements())).encode()).hexdigest()


def iter_comment_statements() -> Iterator[str]:
    """Yield the statements by which PostgreSQL knows the meaning and rule of each table, view and column."""
    dictionary = build_data_dictionary()
    views = {view.name: view.table for view in dictionary.views}
    for entry in (*dictionary.tables, *map(describe_view, dictionary.views)):
        table = views.get(entry.name)
        sort, table = ("TABLE", metadata.tables[entry.name]) if table is None else ("VIEW", table)
        yield _render_comment(sort, entry.name, explain_table(table, entry.description))
        for column in entry.columns:
            meaning = explain_column(table, column.name, column.description)
            yield _render_comment("COLUMN", f"{entry.name}.{column.name}", meaning)


def _render_comment(sort: str, name: str, meaning: str) -> str:
    quoted = ".".join(f'"{part}"' for part in name.split("."))
    return f"COMMENT ON {sort} {quoted} IS '{meaning.replace(chr(39), chr(39) * 2)}'"

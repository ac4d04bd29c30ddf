"""Create what follows from the models and is in no migration: the views that are made for analysis.

Their columns follow from the declarations of fields and words, so a new field is a new column of a view. Every change
of a database drops them first, since no column can go that a view reads, and the newest schema has them anew.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from communique.schema.search import Dialect
from communique.schema.views import WIDE_VIEWS


def drop_derived_views(connection: Connection) -> None:
    """Drop the views that the models describe, where the database has them."""
    for view in reversed(WIDE_VIEWS):
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))


def create_derived_views(connection: Connection) -> None:
    """Create the views in a database of the newest schema."""
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    for view in WIDE_VIEWS:
        connection.exec_driver_sql(view.create_statement(dialect))

"""What Alembic runs for every command: the models, what of the database they describe, one transaction."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from communique.database import connect, writer
from communique.schema.models import metadata
from communique.settings import Settings

Sort = Literal[
    "schema",
    "table",
    "column",
    "index",
    "unique_constraint",
    "foreign_key_constraint",
    "check_constraint",
]
Parent = Literal["schema_name", "table_name", "schema_qualified_table_name"]


def described(name: str | None, type_: Sort, parents: MutableMapping[Parent, str | None]) -> bool:
    """Whether the models describe something of the database; the search index is the migrations' own."""
    if type_ == "table":
        return not str(name).startswith("event_search_fts")
    if parents.get("table_name") == "event_search":
        return name not in {"document", "ix_event_search_document"}
    return True


def configure(**options: Any) -> None:
    """Set Alembic up alike for every command.

    On SQLite a change of a table is a copy of it (``render_as_batch``), and the one transaction is begun by
    ``writer``, so that DDL rolls back with the rest.
    """
    context.configure(
        target_metadata=metadata,
        include_name=described,
        compare_type=True,
        render_as_batch=True,
        transactional_ddl=True,
        **options,
    )


def run(connection: Connection) -> None:
    """Run the command on a connection whose transaction its owner commits."""
    configure(connection=connection)
    context.run_migrations()


if context.is_offline_mode():
    configure(dialect_name=context.config.attributes["dialect"], literal_binds=True)
    context.run_migrations()
elif "connection" in context.config.attributes:
    run(context.config.attributes["connection"])
else:  # Alembic's own command line, as a developer calls it to draft a new step
    with writer(connect(Settings.read())) as own:
        run(own)

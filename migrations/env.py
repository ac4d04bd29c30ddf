"""Alembic's environment: connects every migration command to the models and to one transaction."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from communique.database import connect, write_transaction
from communique.schema.models import metadata
from communique.settings import Settings

NameFilterType = Literal[
    "schema",
    "table",
    "column",
    "index",
    "unique_constraint",
    "foreign_key_constraint",
    "check_constraint",
]
NameFilterParent = Literal["schema_name", "table_name", "schema_qualified_table_name"]


def is_described(
    name: str | None, type_: NameFilterType, parents: MutableMapping[NameFilterParent, str | None]
) -> bool:
    """Return whether the models describe a database object; the search index belongs to the migrations."""
    if type_ == "table":
        return not str(name).startswith("event_search_fts")
    if parents.get("table_name") == "event_search":
        return name not in {"document", "ix_event_search_document"}
    return True


def configure_context(**options: Any) -> None:
    """Configure Alembic in the same way for every command.

    On SQLite a change of a table is a copy of it (``render_as_batch``), and the one transaction is begun by
    ``write_transaction``, so that DDL rolls back with the rest.
    """
    context.configure(
        target_metadata=metadata,
        include_name=is_described,
        compare_type=True,
        render_as_batch=True,
        transactional_ddl=True,
        **options,
    )


def run_migrations(connection: Connection) -> None:
    """Run the migrations on a connection whose transaction its owner commits."""
    configure_context(connection=connection)
    context.run_migrations()


if context.is_offline_mode():
    configure_context(dialect_name=context.config.attributes["dialect"], literal_binds=True)
    context.run_migrations()
elif "connection" in context.config.attributes:
    run_migrations(context.config.attributes["connection"])
else:  # Alembic's own command line, as a developer calls it to draft a new step
    with write_transaction(connect(Settings.from_environment())) as connection:
        run_migrations(connection)

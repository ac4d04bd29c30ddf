"""Connections to SQLite and PostgreSQL: real transactions, one writer at a time, readable errors."""

from communique.database.connection import WAIT_SECONDS, connect, write_transaction
from communique.database.error_messages import database_file, format_database_name, translate_errors
from communique.database.schema_version import (
    SchemaState,
    head_revision,
    known_revisions,
    read_revision,
    read_schema_state,
    refusal_message,
    require_current_schema,
)

__all__ = [
    "WAIT_SECONDS",
    "SchemaState",
    "connect",
    "database_file",
    "format_database_name",
    "head_revision",
    "known_revisions",
    "read_revision",
    "read_schema_state",
    "refusal_message",
    "require_current_schema",
    "translate_errors",
    "write_transaction",
]

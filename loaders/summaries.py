"""Refresh summary tables in the load's own transaction where their source rows changed."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import Connection

from communique.loaders.changeset import Changeset, TableChange
from communique.schema.search import Dialect
from communique.schema.summary_queries import SUMMARIES, SummaryQuery


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


def is_outdated(summary: SummaryQuery, changeset: Changeset) -> bool:
    """Return whether a changeset changes anything that a summary counts."""
    changes = ((changeset.tables.get(table), columns) for table, columns in summary.source_columns.items())
    return any(change is not None and _affects_columns(change, columns) for change, columns in changes)


def _affects_columns(change: TableChange, columns: Set[str]) -> bool:
    if change.insert or change.delete:
        return True
    return any(old[name] != new[name] for old, new in change.update for name in columns)

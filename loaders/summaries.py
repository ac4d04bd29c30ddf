"""Summaries follow what they sum up: counted anew in the load's own transaction, where it changed their ground."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import Connection

from communique.loaders.plan import Plan, TableChange
from communique.schema.search import Dialect
from communique.schema.summing import SUMMARIES, Summary


def renew(plan: Plan, connection: Connection) -> None:
    """Count anew what a plan, which has been applied, made out of date.

    Each is counted whole: all of them together take a hundredth of the time that loading as many events took, and
    what is counted whole is right whatever was there before.

    Args:
        plan: what the load did.
        connection: the database, in the load's transaction.
    """
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    for summary in SUMMARIES:
        if plan.poured or outdated(summary, plan):
            connection.exec_driver_sql(f"DELETE FROM {summary.table}")  # noqa: S608  (our own names)
            connection.exec_driver_sql(summary.fill(dialect))


def outdated(summary: Summary, plan: Plan) -> bool:
    """Whether a plan changes anything that is counted."""
    changes = ((plan.tables.get(table), columns) for table, columns in summary.ground.items())
    return any(change is not None and _counts(change, columns) for change, columns in changes)


def _counts(change: TableChange, columns: Set[str]) -> bool:
    if change.insert or change.delete:
        return True
    return any(old[name] != new[name] for old, new in change.update for name in columns)

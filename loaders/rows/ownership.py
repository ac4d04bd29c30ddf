"""Define which tables belong to an event, an entry file, the registry, or releases."""

from __future__ import annotations

from functools import cache

from communique.schema.models import metadata
from communique.schema.summary_queries import SUMMARY_TABLES

RELEASE_TABLES = ("release", "released_event", "change", "change_source")
"""Tables that the folder of releases fills: what was published does not change with the entries."""

FILE_TABLES = ("entry_file", "source")
"""Tables with a row for each entry file."""

DECISION_TABLES = ("redirect", "split", "split_target", "withdrawal")
"""Tables that ``rulings.yaml`` fills."""


@cache
def get_event_column(table: str) -> str | None:
    """Return the column with the id of the event that rows belong to; None where they belong to none."""
    if table == "event":
        return "id"
    columns = metadata.tables[table].columns
    return "event_id" if "event_id" in columns and table not in {*RELEASE_TABLES, *SUMMARY_TABLES} else None


@cache
def list_event_tables() -> tuple[str, ...]:
    """Return the tables whose rows belong to one event, parents before children."""
    return tuple(table.name for table in metadata.sorted_tables if get_event_column(table.name))


@cache
def list_registry_tables() -> tuple[str, ...]:
    """Return the tables that the registry fills, parents before children."""
    other_tables = {*RELEASE_TABLES, *FILE_TABLES, *DECISION_TABLES, *list_event_tables(), *SUMMARY_TABLES}
    return tuple(table.name for table in metadata.sorted_tables if table.name not in other_tables)

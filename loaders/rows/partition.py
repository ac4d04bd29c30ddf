"""Which rows belong to whom: to an event, to an entry file, to the registry, or to releases."""

from __future__ import annotations

from functools import cache

from communique.schema import metadata
from communique.schema.summing import NAMES

PUBLISHED = ("release", "released_event", "change", "change_source")
"""Tables that the folder of releases fills: what was published does not change with the entries."""

FILES = ("entry_file", "source")
"""Tables with a row for each entry file."""

DECISIONS = ("redirect", "split", "split_target", "withdrawal")
"""Tables that ``rulings.yaml`` fills."""


@cache
def event_column(table: str) -> str | None:
    """The column that names the event a table's rows belong to; None for tables of other rooms and for summaries."""
    if table == "event":
        return "id"
    columns = metadata.tables[table].columns
    return "event_id" if "event_id" in columns and table not in {*PUBLISHED, *NAMES} else None


@cache
def event_tables() -> tuple[str, ...]:
    """Tables whose rows belong to one event, parents before children."""
    return tuple(table.name for table in metadata.sorted_tables if event_column(table.name))


@cache
def registry_tables() -> tuple[str, ...]:
    """Tables that the registry fills, parents before children."""
    taken = {*PUBLISHED, *FILES, *DECISIONS, *event_tables(), *NAMES}
    return tuple(table.name for table in metadata.sorted_tables if table.name not in taken)

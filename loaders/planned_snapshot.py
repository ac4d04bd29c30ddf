"""Say of all that a load touches what the database says now and what it will say, to be compared as releases are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from sqlalchemy import Connection

from communique.loaders.changeset import Changeset, TableChange
from communique.loaders.rows.row_set import Row, primary_key_columns
from communique.releases.database_snapshot import build_snapshot, read_snapshot, select_rows
from communique.releases.snapshot import Snapshot

MAX_SELECTED = 500
"""Up to how many events are selected by their ids; SQL takes no list without end."""


def read_planned_snapshots(plan: Changeset, connection: Connection) -> tuple[Snapshot, Snapshot]:
    """Return the snapshots before and after a load of the events that it touches and of all else in the record.

    Args:
        plan: what the load would change.
        connection: on the database, which is only read.
    """
    links = plan.tables.get("event_link", TableChange())
    targets = {row["target_id"] for row in (*links.insert, *links.delete)}
    events: set[str] | None = targets.union(plan.affected_events())
    if len(events or ()) > MAX_SELECTED:
        events = None
    return read_snapshot(connection, events), build_snapshot(partial(_read_planned, plan, connection), events)


def _read_planned(
    plan: Changeset, connection: Connection, table: str, owner: str, wanted: Collection[str] | None
) -> Iterator[Row]:
    """Yield the rows that a table will hold, only those of some owners where these are given."""
    change, keys = plan.tables.get(table, TableChange()), primary_key_columns(table)

    def key_of(row: Row) -> tuple[object, ...]:
        return tuple(row[key] for key in keys)

    gone = {key_of(row) for row in (*change.delete, *(old for old, _ in change.update))}
    for row in select_rows(connection, table, owner, wanted):
        if key_of(row) not in gone:
            yield row
    for row in (*change.insert, *(new for _, new in change.update)):
        if wanted is None or row[owner] in wanted:
            yield row

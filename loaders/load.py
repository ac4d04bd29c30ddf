"""The walk from the record's folder to the database: read, check, reconcile, plan, apply."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from communique.loaders import known
from communique.loaders.apply import apply
from communique.loaders.check import examine, require
from communique.loaders.plan import FileChanges, Plan, difference
from communique.loaders.read import ARTICLES, hashes, read
from communique.loaders.reconcile import dossiers, reconcile
from communique.loaders.record import Record
from communique.loaders.rows.partition import DECISIONS, registry_tables
from communique.loaders.rows.rows import Rows
from communique.loaders.rows.source import file_rows, registry_rows, ruling_rows, source_rows


def load(root: Path, connection: Connection) -> Plan:
    """Bring the database to what the record says, in the connection's transaction.

    Raises:
        RecordError: the record is wrong; nothing was written.
    """
    plan = make_plan(root, connection)
    apply(plan, connection)
    return plan


def make_plan(root: Path, connection: Connection, everything: bool = False) -> Plan:
    """Work out what a load would change.

    Only files that differ from those last loaded are read, with the files on the events that they touch. A
    change of the registry or of a ruling may touch any event, so then everything is read.

    Args:
        root: the record's folder.
        connection: a database at the newest schema; only read.
        everything: read every file, whatever the hashes say.

    Raises:
        RecordError: the record is wrong.
    """
    now, before = hashes(root), known.loaded_files(connection)
    files = file_changes(before, now)
    if not files and not everything:
        return Plan(files)
    differ = {*files.added, *files.changed, *files.removed}
    whole = everything or any(not path.startswith(f"{ARTICLES}/") for path in differ)
    record = read(root) if whole else _touched(root, connection, differ, set(now))
    findings = examine(record, known.elsewhere(connection, record, differ))
    require(findings)
    rows, weighed = reconcile(record)
    have, want = _have(connection, record, differ), _want(record, rows, now)
    titles = {key[0]: row["title"] for side in (have, want) for key, row in side.table("event").items()}
    return Plan(files, difference(have, want), sorted({*findings, *weighed}), titles)


def file_changes(before: Mapping[str, str], now: Mapping[str, str]) -> FileChanges:
    """How the files differ from those last loaded."""
    return FileChanges(
        added=tuple(sorted(set(now) - set(before))),
        changed=tuple(sorted(path for path in now if path in before and before[path] != now[path])),
        removed=tuple(sorted(set(before) - set(now))),
        unchanged=sum(before.get(path) == digest for path, digest in now.items()),
    )


def _touched(root: Path, connection: Connection, differ: set[str], present: set[str]) -> Record:
    """Read what differs, then every file on the events that this touches; widen once for links to what went."""
    changed = read(root, differ & present)
    events = known.events_of(connection, differ) | set(dossiers(changed))
    gone = events - set(dossiers(changed))
    events |= known.linking_to(connection, gone)
    record = read(root, (differ | known.files_on(connection, events)) & present)
    record.scope = frozenset(events)
    return record


def _want(record: Record, rows: Rows, now: Mapping[str, str]) -> Rows:
    want = file_rows(now)
    for article in record.articles.values():
        want.extend(source_rows(article))
    if record.scope is None:
        want.extend(registry_rows(record.registry))
        want.extend(ruling_rows(record))
    want.extend(rows)
    return want


def _have(connection: Connection, record: Record, differ: set[str]) -> Rows:
    if record.scope is None:
        have = known.table_rows(connection, ("entry_file", "source", *registry_tables(), *DECISIONS))
    else:  # neither registry nor rulings differ
        have = known.table_rows(connection, ("entry_file",))
        have.extend(known.source_rows_of(connection, set(record.articles) | differ))
    have.extend(known.event_rows_of(connection, record.scope))
    return have

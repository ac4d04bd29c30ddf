"""The walk from the record's folder to the database: read, check, reconcile, plan, apply."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from communique.loaders import known
from communique.loaders.apply import apply
from communique.loaders.check import examine, require
from communique.loaders.ledger import Ledger
from communique.loaders.plan import FileChanges, Plan, difference
from communique.loaders.published import hashes as released_hashes
from communique.loaders.published import published
from communique.loaders.read import ARTICLES, RELEASES, hashes, read
from communique.loaders.reconcile import dossiers, reconcile
from communique.loaders.record import Record, words_of
from communique.loaders.rows.rows import Rows
from communique.loaders.rows.source import file_rows, source_rows
from communique.loaders.stream import compare, fill
from communique.loaders.summaries import renew
from communique.schema import metadata


def load(root: Path, connection: Connection, released: Path | None = None) -> Plan:
    """Bring the database to what the record says, in the connection's transaction.

    An empty database is filled while the record is read, so a record of any size needs little memory; what is
    wrong with the record is then told at the end, and what was written is taken back.

    Args:
        root: the record's folder.
        connection: a database at the newest schema.
        released: the folder of releases; ``releases`` beside the record's folder by default.

    Raises:
        RecordError: the record is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
    """
    folder = released or root.parent / RELEASES
    now, files = _look(root, folder, connection)
    if files and not files.unchanged and known.empty(connection):
        plan = fill(root, connection, now, files, published(folder))
    else:
        plan = _plan(root, folder, connection, now, files)
        apply(plan, connection)
    renew(plan, connection)
    return plan


def rebuild(root: Path, connection: Connection, released: Path | None = None) -> Plan:
    """Empty the database and load everything again, in the connection's transaction; else as ``load``."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    return load(root, connection, released)


def make_plan(
    root: Path, connection: Connection, released: Path | None = None, everything: bool = False
) -> Plan:
    """Work out what a load would change.

    Only files that differ from those last loaded are read, with the files on the events that they touch. A
    change of the registry, of a ruling or of a release may touch any event, so then everything is read.

    Args:
        root: the record's folder.
        connection: a database at the newest schema; only read.
        released: the folder of releases; ``releases`` beside the record's folder by default.
        everything: read every file, whatever the hashes say.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a file of a release is damaged.
    """
    folder = released or root.parent / RELEASES
    return _plan(root, folder, connection, *_look(root, folder, connection), everything)


def _look(root: Path, folder: Path, connection: Connection) -> tuple[Mapping[str, str], FileChanges]:
    """The hash of each file, and how the files differ from those last loaded."""
    now = {**hashes(root), **released_hashes(folder)}
    return now, file_changes(known.loaded_files(connection), now)


def _plan(
    root: Path,
    folder: Path,
    connection: Connection,
    now: Mapping[str, str],
    files: FileChanges,
    everything: bool = False,
) -> Plan:
    if not files and not everything:
        return Plan(files)
    differ = {*files.added, *files.changed, *files.removed}
    newly = everything or any(path.startswith(f"{RELEASES}/") for path in differ)
    told = published(folder) if newly else None
    if everything or any(not path.startswith(f"{ARTICLES}/") for path in differ):
        return compare(root, connection, now, files, told)
    record = _touched(root, connection, differ, set(now))
    _learn(root, record, now)
    findings = examine(record, known.elsewhere(connection, record, differ, told))
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


def _learn(root: Path, record: Record, now: Mapping[str, str]) -> None:
    """Keep the words of what was read for the next check."""
    ledger = Ledger(root)
    ledger.learn((path, one.sha256, words_of(one.model)) for path, one in record.articles.items())
    ledger.save(path for path in now if not path.startswith(f"{RELEASES}/"))


def _want(record: Record, rows: Rows, now: Mapping[str, str]) -> Rows:
    want = file_rows(now)
    for article in record.articles.values():
        want.extend(source_rows(article))
    want.extend(rows)
    return want


def _have(connection: Connection, record: Record, differ: set[str]) -> Rows:
    have = known.table_rows(connection, ("entry_file",))
    have.extend(known.source_rows_of(connection, set(record.articles) | differ))
    have.extend(known.event_rows_of(connection, record.scope or frozenset()))
    return have

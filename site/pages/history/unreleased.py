"""Find what changed after the newest release, comparing only events whose rows differ from last time."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from communique.pipeline.filesystem import write_atomic
from communique.releases.apply import apply_changes
from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots
from communique.releases.entity_schema import DETAIL_TABLES, ELEMENT_TABLES, RETIREMENT_TABLES
from communique.releases.snapshot import Snapshot, SnapshotChange
from communique.releases.store import CHANGES_FILE, StoredRelease
from communique.schema.models import metadata
from communique.schema.vocabulary import ChangeType, Entity
from communique.site.cache_keys import code_environment, row_bytes
from communique.site.pages.select import select_tuples

MAX_COMPARED = 500
"""Up to how many events are compared one by one; SQL takes no list without end."""

_ENTITIES = {entity: number for number, entity in enumerate(Entity)}
_EVENT_LINE = re.compile(rb'\{"element":null,"entity":"event","field":null,"id":"([^"\\]*)",')
_NEW = b'"type":"new"}'


@dataclass(slots=True)
class ComparisonCache:
    """The result of a comparison, with digests of what was compared.

    Args:
        seal: of the releases and of the code that compares.
        names: of everything but events and articles.
        sources: the digest of each article's row.
        events: the digest of each event's rows.
        changes: what changed, each a line of JSON.
    """

    seal: str = ""
    names: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, file: Path | None) -> ComparisonCache:
        """Load the last comparison from a file; return an empty one if it is absent or unreadable."""
        with suppress(OSError, ValueError, TypeError):
            if file is not None:
                return cls(**json.loads(file.read_bytes()))
        return cls()


def find_unreleased_changes(
    releases: Sequence[StoredRelease], connection: Connection, file: Path | None = None
) -> tuple[SnapshotChange, ...]:
    """Return all changes from the newest release to the database; none if there is no release.

    Args:
        releases: oldest first.
        connection: on the database.
        file: keeps what the next comparison need not do again.

    Raises:
        HistoryError: a release's files are damaged.
    """
    if not releases:
        return ()
    last, now = ComparisonCache.load(file), _digest_database(releases, connection)
    changed_ids = _changed_events(last, now, connection)
    if changed_ids is None or len(changed_ids) > MAX_COMPARED:
        changes = diff_snapshots(
            replay_releases(releases), read_snapshot(connection), releases[-1].manifest.released
        )
    elif changed_ids:
        changes = _update_changes(last, changed_ids, releases, connection)
    else:
        changes = [SnapshotChange.from_json_line(line) for line in last.changes]
    now.changes = [change.to_json_line().decode() for change in changes]
    if file is not None and now != last:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, json.dumps(asdict(now), ensure_ascii=False).encode())
    return tuple(changes)


def replay_releases(releases: Sequence[StoredRelease], events: Collection[str] | None = None) -> Snapshot:
    """Return the snapshot of the last of some releases, limited to ``events`` if these are given.

    Raises:
        HistoryError: a release's files are damaged.
    """
    snapshot: Snapshot = {}
    if events is None:
        for release in releases:
            snapshot = apply_changes(snapshot, release.read_changes())
        return snapshot
    later = [[*_read_changes(release, events)] for release in releases[1:]]
    names = {
        renaming.target: renaming.id
        for changes in later
        for renaming in changes
        if renaming.type is ChangeType.RENAMED
    }
    wanted = {*events, *(names[key] for key in events if key in names)}
    while more := {names[key] for key in wanted if key in names} - wanted:
        wanted |= more
    for release in releases:
        changes = [
            change
            for change in _read_changes(release, wanted)
            if change.entity is not Entity.EVENT
            or change.id in wanted
            or (change.type is ChangeType.RENAMED and change.target in wanted)
        ]
        snapshot = apply_changes(snapshot, changes)
    return snapshot


def _read_changes(release: StoredRelease, wanted: Collection[str]) -> Iterator[SnapshotChange]:
    """Yield the changes of a release, skipping new events that are not wanted without parsing them."""
    with (release.folder / CHANGES_FILE).open("rb") as lines:
        for line in lines:
            event_line = _EVENT_LINE.match(line)
            if event_line and event_line[1].decode() not in wanted and line.rstrip().endswith(_NEW):
                continue
            if line.strip():
                yield SnapshotChange.from_json_line(line)


def _update_changes(
    last: ComparisonCache, changed_ids: set[str], releases: Sequence[StoredRelease], connection: Connection
) -> list[SnapshotChange]:
    """Return the cached changes, with those of some events and of all articles compared anew."""
    now = read_snapshot(connection, changed_ids)
    events = changed_ids | {
        key for entity, key in now if entity == Entity.EVENT
    }  # those that went are all told
    before = replay_releases(releases, events)
    before = {key: document for key, document in before.items() if key[0] != Entity.EVENT or key[1] in events}
    new_changes = diff_snapshots(before, now, releases[-1].manifest.released)
    cached_changes = (SnapshotChange.from_json_line(line) for line in last.changes)
    unaffected = [
        change for change in cached_changes if change.entity is Entity.EVENT and change.id not in events
    ]
    return sorted([*unaffected, *new_changes], key=lambda change: (_ENTITIES[change.entity], change.id))


def _changed_events(last: ComparisonCache, now: ComparisonCache, connection: Connection) -> set[str] | None:
    """Return the ids of the events that must be compared again; None for all."""
    if (last.seal, last.names) != (now.seal, now.names):
        return None
    sources = {key for key, _ in last.sources.items() ^ now.sources.items()}
    events = {key for key, _ in last.events.items() ^ now.events.items()}
    if sources:
        reports = _keyed_rows(connection, "source_event", "source_id", "event_id")
        events |= {event for (source, event), _ in reports if source in sources}
    return events


def _digest_database(releases: Sequence[StoredRelease], connection: Connection) -> ComparisonCache:
    """Compute the digests of the rows that a database holds now."""
    parts = [part.table for part in ELEMENT_TABLES if part.owner is Entity.EVENT]
    names = hashlib.blake2b(digest_size=16)
    for table in (
        *(entity.value for entity in Entity),
        *(part.table for part in ELEMENT_TABLES),
        *RETIREMENT_TABLES,
    ):
        if table not in (*parts, Entity.EVENT.value, Entity.SOURCE.value):
            for registry_row in select_tuples(Session(connection), metadata.tables[table]):
                names.update(row_bytes(registry_row))
    events: dict[str, Any] = {}
    for table, column in (
        (Entity.EVENT.value, "id"),
        *((name, "event_id") for name in (*DETAIL_TABLES, *parts)),
    ):
        for key, row in _keyed_rows(connection, table, column):
            events.setdefault(key, hashlib.blake2b(digest_size=12)).update(row)
    sources = _keyed_rows(connection, Entity.SOURCE.value, "id")
    seal = hashlib.blake2b(code_environment().encode(), digest_size=16)
    seal.update(repr([release.manifest.state for release in releases]).encode())
    return ComparisonCache(
        seal=seal.hexdigest(),
        names=names.hexdigest(),
        sources={key: hashlib.blake2b(row, digest_size=12).hexdigest() for key, row in sources},
        events={key: digest.hexdigest() for key, digest in events.items()},
    )


def _keyed_rows(connection: Connection, table: str, *columns: str) -> Iterator[tuple[Any, bytes]]:
    """Yield a table's rows as bytes in key order, each with the values of some columns."""
    model = metadata.tables[table]
    names = model.columns.keys()
    key = itemgetter(*(names.index(column) for column in columns))
    return ((key(row), row_bytes(row)) for row in select_tuples(Session(connection), model))

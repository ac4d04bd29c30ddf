"""What changed after the newest release, found anew only for events whose rows are not what they were last time."""

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

from communique.history.change import Change
from communique.history.difference import difference
from communique.history.fold import apply
from communique.history.layout import DETAILS, LIVES, PARTS
from communique.history.state import State, state
from communique.history.store import CHANGES, StoredRelease
from communique.schema import metadata
from communique.schema.vocabulary import ChangeType, Entity
from communique.site.queries.digests import plain
from communique.site.queries.rows import raw
from communique.site.shelf import making
from communique.site.write import replace

FEW = 500
"""Up to how many events are compared one by one; SQL takes no list without end."""

_ENTITIES = {entity: number for number, entity in enumerate(Entity)}
_WHOLE = re.compile(rb'\{"element":null,"entity":"event","field":null,"id":"([^"\\]*)",')
_NEW = b'"type":"new"}'


@dataclass(slots=True)
class Known:
    """What a comparison found, and what it was made of.

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
    def read(cls, file: Path | None) -> Known:
        """What the last comparison left; nothing where that is absent or none of ours."""
        with suppress(OSError, ValueError, TypeError):
            if file is not None:
                return cls(**json.loads(file.read_bytes()))
        return cls()


def changes_since(
    releases: Sequence[StoredRelease], connection: Connection, file: Path | None = None
) -> tuple[Change, ...]:
    """Every change from the newest release to what a database says; none where there is no release.

    Args:
        releases: oldest first.
        connection: on the database.
        file: keeps what the next comparison need not do again.

    Raises:
        HistoryError: a release's files are damaged.
    """
    if not releases:
        return ()
    last, now = Known.read(file), _read(releases, connection)
    touched = _touched(last, now, connection)
    if touched is None or len(touched) > FEW:
        found = difference(released(releases), state(connection), releases[-1].manifest.released)
    elif touched:
        found = _renewed(last, touched, releases, connection)
    else:
        found = [Change.of(line) for line in last.changes]
    now.changes = [one.line().decode() for one in found]
    if file is not None and now != last:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace(file, json.dumps(asdict(now), ensure_ascii=False).encode())
    return tuple(found)


def released(releases: Sequence[StoredRelease], events: Collection[str] | None = None) -> State:
    """What the last of some releases says, of some events only where these are told.

    Raises:
        HistoryError: a release's files are damaged.
    """
    whole: State = {}
    if events is None:
        for one in releases:
            whole = apply(whole, one.changes())
        return whole
    later = [[*_changes(one, events)] for one in releases[1:]]
    names = {one.target: one.id for changes in later for one in changes if one.type is ChangeType.RENAMED}
    wanted = {*events, *(names[key] for key in events if key in names)}
    while more := {names[key] for key in wanted if key in names} - wanted:
        wanted |= more
    for one in releases:
        changes = [
            change
            for change in _changes(one, wanted)
            if change.entity is not Entity.EVENT
            or change.id in wanted
            or (change.type is ChangeType.RENAMED and change.target in wanted)
        ]
        whole = apply(whole, changes)
    return whole


def _changes(release: StoredRelease, wanted: Collection[str]) -> Iterator[Change]:
    """The changes of a release; the documents of new events that nobody asks for are not even parsed."""
    with (release.folder / CHANGES).open("rb") as lines:
        for line in lines:
            whole = _WHOLE.match(line)
            if whole and whole[1].decode() not in wanted and line.rstrip().endswith(_NEW):
                continue
            if line.strip():
                yield Change.of(line)


def _renewed(
    last: Known, touched: set[str], releases: Sequence[StoredRelease], connection: Connection
) -> list[Change]:
    """The changes found last time, with those of some events and of all articles found anew."""
    now = state(connection, touched)
    events = touched | {key for entity, key in now if entity == Entity.EVENT}  # those that went are all told
    before = released(releases, events)
    before = {key: one for key, one in before.items() if key[0] != Entity.EVENT or key[1] in events}
    anew = difference(before, now, releases[-1].manifest.released)
    kept = (Change.of(line) for line in last.changes)
    found = [one for one in kept if one.entity is Entity.EVENT and one.id not in events]
    return sorted([*found, *anew], key=lambda one: (_ENTITIES[one.entity], one.id))


def _touched(last: Known, now: Known, connection: Connection) -> set[str] | None:
    """The events that must be compared again; None for all."""
    if (last.seal, last.names) != (now.seal, now.names):
        return None
    sources = {key for key, _ in last.sources.items() ^ now.sources.items()}
    events = {key for key, _ in last.events.items() ^ now.events.items()}
    if sources:
        reports = _keyed(connection, "source_event", "source_id", "event_id")
        events |= {event for (source, event), _ in reports if source in sources}
    return events


def _read(releases: Sequence[StoredRelease], connection: Connection) -> Known:
    """The digests of what a database says now."""
    parts = [part.table for part in PARTS if part.owner is Entity.EVENT]
    names = hashlib.blake2b(digest_size=16)
    for table in (*(one.value for one in Entity), *(part.table for part in PARTS), *LIVES):
        if table not in (*parts, Entity.EVENT.value, Entity.SOURCE.value):
            for named in raw(Session(connection), metadata.tables[table]):
                names.update(plain(named))
    events: dict[str, Any] = {}
    for table, column in ((Entity.EVENT.value, "id"), *((name, "event_id") for name in (*DETAILS, *parts))):
        for key, row in _keyed(connection, table, column):
            events.setdefault(key, hashlib.blake2b(digest_size=12)).update(row)
    sources = _keyed(connection, Entity.SOURCE.value, "id")
    seal = hashlib.blake2b(making(), digest_size=16)
    seal.update(repr([one.manifest.state for one in releases]).encode())
    return Known(
        seal=seal.hexdigest(),
        names=names.hexdigest(),
        sources={key: hashlib.blake2b(row, digest_size=12).hexdigest() for key, row in sources},
        events={key: one.hexdigest() for key, one in events.items()},
    )


def _keyed(connection: Connection, table: str, *columns: str) -> Iterator[tuple[Any, bytes]]:
    """A table's rows as bytes, in the order of their keys, each with the value of a column or of several."""
    model = metadata.tables[table]
    names = model.columns.keys()
    key = itemgetter(*(names.index(column) for column in columns))
    return ((key(row), plain(row)) for row in raw(Session(connection), model))

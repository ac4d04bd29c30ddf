"""Compute a cache key for the page of each event from its rows, far quicker than the page is rendered."""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.pipeline.cache import code_fingerprint
from communique.schema.models import (
    SORTED_TABLES,
    Change,
    ChangeSource,
    Claim,
    Event,
    EventLink,
    Source,
    SourceEvent,
)
from communique.schema.summary_queries import SUMMARY_TABLES
from communique.schema.vocabulary import Entity
from communique.site.pages.history.release_history import ReleaseHistory
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import select_tuples

_NOT_EVENT_ROWS = (
    "event",
    "event_link",
    "event_search",
    "source",
    "source_event",
    "dossier_event",
    "dossier_citation",
    *(SUMMARY_TABLES - {"overdue"}),
)
"""Tables read otherwise than as rows of one event, or shown by no page of one, as nearly all summaries."""

_REGISTRY_TABLES = (
    *(
        "actor",
        "actor_name",
        "actor_membership",
        "person",
        "person_name",
        "office",
        "tenure",
        "place",
        "place_name",
    ),
    *(
        "identifier",
        "publisher",
        "series",
        "topic",
        "release",
        "redirect",
        "withdrawal",
        "split",
        "split_target",
    ),
)
"""What all events may refer to: a change there makes the pages of all events anew."""


class EventCacheKeys:
    """Digests of the rows that the page of each event shows, read table by table.

    An event's page shows its own rows and its sources', the events at the other end of its links and what these
    claim of the link, the chain that it stands in, its releases, its dossiers, and names from the registry.
    """

    def __init__(self) -> None:
        self._shared = b""
        """A digest of what all events may refer to."""
        self._hashers: dict[str, Any] = {}
        self._table_hashers: dict[str, Any] = {}

    @classmethod
    def load(cls, session: Session, registry: SiteRegistry) -> EventCacheKeys:
        """Read every table with rows about events once, and return the keys of all events."""
        keys = cls()
        for table in SORTED_TABLES:
            if table.name in _REGISTRY_TABLES:
                keys._hash_table(session, table)
        keys._shared = b"".join(keys._table_hashers[name].digest() for name in _REGISTRY_TABLES)
        events = dict(keys._hash_rows(session, Event, "id"))
        sources = dict(keys._hash_rows(session, Source, "id"))
        for event, row in events.items():
            keys._update_hash(event, row)
        for (event, source), row in keys._hash_rows(session, SourceEvent, "event_id", "source_id"):
            keys._update_hash(event, row, sources[source])
        link_claims: defaultdict[str, list[bytes]] = defaultdict(list)
        for (event, field), row in keys._hash_rows(session, Claim, "event_id", "field"):
            keys._update_hash(event, row)
            if field == "links":
                link_claims[event].append(row)
        for table in SORTED_TABLES:
            if "event_id" in table.columns and table.name not in (*_NOT_EVENT_ROWS, "claim"):
                for event, row in keys._hash_rows(session, table, "event_id"):
                    keys._update_hash(event, row)
        for (origin, target), row in keys._hash_rows(session, EventLink, "event_id", "target_id"):
            keys._update_hash(origin, row, events.get(target, b""))
            keys._update_hash(target, row, events.get(origin, b""), *link_claims[origin])
        keys._add_release_history(session, registry.release_history)
        for event, links in registry.dossiers.items():
            keys._update_hash(event, repr(links).encode())
        for event in registry.event_graph.events:
            chain, rest = registry.event_graph.find_chain(event)
            if chain:
                ids = {row.id for row in chain}
                between = registry.event_graph.links_between(ids)
                keys._update_hash(
                    event, repr((chain, rest, between, sorted(ids & registry.overdue.keys()))).encode()
                )
        for table in SORTED_TABLES:
            if table.name not in keys._table_hashers:  # no event's page shows it; downloads hold it
                keys._hash_table(session, table)
        return keys

    def _add_release_history(self, session: Session, release_history: ReleaseHistory) -> None:
        """Hash what releases and later changes record of each event."""
        causes: defaultdict[tuple[str, int], list[bytes]] = defaultdict(list)
        for key, row in self._hash_rows(session, ChangeSource, "release_version", "number"):
            causes[key].append(row)
        columns = ("release_version", "number", "entity", "entity_id")
        for (release, number, entity, event), row in self._hash_rows(session, Change, *columns):
            if entity == Entity.EVENT.value:
                self._update_hash(event, row, *causes.get((release, number), ()))
        for event in self._hashers:
            history = (
                release_history.first.get(event),
                release_history.latest_state_path(event),
                release_history.former.get(event),
                release_history.unreleased.get(event),
            )
            if any(history):
                self._update_hash(event, repr(history).encode())

    def _update_hash(self, event: str, *parts: bytes) -> None:
        """Update the digest of an event with bytes that its page depends on."""
        hasher = self._hashers.get(event)
        if hasher is None:
            hasher = self._hashers[event] = hashlib.blake2b(self._shared, digest_size=16)
        for part in parts:
            hasher.update(part)

    def event_key(self, event: str) -> str:
        """Return the cache key of an event in hexadecimal."""
        return str(self._hashers[event].hexdigest())

    @property
    def table_digests(self) -> dict[str, str]:
        """The digest of every table, by its name."""
        return {name: hasher.hexdigest() for name, hasher in self._table_hashers.items()}

    def _hash_table(self, session: Session, table: Table) -> None:
        for _ in self._hash_rows(session, table, table.columns.keys()[0]):
            pass

    def _hash_rows(self, session: Session, model: Any, *columns: str) -> Iterator[tuple[Any, bytes]]:
        """Yield each row of a table as its key columns and bytes, and hash the whole table."""
        table: Table = getattr(model, "__table__", model)
        names = table.columns.keys()
        key: Callable[[Any], Any] = itemgetter(*(names.index(column) for column in columns))
        hasher = self._table_hashers[table.name] = hashlib.blake2b(digest_size=16)
        for row in select_tuples(session, table):
            packed = row_bytes(row)
            hasher.update(packed)
            yield key(row), packed


def row_bytes(row: tuple[Any, ...]) -> bytes:
    """Return a row as bytes: equal rows give equal bytes, different rows different bytes."""
    try:
        return marshal.dumps(row, 2)
    except ValueError:  # days, which PostgreSQL's driver makes by itself
        return repr(row).encode()


_CODE_FOLDERS = ("pipeline", "releases", "schema", "site")
_LIBRARIES = (
    *("babel", "font-source-serif-pro", "geo-intel-offline", "jinja2", "markupsafe", "pyarrow", "pydantic"),
    *("resvg-py", "sqlalchemy"),
)


@cache
def code_environment() -> str:
    """Return a description that is another one whenever other code or another library makes the files."""
    package = Path(__file__).parent.parent
    code = code_fingerprint(*(package / folder for folder in _CODE_FOLDERS))
    versions = [_library_version(name) for name in _LIBRARIES]
    return repr((code, versions, sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION))


def _library_version(name: str) -> str:
    """Return the version of a library; "" where an optional one is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

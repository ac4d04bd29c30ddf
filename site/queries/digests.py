"""What each event's page is made of, in one short name: read row by row, far quicker than a page is put together."""

from __future__ import annotations

import hashlib
import marshal
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.schema import Change, ChangeSource, Claim, Event, EventLink, Source, SourceEvent, metadata
from communique.schema.summing import NAMES
from communique.schema.vocabulary import Entity
from communique.site.queries.past import Past
from communique.site.queries.rows import raw

_APART = ("event", "event_link", "event_search", "source", "source_event", *NAMES)
"""Tables that are read otherwise than as rows of one event, or that no page shows, as summaries of the others."""

_UNSHOWN = ("entry_file", "event_search", "released_event")
"""Tables that no event's page shows as such; downloads hold them."""


_NAMES = (
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
    *("publisher", "series", "topic", "release", "redirect", "withdrawal", "split", "split_target"),
)
"""What all events may refer to: a change there makes the pages of all events anew."""


class Digests:
    """Digests of all events, gathered table by table.

    An event's page shows its own rows and its sources', the events at the other end of its links and what these
    claim of the link, its releases, and names from the registry: ``shared`` stands for the last.
    """

    def __init__(self, shared: bytes) -> None:
        self._shared = shared
        self._states: dict[str, Any] = {}
        self._tables: dict[str, Any] = {}

    @classmethod
    def load(cls, session: Session, past: Past, shared: bytes) -> Digests:
        """Read every table that says something of events, once."""
        made = cls(shared)
        for table in metadata.sorted_tables:
            if table.name in (*_NAMES, *_UNSHOWN):
                made._read(session, table)
        made._shared += b"".join(made._tables[name].digest() for name in _NAMES)
        events = dict(made._keyed(session, Event, "id"))
        sources = dict(made._keyed(session, Source, "id"))
        for event, row in events.items():
            made._add(event, row)
        for (event, source), row in made._keyed(session, SourceEvent, "event_id", "source_id"):
            made._add(event, row, sources[source])
        claimed: defaultdict[str, list[bytes]] = defaultdict(list)
        for (event, field), row in made._keyed(session, Claim, "event_id", "field"):
            made._add(event, row)
            if field == "links":
                claimed[event].append(row)
        for table in metadata.sorted_tables:
            if "event_id" in table.columns and table.name not in (*_APART, "claim"):
                for event, row in made._keyed(session, table, "event_id"):
                    made._add(event, row)
        for (origin, target), row in made._keyed(session, EventLink, "event_id", "target_id"):
            made._add(origin, row, events.get(target, b""))
            made._add(target, row, events.get(origin, b""), *claimed[origin])
        made._tell(session, past)
        return made

    def _tell(self, session: Session, past: Past) -> None:
        """What releases said of events."""
        causes: defaultdict[tuple[str, int], list[bytes]] = defaultdict(list)
        for key, row in self._keyed(session, ChangeSource, "release_version", "number"):
            causes[key].append(row)
        columns = ("release_version", "number", "entity", "entity_id")
        for (release, number, entity, event), row in self._keyed(session, Change, *columns):
            if entity == Entity.EVENT.value:
                self._add(event, row, *causes.get((release, number), ()))
        for event in self._states:
            known = past.first.get(event), past.state(event), past.former.get(event), past.since.get(event)
            if any(known):
                self._add(event, repr(known).encode())

    def _add(self, event: str, *parts: bytes) -> None:
        """Something that an event's page is made of."""
        state = self._states.get(event)
        if state is None:
            state = self._states[event] = hashlib.blake2b(self._shared, digest_size=16)
        for part in parts:
            state.update(part)

    def of(self, event: str) -> str:
        """The digest of an event."""
        return str(self._states[event].hexdigest())

    @property
    def tables(self) -> dict[str, str]:
        """The digest of every table, by its name."""
        return {name: state.hexdigest() for name, state in self._tables.items()}

    def _read(self, session: Session, table: Table) -> None:
        for _ in self._keyed(session, table, table.columns.keys()[0]):
            pass

    def _keyed(self, session: Session, model: Any, *columns: str) -> Iterator[tuple[Any, bytes]]:
        """A table's rows as bytes, each with the values of some columns; they make the table's digest."""
        table: Table = getattr(model, "__table__", model)
        names = table.columns.keys()
        key: Callable[[Any], Any] = itemgetter(*(names.index(column) for column in columns))
        state = self._tables[table.name] = hashlib.blake2b(digest_size=16)
        for row in raw(session, table):
            packed = plain(row)
            state.update(packed)
            yield key(row), packed


def plain(row: tuple[Any, ...]) -> bytes:
    """A row as bytes: equal rows have equal ones, different rows different ones."""
    try:
        return marshal.dumps(row, 2)
    except ValueError:  # days, which PostgreSQL's driver makes by itself
        return repr(row).encode()

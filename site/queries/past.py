"""What became of the record so far: its releases, which of them changed which event, and ids that went."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.history.change import Change
from communique.history.versions import parse
from communique.schema import Change as ChangeRow
from communique.schema import ChangeSource, Redirect, Release, ReleasedEvent, Split, SplitTarget, Withdrawal
from communique.schema.vocabulary import ChangeType, Entity
from communique.site import words
from communique.site.queries.rows import column, grouped, read
from communique.site.views.parts import Ref

ENDS = (ChangeType.MERGED, ChangeType.RENAMED, ChangeType.SPLIT, ChangeType.WITHDRAWN)
"""Changes after which an id means no event of its own any more."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of an event id that went: the events that it means now, and why."""

    targets: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Past:
    """What the pages of all events need to know of releases.

    Args:
        releases: oldest first.
        first: the release that first held an event id.
        last: the last release that said something new of an event id, and so holds what it says of it.
        ends: what became of an id that went, and in which release; "" where none has it yet.
        former: the redirects that lead to an event.
        gone: what an id that went means now, and why it went.
        since: what changed after the newest release, by event id; empty where the record is that release.
    """

    releases: tuple[Release, ...] = ()
    first: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, tuple[ChangeType, str]] = field(default_factory=dict)
    former: Mapping[str, Sequence[Redirect]] = field(default_factory=dict)
    gone: Mapping[str, Gone] = field(default_factory=dict)
    since: Mapping[str, Sequence[Change]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session, since: Sequence[Change] = ()) -> Past:
        """Read releases, ids that went, and which event changed when: seven SELECTs.

        Args:
            session: on the database.
            since: what changed after the newest release.
        """
        releases = tuple(in_order(read(session, Release)))
        order = {row.version: number for number, row in enumerate(releases)}
        first = {row.id: row.release_version for row in read(session, ReleasedEvent)}
        moved = read(session, Redirect)
        gone = _gone(session, moved)
        last, ends = dict(first), dict[str, tuple[ChangeType, str]]()
        columns = [column(ChangeRow, name) for name in ("entity_id", "release_version", "type", "target_id")]
        of_events = column(ChangeRow, "entity") == Entity.EVENT
        changed = select(*columns).where(of_events).distinct()
        for event, release, type_, target in sorted(
            session.execute(changed).all(), key=lambda row: (order[row[1]], row[0], row[2], row[3] or "")
        ):
            if event in gone and type_ in ENDS:
                ends[event] = (type_, release)
            elif event not in ends:  # what is said of an id after its end is no state of an event
                last[event] = release
            if type_ is ChangeType.RENAMED and target:
                last[target] = release
        events = [one for one in since if one.entity is Entity.EVENT]
        ends |= {one.id: (one.type, "") for one in events if one.id in gone and one.type in ENDS}
        return cls(
            releases=releases,
            first=first,
            last=last,
            ends=ends,
            former=grouped(moved, lambda row: row.target_id),
            gone=gone,
            since=grouped(events, lambda one: one.id),
        )

    @property
    def newest(self) -> str:
        """The newest release; "" where there is none."""
        return self.releases[-1].version if self.releases else ""

    def released(self, version: str) -> dt.date | None:
        """The day of a release."""
        return next((row.released for row in self.releases if row.version == version), None)

    def day(self, version: str) -> str:
        """The day of a release in words."""
        day = self.released(version)
        return words.day(day) if day else ""

    def state(self, event_id: str) -> str:
        """The file with what the newest release that held an event says of it; "" where none ever did."""
        version = self.last.get(event_id)
        return state_path(version, event_id) if version else ""


def change_of(row: ChangeRow, sources: Sequence[ChangeSource]) -> Change:
    """A row of the table of changes as the change that it stores; the documents of wholes are not there."""
    return Change(
        entity=row.entity,
        id=row.entity_id,
        type=row.type,
        field=row.field,
        element=row.element,
        old=None if row.old is None else json.loads(row.old),
        new=None if row.new is None else json.loads(row.new),
        target=row.target_id,
        sources=tuple(one.source_id for one in sources),
    )


def _gone(session: Session, moved: Sequence[Redirect]) -> dict[str, Gone]:
    parts = grouped(read(session, SplitTarget), lambda row: row.split_id)
    found = {row.id: Gone((row.target_id,), row.because) for row in moved}
    for split in read(session, Split):
        found[split.id] = Gone(tuple(row.target_id for row in parts.get(split.id, ())), split.because)
    return found | {row.id: Gone((), row.because) for row in read(session, Withdrawal)}


def in_order(releases: Sequence[Release]) -> list[Release]:
    """Releases from the oldest to the newest."""
    return sorted(releases, key=lambda row: parse(row.version))


def release_path(version: str) -> str:
    """The page of a release."""
    return f"releases/{version}/index.md"


def state_path(version: str, event_id: str) -> str:
    """The file with what a release says of an event that it changed."""
    return f"releases/{version}/events/{event_id}.json"


def release_ref(version: str) -> Ref:
    """The link to a release's page."""
    return Ref(version, release_path(version))

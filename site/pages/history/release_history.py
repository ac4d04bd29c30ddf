"""Read the releases of the dataset, which of them changed which event, and the retired event ids."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.releases.manifest import parse_version
from communique.releases.snapshot import SnapshotChange
from communique.schema.models import Change as ChangeRow
from communique.schema.models import (
    ChangeSource,
    Redirect,
    Release,
    ReleasedEvent,
    Split,
    SplitTarget,
    Withdrawal,
)
from communique.schema.vocabulary import ChangeType, Entity
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.select import get_column, group_by, select_models

ENDS = (ChangeType.MERGED, ChangeType.RENAMED, ChangeType.SPLIT, ChangeType.WITHDRAWN)
"""Changes after which an id means no event of its own any more."""


@dataclass(frozen=True, slots=True)
class RetiredId:
    """A retired event id: the events that replace it, and why."""

    targets: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class ReleaseHistory:
    """The releases and their effects on event ids, as events' pages need them.

    Args:
        releases: oldest first.
        first: the release that first held an event id.
        last: the last release that said something new of an event id, and so holds what it says of it.
        retirements: what became of an id that went, and in which release; "" where none has it yet.
        former: the redirects that lead to an event.
        retired: what an id that went means now, and why it went.
        unreleased: what changed after the newest release, by event id; empty where the record is that release.
        changed_since: the newest release, where anything at all has changed after it; "" otherwise.
    """

    releases: tuple[Release, ...] = ()
    first: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    retirements: Mapping[str, tuple[ChangeType, str]] = field(default_factory=dict)
    former: Mapping[str, Sequence[Redirect]] = field(default_factory=dict)
    retired: Mapping[str, RetiredId] = field(default_factory=dict)
    unreleased: Mapping[str, Sequence[SnapshotChange]] = field(default_factory=dict)
    changed_since: str = ""

    @classmethod
    def load(cls, session: Session, unreleased: Sequence[SnapshotChange] = ()) -> ReleaseHistory:
        """Read releases, retired ids and which release changed which event, with seven SELECTs.

        Args:
            session: on the database.
            unreleased: what changed after the newest release.
        """
        releases = tuple(sort_releases(select_models(session, Release)))
        order = {row.version: number for number, row in enumerate(releases)}
        first = {row.id: row.release_version for row in select_models(session, ReleasedEvent)}
        moved = select_models(session, Redirect)
        retired = _load_retired_ids(session, moved)
        last, retirements = dict(first), dict[str, tuple[ChangeType, str]]()
        columns = [
            get_column(ChangeRow, name) for name in ("entity_id", "release_version", "type", "target_id")
        ]
        of_events = get_column(ChangeRow, "entity") == Entity.EVENT
        changed = select(*columns).where(of_events).distinct()
        for event, release, type_, target in sorted(
            session.execute(changed).all(), key=lambda row: (order[row[1]], row[0], row[2], row[3] or "")
        ):
            if event in retired and type_ in ENDS:
                retirements[event] = (type_, release)
            elif event not in retirements:  # what is said of an id after its end is no state of an event
                last[event] = release
            if type_ is ChangeType.RENAMED and target:
                last[target] = release
        events = [change for change in unreleased if change.entity is Entity.EVENT]
        retirements |= {
            change.id: (change.type, "") for change in events if change.id in retired and change.type in ENDS
        }
        return cls(
            releases=releases,
            first=first,
            last=last,
            retirements=retirements,
            former=group_by(moved, lambda row: row.target_id),
            retired=retired,
            unreleased=group_by(events, lambda change: change.id),
            changed_since=releases[-1].version if releases and unreleased else "",
        )

    @property
    def newest(self) -> str:
        """The newest release; "" if there is none."""
        return self.releases[-1].version if self.releases else ""

    def release_date(self, version: str) -> dt.date | None:
        """Return the date of a release; None if it is not known."""
        return next((row.released for row in self.releases if row.version == version), None)

    def format_release_day(self, version: str) -> str:
        """Return the date of a release in English; "" if it is not known."""
        day = self.release_date(version)
        return labels.format_day(day) if day else ""

    def latest_state_path(self, event_id: str) -> str:
        """Return the path of an event's JSON in the newest release that changed it; "" if none did."""
        version = self.last.get(event_id)
        return state_path(version, event_id) if version else ""


def change_from_row(row: ChangeRow, sources: Sequence[ChangeSource]) -> SnapshotChange:
    """Convert a row of the table of changes to a change; documents of whole entities are not stored there."""
    return SnapshotChange(
        entity=row.entity,
        id=row.entity_id,
        type=row.type,
        field=row.field,
        element=row.element,
        old=None if row.old is None else json.loads(row.old),
        new=None if row.new is None else json.loads(row.new),
        target=row.target_id,
        sources=tuple(source.source_id for source in sources),
    )


def _load_retired_ids(session: Session, moved: Sequence[Redirect]) -> dict[str, RetiredId]:
    parts = group_by(select_models(session, SplitTarget), lambda row: row.split_id)
    retired = {row.id: RetiredId((row.target_id,), row.because) for row in moved}
    for split in select_models(session, Split):
        retired[split.id] = RetiredId(tuple(row.target_id for row in parts.get(split.id, ())), split.because)
    return retired | {row.id: RetiredId((), row.because) for row in select_models(session, Withdrawal)}


def sort_releases(releases: Sequence[Release]) -> list[Release]:
    """Sort releases from the oldest to the newest."""
    return sorted(releases, key=lambda row: parse_version(row.version))


def release_path(version: str) -> str:
    """Return the path of a release's page."""
    return f"releases/{version}/index.md"


def state_path(version: str, event_id: str) -> str:
    """Return the path of the JSON of an event as a release changed it."""
    return f"releases/{version}/events/{event_id}.json"


def release_link(version: str) -> Link:
    """Return the link to a release's page."""
    return Link(version, release_path(version))


def is_merged(redirect: Redirect, release_history: ReleaseHistory) -> bool:
    """Return whether an id's event was merged into another, rather than given another id.

    A release says so. An id that no release ever held was renamed, unless a release holds the other.
    """
    if redirect.id in release_history.retirements:
        return release_history.retirements[redirect.id][0] is not ChangeType.RENAMED
    return redirect.target_id in release_history.first

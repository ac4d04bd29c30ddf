"""Collect every event id that was released, and whether it still denotes an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from communique.errors import HistoryError
from communique.loaders.entry_files import hash_bytes
from communique.loaders.layout import RELEASES
from communique.releases.apply import apply_changes
from communique.releases.snapshot import Snapshot, SnapshotChange, is_live, snapshot_sha256
from communique.releases.store import CHANGES_FILE, MANIFEST_FILE, StoredRelease, list_releases
from communique.schema.vocabulary import ChangeType, Entity


@dataclass(slots=True)
class ReleasedIds:
    """All releases with their changes, and the event ids that they published and retired.

    Args:
        releases: each with its changes, oldest first.
        first_releases: every event id that was published, with the first release that held it.
        retired: those that the newest release does not hold, with the release that gave them up.
    """

    releases: list[tuple[StoredRelease, list[SnapshotChange]]] = field(default_factory=list)
    first_releases: dict[str, str] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)


def hash_releases(folder: Path) -> Mapping[str, str]:
    """Return the hash of each release file that a load reads, by its path below `releases/`.

    Raises:
        HistoryError: a folder or a manifest is damaged or missing.
    """
    return {
        f"{RELEASES}/{release.version}/{name}": hash_bytes(_read_release_file(release.folder / name))
        for release in list_releases(folder)
        for name in (MANIFEST_FILE, CHANGES_FILE)
    }


def read_released_ids(folder: Path) -> ReleasedIds:
    """Read all releases and return their changes and event ids.

    Raises:
        HistoryError: a file is damaged, or the changes do not make the state that the newest manifest seals.
    """
    released_ids, snapshot = ReleasedIds(), Snapshot()
    for release in list_releases(folder):
        changes = release.read_changes()
        released_ids.releases.append((release, changes))
        snapshot = _apply_changes(snapshot, release, changes)
        for event, published in (status for change in changes for status in _event_statuses(change)):
            if published:
                released_ids.first_releases.setdefault(event, release.version)
                released_ids.retired.pop(event, None)
            else:
                released_ids.retired[event] = release.version
    if released_ids.releases and snapshot_sha256(snapshot) != released_ids.releases[-1][0].manifest.state:
        what = "the changes do not make the state that its manifest seals"
        raise HistoryError(f"{released_ids.releases[-1][0].folder}: {what}; restore releases/ from git")
    return released_ids


def _apply_changes(snapshot: Snapshot, release: StoredRelease, changes: list[SnapshotChange]) -> Snapshot:
    try:
        return apply_changes(snapshot, changes)
    except HistoryError as error:
        raise HistoryError(f"{release.folder / CHANGES_FILE}: {error}; restore releases/ from git") from error


def _event_statuses(change: SnapshotChange) -> Iterator[tuple[str, bool]]:
    """Yield the event ids that a change adds or retires, and whether each is an event after it."""
    if change.entity is Entity.EVENT and change.field is None:
        yield change.id, is_live(change.new)
        if change.type is ChangeType.RENAMED and change.target is not None:
            yield change.target, True


def _read_release_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise HistoryError(f"{file} cannot be read ({what}); restore releases/ from git") from error

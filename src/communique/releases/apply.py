"""Applying of changes to a snapshot, so that a release stores only what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from communique.errors import HistoryError
from communique.releases.entity_schema import SET_FIELDS
from communique.releases.snapshot import EntityDocument, Snapshot, SnapshotChange, snapshot_sha256
from communique.schema.vocabulary import ChangeType

if TYPE_CHECKING:
    from communique.releases.store import StoredRelease


def apply_changes(before: Snapshot, changes: Iterable[SnapshotChange]) -> Snapshot:
    """Return the snapshot after some changes; the given one stays, and unchanged documents are shared.

    The order of the changes does not matter: wholes come, move and go before fields of theirs change.

    Raises:
        HistoryError: a change starts from a value that the state has not.
    """
    after, changes = dict(before), list(changes)
    for change in changes:
        if change.field is None:
            _require_old_value(before.get(change.key), change)
            if change.type is ChangeType.RENAMED and change.target is not None:
                after[change.entity.value, change.target] = before[change.key]
    for change in changes:
        if change.field is None:
            if change.new is None:
                after.pop(change.key, None)
            else:
                after[change.key] = change.new
    copied: set[tuple[str, str]] = set()
    for change in changes:
        if change.field is None:
            continue
        if change.key not in copied:
            copied.add(change.key)
            after[change.key] = _copy_document(after.get(change.key), change)
        _set_value(after[change.key], change)
    return after


def replay(releases: Iterable[StoredRelease], before: Snapshot | None = None) -> Snapshot:
    """Return the snapshot of the last of some releases, oldest first, by applying all their changes.

    Raises:
        HistoryError: the files of a release do not make the state that its manifest seals.
    """
    snapshot = before or {}
    for release in releases:
        snapshot = replay_release(snapshot, release)
    return snapshot


def replay_release(before: Snapshot, release: StoredRelease) -> Snapshot:
    """Return the snapshot of a release, from that of the one before.

    Raises:
        HistoryError: its files do not make the state that its manifest seals.
    """
    try:
        snapshot = apply_changes(before, release.read_changes())
    except HistoryError as error:
        raise HistoryError(
            f"{release.folder / 'changes.jsonl'}: {error}; restore the file with git"
        ) from error
    if snapshot_sha256(snapshot) != release.manifest.state:
        raise HistoryError(
            f"{release.folder}: its changes do not make the state that its manifest seals; restore both with git"
        )
    return snapshot


def _copy_document(document: EntityDocument | None, change: SnapshotChange) -> EntityDocument:
    if document is None:
        raise HistoryError(f"it changes {change.entity} {change.id}, which was not there")
    return {name: dict(value) if name in SET_FIELDS else value for name, value in document.items()}


def _set_value(document: EntityDocument, change: SnapshotChange) -> None:
    """Set or drop one value of a document that the new snapshot owns."""
    container: dict[str, Any] = document
    name = str(change.field)
    if change.element is not None:
        container = document.setdefault(name, {})
        name = change.element
    _require_old_value(container.get(name), change)
    if change.new is None:
        container.pop(name, None)
    else:
        container[name] = change.new
    if change.element is not None and not container:
        del document[str(change.field)]


def _require_old_value(value: Any, change: SnapshotChange) -> None:
    if value != change.old:
        place = " ".join(filter(None, (change.entity.value, change.id, change.field, change.element)))
        raise HistoryError(f"{place} was not what the change says it was")

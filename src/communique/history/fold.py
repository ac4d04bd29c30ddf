"""From a state and what changed to the state after: what a release did not change is never stored again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from communique.errors import HistoryError
from communique.history.change import Change
from communique.history.layout import SETS
from communique.history.state import Document, State, digest
from communique.schema.vocabulary import ChangeType

if TYPE_CHECKING:
    from communique.history.store import StoredRelease


def apply(before: State, changes: Iterable[Change]) -> State:
    """The state after some changes. What was given stays as it is; documents that do not change are shared.

    The order of the changes does not matter: wholes come, move and go before fields of theirs change.

    Raises:
        HistoryError: a change starts from a value that the state has not.
    """
    after, changes = dict(before), list(changes)
    for change in changes:
        if change.field is None:
            _require(before.get(change.key), change)
            if change.type is ChangeType.RENAMED and change.target is not None:
                after[change.entity.value, change.target] = before[change.key]
    for change in changes:
        if change.field is None:
            if change.new is None:
                after.pop(change.key, None)
            else:
                after[change.key] = change.new
    own: set[tuple[str, str]] = set()
    for change in changes:
        if change.field is None:
            continue
        if change.key not in own:
            own.add(change.key)
            after[change.key] = _copy(after.get(change.key), change)
        _set(after[change.key], change)
    return after


def fold(releases: Iterable[StoredRelease], before: State | None = None) -> State:
    """The state of the last of some releases, oldest first: all their changes, one after the other.

    Raises:
        HistoryError: the files of a release do not make the state that its manifest seals.
    """
    whole = before or {}
    for release in releases:
        whole = follow(whole, release)
    return whole


def follow(before: State, release: StoredRelease) -> State:
    """The state of a release from that of the one before.

    Raises:
        HistoryError: its files do not make the state that its manifest seals.
    """
    try:
        whole = apply(before, release.changes())
    except HistoryError as error:
        raise HistoryError(
            f"{release.folder / 'changes.jsonl'}: {error}; restore the file with git"
        ) from error
    if digest(whole) != release.manifest.state:
        raise HistoryError(
            f"{release.folder}: its changes do not make the state that its manifest seals; restore both with git"
        )
    return whole


def _copy(document: Document | None, change: Change) -> Document:
    if document is None:
        raise HistoryError(f"it changes {change.entity} {change.id}, which was not there")
    return {name: dict(value) if name in SETS else value for name, value in document.items()}


def _set(document: Document, change: Change) -> None:
    """Set or drop one value of a document that is the state's own."""
    holder: dict[str, Any] = document
    name = str(change.field)
    if change.element is not None:
        holder = document.setdefault(name, {})
        name = change.element
    _require(holder.get(name), change)
    if change.new is None:
        holder.pop(name, None)
    else:
        holder[name] = change.new
    if change.element is not None and not holder:
        del document[str(change.field)]


def _require(found: Any, change: Change) -> None:
    if found != change.old:
        place = " ".join(filter(None, (change.entity.value, change.id, change.field, change.element)))
        raise HistoryError(f"{place} was not what the change says it was")

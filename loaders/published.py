"""What was released: every event id that readers may hold, and whether it still meant an event at last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from communique.errors import HistoryError
from communique.history.change import Change
from communique.history.fold import apply
from communique.history.state import State, digest, living
from communique.history.store import CHANGES, MANIFEST, StoredRelease, releases
from communique.loaders.files import hash_bytes
from communique.loaders.read import RELEASES
from communique.schema.vocabulary import ChangeType, Entity


@dataclass(slots=True)
class Published:
    """What all releases together say.

    Args:
        releases: each with its changes, oldest first.
        first: every event id that was published, with the first release that held it.
        given_up: those that the newest release does not hold, with the release that gave them up.
    """

    releases: list[tuple[StoredRelease, list[Change]]] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)
    given_up: dict[str, str] = field(default_factory=dict)


def hashes(folder: Path) -> Mapping[str, str]:
    """The hash of every file of a release that a load reads, by its path with ``releases/`` before it.

    Raises:
        HistoryError: a folder or a manifest is damaged or missing.
    """
    return {
        f"{RELEASES}/{one.version}/{name}": hash_bytes(_content(one.folder / name))
        for one in releases(folder)
        for name in (MANIFEST, CHANGES)
    }


def published(folder: Path) -> Published:
    """Read all releases.

    Raises:
        HistoryError: a file is damaged, or the changes do not make the state that the newest manifest seals.
    """
    found, state = Published(), State()
    for release in releases(folder):
        changes = release.changes()
        found.releases.append((release, changes))
        state = _follow(state, release, changes)
        for event, lives in (life for change in changes for life in _lives(change)):
            if lives:
                found.first.setdefault(event, release.version)
                found.given_up.pop(event, None)
            else:
                found.given_up[event] = release.version
    if found.releases and digest(state) != found.releases[-1][0].manifest.state:
        what = "the changes do not make the state that its manifest seals"
        raise HistoryError(f"{found.releases[-1][0].folder}: {what}; restore releases/ from git")
    return found


def _follow(state: State, release: StoredRelease, changes: list[Change]) -> State:
    try:
        return apply(state, changes)
    except HistoryError as error:
        raise HistoryError(f"{release.folder / CHANGES}: {error}; restore releases/ from git") from error


def _lives(change: Change) -> Iterator[tuple[str, bool]]:
    """The event ids that a change begins or ends, and whether each means an event after it."""
    if change.entity is Entity.EVENT and change.field is None:
        yield change.id, living(change.new)
        if change.type is ChangeType.RENAMED and change.target is not None:
            yield change.target, True


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise HistoryError(f"{file} cannot be read ({what}); restore releases/ from git") from error

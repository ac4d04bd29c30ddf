"""Whether a load has anything to do at all, found out without the models, whose import would take longest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from communique.errors import Finding
from communique.loaders.files import hash_bytes, list_files
from communique.loaders.ledger import Ledger

LOADED = "SELECT path, sha256 FROM entry_file"
"""The files that a database was loaded from."""


@dataclass(frozen=True, slots=True)
class FileChanges:
    """How the record's files differ from those that the database was loaded from."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Outcome(Protocol):
    """What is told of a load, whether it had anything to do or not."""

    @property
    def files(self) -> FileChanges:
        """How the files differed."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What looked wrong."""

    def events(self) -> dict[str, str]:
        """Each event that it touched, with what was done to it."""

    def sources(self) -> set[str]:
        """Each source that it touched."""

    def rows(self) -> int:
        """How many rows it touched."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A load that had nothing to do."""

    files: FileChanges
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return False

    def events(self) -> dict[str, str]:
        """None."""
        return {}

    def sources(self) -> set[str]:
        """None."""
        return set()

    def rows(self) -> int:
        """None."""
        return 0


def settled(root: Path, releases: Path, loaded: Mapping[str, str]) -> Settled | None:
    """What a load is if every file is as it was; None where the whole load must look, for whatever reason.

    Args:
        root: the record's folder.
        releases: the folder of releases, which need not exist.
        loaded: the hash of each file that the database was loaded from; those of releases begin with their
            folder's name.
    """
    listing = list_files(root) if root.is_dir() else None
    if listing is None or listing.findings or not loaded:
        return None
    ledger, amiss = Ledger(root), list[Finding]()
    now = ledger.digests(listing.paths, amiss)
    ledger.save(listing.paths)
    if amiss:
        return None
    try:
        of_releases = [path for path in loaded if path.startswith(f"{releases.name}/")]
        for path in of_releases:
            now[path] = hash_bytes((releases.parent / path).read_bytes())
    except OSError:
        return None
    folders = {folder.name for folder in releases.iterdir()} if releases.is_dir() else set()
    if folders != {path.split("/")[1] for path in of_releases} or now != dict(loaded):
        return None
    return Settled(FileChanges(unchanged=len(now)))

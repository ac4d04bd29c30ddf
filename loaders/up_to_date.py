"""Check whether a load has anything to do, without importing the models, which takes longest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from communique.errors import Finding
from communique.loaders.entry_files import hash_bytes, list_files
from communique.loaders.file_index import FileIndex

LOADED_FILES_QUERY = "SELECT path, sha256 FROM entry_file"
"""The files that a database was loaded from."""


@dataclass(frozen=True, slots=True)
class FileChanges:
    """The differences between the dataset's files and those that the database was loaded from."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class LoadResult(Protocol):
    """The result of a load, whether it had anything to do or not."""

    @property
    def files(self) -> FileChanges:
        """The differences between the files."""

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings on the files."""

    def affected_events(self) -> dict[str, str]:
        """Return each changed event with how it changed."""

    def affected_sources(self) -> set[str]:
        """Return the ids of the changed sources."""

    def count_rows(self) -> int:
        """Return the number of changed rows."""


@dataclass(frozen=True, slots=True)
class NothingToDo:
    """The result of a load that had nothing to do."""

    files: FileChanges
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return False

    def affected_events(self) -> dict[str, str]:
        """Return no events."""
        return {}

    def affected_sources(self) -> set[str]:
        """Return no sources."""
        return set()

    def count_rows(self) -> int:
        """Return zero."""
        return 0


def check_up_to_date(root: Path, releases: Path, loaded: Mapping[str, str]) -> NothingToDo | None:
    """Return the result of a load if every file is unchanged; None where a full check is needed.

    Args:
        root: the record's folder.
        releases: the folder of releases, which need not exist.
        loaded: the hash of each file that the database was loaded from; those of releases begin with their
            folder's name.
    """
    listing = list_files(root) if root.is_dir() else None
    if listing is None or listing.findings or not loaded:
        return None
    index, findings = FileIndex(root), list[Finding]()
    file_hashes = index.hash_files(listing.paths, findings)
    index.save(listing.paths)
    if findings:
        return None
    try:
        release_paths = [path for path in loaded if path.startswith(f"{releases.name}/")]
        for path in release_paths:
            file_hashes[path] = hash_bytes((releases.parent / path).read_bytes())
    except OSError:
        return None
    folders = {folder.name for folder in releases.iterdir()} if releases.is_dir() else set()
    if folders != {path.split("/")[1] for path in release_paths} or file_hashes != dict(loaded):
        return None
    return NothingToDo(FileChanges(unchanged=len(file_hashes)))

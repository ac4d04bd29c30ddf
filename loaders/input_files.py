"""Compare the files of a dataset and of its releases with those that a database was loaded from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from communique.loaders.layout import RELEASES
from communique.loaders.read import hash_dataset
from communique.loaders.released_ids import ReleasedIds, hash_releases, read_released_ids
from communique.loaders.up_to_date import FileChanges


@dataclass(frozen=True)
class InputFiles:
    """The files that a load reads, as they are and as they were last loaded.

    Args:
        root: the dataset's folder.
        releases: the folder of releases.
        loaded_hashes: path and hash of each file that the database was loaded from.
        file_hashes: path and hash of each file that is present.
    """

    root: Path
    releases: Path
    loaded_hashes: Mapping[str, str]
    file_hashes: Mapping[str, str]

    @cached_property
    def changes(self) -> FileChanges:
        """How the files differ from those last loaded."""
        loaded, present = self.loaded_hashes, self.file_hashes
        common = loaded.keys() & present.keys()
        changed = sorted(path for path in common if loaded[path] != present[path])
        return FileChanges(
            added=tuple(sorted(present.keys() - loaded.keys())),
            changed=tuple(changed),
            removed=tuple(sorted(loaded.keys() - present.keys())),
            unchanged=len(common) - len(changed),
        )

    @cached_property
    def changed_paths(self) -> frozenset[str]:
        """The files that differ from those last loaded."""
        return frozenset((*self.changes.added, *self.changes.changed, *self.changes.removed))

    @cached_property
    def replaced_hashes(self) -> Mapping[str, str]:
        """The hashes of changed and removed files as last loaded."""
        return {path: self.loaded_hashes[path] for path in self.changed_paths & self.loaded_hashes.keys()}

    @cached_property
    def changed_hashes(self) -> Mapping[str, str]:
        """The present hashes of added and changed files."""
        return {path: self.file_hashes[path] for path in sorted(self.changed_paths & self.file_hashes.keys())}

    @cached_property
    def released_ids(self) -> ReleasedIds | None:
        """What the releases say; None where none of their files differs from those last loaded.

        Raises:
            HistoryError: a file of a release is damaged.
        """
        is_changed = any(path.startswith(f"{RELEASES}/") for path in self.changed_paths)
        return read_released_ids(self.releases) if is_changed else None


def compare_input_files(root: Path, loaded: Mapping[str, str], released: Path | None = None) -> InputFiles:
    """Hash the files of a dataset and compare them with those that a database was loaded from.

    Args:
        root: the dataset's folder.
        loaded: path and hash of each file last loaded.
        released: the folder of releases; ``releases`` beside the dataset's folder by default.

    Raises:
        RecordError: a file cannot be read, or does not belong.
        HistoryError: a file of a release is damaged.
    """
    releases = released or root.parent / RELEASES
    return InputFiles(root, releases, loaded, {**hash_dataset(root), **hash_releases(releases)})

"""Read the releases of a record: their files, and what has changed since the newest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from communique.releases.change import SnapshotChange
from communique.releases.manifest import FrozenFile
from communique.releases.store import StoredRelease, list_releases
from communique.site.pages.history.unreleased import find_unreleased_changes


@dataclass(frozen=True, slots=True)
class ReleaseIndex:
    """The releases of a record as their files hold them.

    Args:
        releases: oldest first.
        unreleased_changes: every change after the newest release; none where the record is that release, or has none.
        frozen_files: the frozen files of a release that are at hand, each as its manifest seals it, by version.
    """

    releases: tuple[StoredRelease, ...] = ()
    unreleased_changes: tuple[SnapshotChange, ...] = ()
    frozen_files: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)

    @classmethod
    def from_folder(
        cls, folder: Path, frozen_folder: Path, connection: Connection, work_folder: Path | None = None
    ) -> ReleaseIndex:
        """Read the releases of a record and compare its database with the newest.

        Args:
            folder: the folder of releases.
            frozen_folder: the folder in which `communique release` leaves the files that it froze.
            connection: on the database.
            work_folder: a folder that keeps what the next comparison need not do again.

        Raises:
            HistoryError: a release's files are damaged.
        """
        stored = tuple(list_releases(folder))
        frozen_files = {
            release.version: verified_files(release, frozen_folder / release.version) for release in stored
        }
        cache_file = work_folder / "since.json" if work_folder else None
        return cls(stored, find_unreleased_changes(stored, connection, cache_file), frozen_files)

    @property
    def newest_version(self) -> str:
        """The version of the newest release; "" where there is none."""
        return self.releases[-1].version if self.releases else ""

    @property
    def unreleased_since(self) -> str | None:
        """The release since which there are changes, "" before the first; None where it is a release."""
        return None if self.releases and not self.unreleased_changes else self.newest_version

    @property
    def inputs(self) -> list[object]:
        """What the files of all releases are made of."""
        return [
            (release.manifest, sorted(self.frozen_files.get(release.version, {})))
            for release in self.releases
        ]


def verified_files(release: StoredRelease, folder: Path) -> dict[str, Path]:
    """Return the frozen files of a release that are in `folder` and match its manifest, by name."""
    return {
        frozen_file.path: folder / frozen_file.path
        for frozen_file in release.manifest.files
        if _is_intact(folder / frozen_file.path, frozen_file)
    }


def _is_intact(file: Path, frozen_file: FrozenFile) -> bool:
    if not file.is_file() or file.stat().st_size != frozen_file.bytes:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == frozen_file.sha256

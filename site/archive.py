"""What the folder of releases adds to the database: their files, and what has changed since the newest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from communique.history.change import Change
from communique.history.manifest import FrozenFile
from communique.history.store import StoredRelease, releases
from communique.site.queries.since import changes_since


@dataclass(frozen=True, slots=True)
class Archive:
    """Every release of a record as its files hold it.

    Args:
        releases: oldest first.
        since: every change after the newest release; none where the record is just that release, or has none.
        kept: the frozen files of a release that are at hand, each as its manifest seals it, by version.
    """

    releases: tuple[StoredRelease, ...] = ()
    since: tuple[Change, ...] = ()
    kept: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, frozen: Path, connection: Connection, work: Path | None = None) -> Archive:
        """Read the releases of a record and compare its database with the newest.

        Args:
            folder: the folder of releases.
            frozen: the folder in which `communique release` leaves the files that it froze.
            connection: on the database.
            work: a folder that keeps what the next comparison need not do again.

        Raises:
            HistoryError: a release's files are damaged.
        """
        found = tuple(releases(folder))
        kept = {one.version: at_hand(one, frozen / one.version) for one in found}
        file = work / "since.json" if work else None
        return cls(found, changes_since(found, connection, file), kept)

    @property
    def newest(self) -> str:
        """The newest release; "" where there is none."""
        return self.releases[-1].version if self.releases else ""

    @property
    def between(self) -> str | None:
        """The release that the record has gone on from, "" where there is none yet; None where it is a release."""
        return None if self.releases and not self.since else self.newest

    def seal(self, shared: bytes) -> str:
        """What the files of all releases are made of, in a short name.

        Args:
            shared: what all files of the site are made of.
        """
        state = hashlib.blake2b(shared, digest_size=16)
        for one in self.releases:
            state.update(repr((one.manifest, sorted(self.kept.get(one.version, {})))).encode())
        return state.hexdigest()


def at_hand(release: StoredRelease, folder: Path) -> dict[str, Path]:
    """The frozen files of a release that are there and are what its manifest seals, by name."""
    return {one.path: folder / one.path for one in release.manifest.files if _whole(folder / one.path, one)}


def _whole(file: Path, sealed: FrozenFile) -> bool:
    if not file.is_file() or file.stat().st_size != sealed.bytes:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sealed.sha256

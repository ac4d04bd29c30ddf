"""Build the files of releases, which never change: manifest, changes, frozen files, states of events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from communique.errors import BuildError
from communique.pipeline.output_file import OutputFile
from communique.releases.apply import apply_changes
from communique.releases.manifest import FrozenFile, Manifest
from communique.releases.snapshot import Snapshot, SnapshotChange, is_live
from communique.releases.store import CHANGES_FILE, MANIFEST_FILE, StoredRelease, list_releases
from communique.schema.vocabulary import ChangeType, Entity
from communique.site import labels
from communique.site.formats.event_json import format_json
from communique.site.pages.history.history_view import StatePage
from communique.site.pages.history.release_history import state_path
from communique.site.pages.history.state_page import build_state_page
from communique.site.pages.history.unreleased import find_unreleased_changes

FORMAT = 1
EVENT = Entity.EVENT.value


def build_release_files(archive: ReleaseIndex) -> Iterator[OutputFile]:
    """Yield every file of every release; an unchanged state is not stored again but found by the index."""
    latest_versions: dict[str, str] = {}
    for release, snapshot, changed_ids in iter_states(archive.releases):
        folder = f"releases/{release.version}"
        for name in (MANIFEST_FILE, CHANGES_FILE):
            yield OutputFile(f"{folder}/{name}", (release.folder / name).read_bytes())
        for name, file in archive.frozen_files.get(release.version, {}).items():
            yield OutputFile(f"{folder}/{name}", file.read_bytes())
        for key in changed_ids:
            if is_live(document := snapshot.get((EVENT, key))):
                latest_versions[key] = release.version
                yield _event_state_file(release, key, document or {})
            else:
                latest_versions.pop(key, None)
        yield _release_index_file(release.manifest, latest_versions)
    yield _releases_file(archive.releases)


def iter_states(releases: Iterable[StoredRelease]) -> Iterator[tuple[StoredRelease, Snapshot, list[str]]]:
    """Yield each release, oldest first, with its whole state and the ids of the events that it changed, sorted."""
    snapshot: Snapshot = {}
    for release in releases:
        changes = list(release.read_changes())
        snapshot = apply_changes(snapshot, changes)
        events = [change for change in changes if change.entity is Entity.EVENT]
        yield release, snapshot, sorted(_changed_event_ids(events))


def build_state_pages(releases: Iterable[StoredRelease]) -> Iterator[StatePage]:
    """Yield the page of every event that a release changed, as that release says it."""
    for release, snapshot, changed_ids in iter_states(releases):
        day = labels.format_day(release.manifest.released)
        for key in changed_ids:
            if is_live(document := snapshot.get((EVENT, key))):
                yield build_state_page(release.version, day, key, document or {}, snapshot)


def _changed_event_ids(changes: Iterable[SnapshotChange]) -> set[str]:
    """Return the ids of the events that the changes affect, those renamed to included."""
    renamed = {change.target for change in changes if change.type is ChangeType.RENAMED and change.target}
    return {change.id for change in changes} | renamed


def _event_state_file(release: StoredRelease, key: str, document: dict[str, Any]) -> OutputFile:
    """Return the file of an event's state in a release, with the field names of its changes."""
    head = {"format": FORMAT, "release": release.version, "released": release.manifest.released.isoformat()}
    lines = ",\n".join(
        f" {_encode_json(name)}: {_format_object(value)}" for name, value in sorted(document.items())
    )
    text = format_json({**head, "id": key}).removesuffix("\n}\n")
    return OutputFile(state_path(release.version, key), f'{text},\n"event": {{\n{lines}\n}}\n}}\n')


def _format_object(value: object) -> str:
    if not isinstance(value, dict):
        return _encode_json(value)
    elements = ",\n".join(
        f"  {_encode_json(name)}: {_encode_json(inner)}" for name, inner in sorted(value.items())
    )
    return f"{{\n{elements}\n }}"


def _encode_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _release_index_file(manifest: Manifest, latest_versions: dict[str, str]) -> OutputFile:
    """Return a release's index: for each event the file with its state, relative to the index."""
    here = manifest.version
    files = {
        key: f"{'' if version == here else f'../{version}/'}events/{key}.json"
        for key, version in sorted(latest_versions.items())
    }
    return OutputFile(
        f"releases/{here}/index.json", format_json({"format": FORMAT, "release": here, "events": files})
    )


def _releases_file(releases: tuple[StoredRelease, ...]) -> OutputFile:
    """Return the list of all releases, newest first, for programs that look for a new one."""
    entries = [
        {
            "version": release.version,
            "released": release.manifest.released.isoformat(),
            "manifest": f"{release.version}/{MANIFEST_FILE}",
            "changes": f"{release.version}/{CHANGES_FILE}",
            "events": f"{release.version}/index.json",
        }
        for release in reversed(releases)
    ]
    text = json.dumps({"format": FORMAT, "releases": entries}, ensure_ascii=False, indent=1)
    return OutputFile("releases/index.json", text + "\n")


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

    def with_published_files(self, folder: Path) -> ReleaseIndex:
        """Return the index with all frozen files: those not at hand are those that the site has, if they are intact.

        Args:
            folder: the releases of the published site.

        Raises:
            BuildError: some are in neither place; names them and what makes them again.
        """
        frozen_files = {
            release.version: verified_files(release, folder / release.version)
            | dict(self.frozen_files.get(release.version, {}))
            for release in self.releases
        }
        missing = [
            f"mkdocs.yml extra.releases: keep, but {file.path} of release {release.version} is not in "
            f"dist/{release.version}/; `communique release --verify {release.version}` makes it again"
            for release in self.releases
            for file in release.manifest.files
            if file.path not in frozen_files[release.version]
        ]
        if missing:
            raise BuildError("\n".join(missing))
        return replace(self, frozen_files=frozen_files)

    def read_retirements(self) -> dict[tuple[str, str], SnapshotChange]:
        """Return by release and id the change by which an event's id went."""
        return {
            (release.version, change.id): change
            for release in self.releases
            for change in release.read_retirements()
            if change.entity is Entity.EVENT
        }

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

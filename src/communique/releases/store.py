"""The folder ``releases/``, which holds a folder for each release, written atomically and never again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.errors import HistoryError
from communique.releases.manifest import Manifest, is_version
from communique.releases.snapshot import RETIREMENTS, SnapshotChange

MANIFEST_FILE, CHANGES_FILE, CHANGELOG_FILE = "manifest.json", "changes.jsonl", "CHANGES.md"
"""The files of a release's folder."""

_CURE = "restore releases/ from git"


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release as its folder holds it; the changes are read only when needed."""

    folder: Path
    manifest: Manifest

    @property
    def version(self) -> str:
        """The release's version."""
        return self.manifest.version

    def read_changes(self) -> list[SnapshotChange]:
        """Return every change against the release before.

        Raises:
            HistoryError: the file is missing, or a line of it is no change.
        """
        file = self.folder / CHANGES_FILE
        changes = []
        for number, line in enumerate(_read_text(file).split("\n"), 1):
            if line:
                try:
                    changes.append(SnapshotChange.from_json_line(line))
                except ValueError as error:
                    raise HistoryError(f"{file}:{number}: this is no change ({error}); {_CURE}") from error
        return changes

    def read_retirements(self) -> list[SnapshotChange]:
        """Return the changes by which an id was merged, renamed, split or withdrawn, with what was said of it.

        Other lines are not even parsed, as all of a first release is in its changes.
        """
        marks = tuple(f'"new":{{"{name}"' for name in RETIREMENTS)
        lines = _read_text(self.folder / CHANGES_FILE).split("\n")
        return [SnapshotChange.from_json_line(line) for line in lines if any(mark in line for mark in marks)]


def list_releases(folder: Path) -> list[StoredRelease]:
    """Return every release of a record, oldest first; none where the folder does not exist.

    Raises:
        HistoryError: a folder or a manifest is damaged, or a release between two others is missing.
    """
    if not folder.is_dir():
        return []
    stored = sorted(map(_read_release, _release_folders(folder)), key=lambda release: release.manifest.number)
    before: str | None = None
    for release in stored:
        if release.manifest.previous != before:
            problem = (
                f"follows {release.manifest.previous}"
                if release.manifest.previous
                else "says that it is the first"
            )
            where = f"but {before or 'nothing'} stands before it"
            raise HistoryError(
                f"{release.folder / MANIFEST_FILE}: {release.version} {problem}, {where}; {_CURE}"
            )
        before = release.version
    return stored


def write_release(
    folder: Path, manifest: Manifest, changes: Iterable[SnapshotChange], changelog: str
) -> StoredRelease:
    """Write a new release to a record's folder, atomically, and return it.

    Raises:
        HistoryError: there is such a release already.
    """
    final = folder / manifest.version
    if final.exists():
        raise HistoryError(f"{final} exists already; a release is never written twice")
    files = {
        MANIFEST_FILE: manifest.to_json().encode(),
        CHANGES_FILE: b"".join(change.to_json_line() for change in changes),
        CHANGELOG_FILE: changelog.encode(),
    }
    # Beside the folder, not in it: what a run that is cut off leaves must not look like a part of the record.
    write_folder_atomically(final, files, folder.with_name(f".{folder.name}.{manifest.version}.new"))
    return StoredRelease(final, manifest)


def write_folder_atomically(final: Path, files: Mapping[str, bytes], staging: Path) -> None:
    """Write files to a staging folder on the same disk and move it into place; on failure, leave nothing."""
    shutil.rmtree(staging, ignore_errors=True)  # of a run that was cut off
    try:
        staging.mkdir(parents=True)
        for name, data in files.items():
            (staging / name).write_bytes(data)
        final.parent.mkdir(parents=True, exist_ok=True)
        staging.rename(final)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def releases_until(stored: Sequence[StoredRelease], version: str) -> list[StoredRelease]:
    """Return the releases up to and including a version, or all of them where there is no such version."""
    numbers = [release.version for release in stored]
    return list(stored[: numbers.index(version) + 1]) if version in numbers else list(stored)


def _release_folders(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir() or entry.name.startswith("."):
            continue
        if not is_version(entry.name):
            raise HistoryError(f"{entry} is no release: its name is no release number; move it away")
        yield entry


def _read_release(folder: Path) -> StoredRelease:
    file = folder / MANIFEST_FILE
    try:
        manifest = Manifest.from_json(_read_text(file))
    except ValueError as error:
        raise HistoryError(f"{file}: this is no manifest ({error}); {_CURE}") from error
    if manifest.version != folder.name:
        raise HistoryError(f"{file}: it is of release {manifest.version}, not of {folder.name}; {_CURE}")
    return StoredRelease(folder, manifest)


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise HistoryError(f"{file} is missing; {_CURE}") from error
    except UnicodeDecodeError as error:
        raise HistoryError(f"{file} is not UTF-8 text; {_CURE}") from error

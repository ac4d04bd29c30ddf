"""Verify a release in two halves: its state under today's code, its bytes by the code of its own time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.record import Home, Progress, display_path, resolve_settings
from communique.commands.release_inputs import temporary_directory
from communique.commands.release_rebuild import (
    Installer,
    NotAtHandError,
    find_rebuild_source,
    install_locked_requirements,
    rebuild_release,
)
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from communique.releases.manifest import FrozenFile
    from communique.releases.snapshot import Snapshot
    from communique.releases.store import StoredRelease
    from communique.settings import Settings

MAX_DIFFERENCES = 10
"""Differences between two states that are listed one by one; of more, the rest is counted."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of one half: proved, not proved because something is not at hand, or different."""

    is_proved: bool
    detail: str
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseVerification:
    """What was proved of a release.

    Args:
        version: its number.
        state: whether its changes, and the entries of its commit, make the state that its manifest seals.
        files: whether the code of its time makes the same bytes from its commit.
        frozen_files: what its manifest says of the frozen files.
        rewritten: the folder of frozen files that was missing and is there again; None otherwise.
    """

    version: str
    state: Proof
    files: Proof
    frozen_files: tuple[FrozenFile, ...]
    rewritten: Path | None = None


def verify_release(
    home: Home,
    version: str,
    *,
    install: Installer = install_locked_requirements,
    progress: Progress = nullcontext,
) -> ReleaseVerification:
    """Prove what can be proved of a release, and write its frozen files where they are missing.

    Args:
        home: the record.
        version: the release's number.
        install: makes the environment for the code of the release's time.
        progress: receives the name of each long step.

    Raises:
        UsageError: there is no such release.
        HistoryError: its changes do not make the state that its manifest seals.
    """
    from communique.commands.release import write_frozen_files
    from communique.releases.manifest import parse_version
    from communique.releases.store import list_releases

    settings, number = resolve_settings(home), str(parse_version(version))
    releases = list_releases(settings.releases)
    stored = next((release for release in releases if release.version == number), None)
    if stored is None:
        known = ", ".join(release.version for release in releases)
        raise UsageError(
            f"there is no release {number}; {f'releases: {known}' if known else 'there is none yet'}"
        )
    with progress(f"reading the state of {number}"):
        state = _prove_state(stored, releases, settings)
    dist, rewritten = settings.home / "dist" / number, None
    with temporary_directory() as folder, progress(f"making {number} again by the code of its time"):
        files, rebuilt = _prove_files(stored, settings, folder, install)
        altered = tuple(_find_altered_files(stored, dist))
        if altered:
            files = Proof(False, files.detail, (*files.differences, *altered))
        if rebuilt and not files.differences and not dist.exists():
            paths = [file.path for file in stored.manifest.files]
            write_frozen_files(dist, {path: (rebuilt / path).read_bytes() for path in paths})
            rewritten = dist
    return ReleaseVerification(number, state, files, stored.manifest.files, rewritten)


def _prove_state(stored: StoredRelease, releases: list[StoredRelease], settings: Settings) -> Proof:
    """Prove that the stored changes make the sealed state, and so do the entries of its commit under this code."""
    from communique.commands.comparison import read_commit_snapshot
    from communique.errors import RecordError
    from communique.releases.apply import replay
    from communique.releases.git import Repository
    from communique.releases.store import releases_until

    sealed = replay(releases_until(releases, stored.version))
    proved = f"its {sum(stored.manifest.changes.values()):,} changes make the state that its manifest seals"
    commit = stored.manifest.commit
    repository = Repository.discover(settings.entries)
    if commit is None or repository is None or repository.resolve_revision(commit) is None:
        return Proof(True, f"{proved}; the entries that it was made from are not at hand")
    try:
        current = read_commit_snapshot(repository, commit, settings)
    except FileNotFoundError:
        return Proof(False, proved, (f"commit {commit} holds no {settings.entries.name}/",))
    except (RecordError, HistoryError) as error:
        what = " ".join(str(error).splitlines()[0].split())
        return Proof(
            True,
            f"{proved}; this Communiqué no longer takes the entries of {commit[:10]} as they were: {what}",
        )
    differences = tuple(_list_state_differences(sealed, current))
    if differences:
        return Proof(False, f"{proved}, but the entries of {commit[:10]} make another here", differences)
    return Proof(True, f"{proved}, and so do the entries of {commit[:10]}")


def _list_state_differences(sealed: Snapshot, current: Snapshot) -> Iterator[str]:
    """Yield a line for each difference between two states, the first ones in words and the rest counted."""
    from communique.releases.diff import diff_snapshots
    from communique.releases.labels import EntityNames
    from communique.releases.report import describe_change

    changes, names = diff_snapshots(sealed, current), EntityNames(sealed, current)
    for change in changes[:MAX_DIFFERENCES]:
        yield f"{change.entity.value} {change.id}: {describe_change(change, names)}"
    if len(changes) > MAX_DIFFERENCES:
        yield f"and {len(changes) - MAX_DIFFERENCES:,} more"


def _prove_files(
    stored: StoredRelease, settings: Settings, folder: Path, install: Installer
) -> tuple[Proof, Path | None]:
    """Prove that the code of a release's time makes its bytes; also return the folder of those that it made."""
    try:
        source = find_rebuild_source(stored, settings)
        home = rebuild_release(stored, settings, source, folder, install)
    except NotAtHandError as error:
        return Proof(False, str(error)), None
    except HistoryError as error:
        return Proof(False, "the code of its time does not make it again", (str(error),)), None
    rebuilt = home / "dist" / stored.version
    differences = tuple(_find_differences(stored, home / "releases" / stored.version, rebuilt))
    code, record = source.code_commit[:10], source.record_commit[:10]
    if differences:
        return Proof(False, f"the code of {code} makes other files from {record}", differences), rebuilt
    return Proof(True, f"the code of {code} makes every file again from {record}, byte for byte"), rebuilt


def _find_differences(stored: StoredRelease, release: Path, dist: Path) -> Iterator[str]:
    """Yield one line for each thing that is not as it was released."""
    from communique.releases.store import CHANGELOG_FILE, CHANGES_FILE, MANIFEST_FILE

    for frozen in stored.manifest.files:
        file = dist / frozen.path
        made_hash = _hash_file(file) if file.is_file() else "nothing"
        if made_hash != frozen.sha256:
            yield f"{frozen.path}: released as {frozen.sha256}, made again as {made_hash}"
    for name in (CHANGES_FILE, CHANGELOG_FILE):
        if (stored.folder / name).read_bytes() != (release / name).read_bytes():
            yield f"{display_path(stored.folder / name)}: its commit makes another text; restore it with git"
    released, rebuilt = (
        json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        for folder in (stored.folder, release)
    )
    # The files stand above; the code is named only since 2026.12, and where it was at hand.
    for name in sorted({*released, *rebuilt} - {"files", "code"}):
        if released.get(name) != rebuilt.get(name):
            yield f"manifest.json {name}: released as {released.get(name)}, its commit makes {rebuilt.get(name)}"


def _find_altered_files(stored: StoredRelease, dist: Path) -> Iterator[str]:
    """Yield one line for each frozen file at hand that is not what was released."""
    for frozen in stored.manifest.files:
        file = dist / frozen.path
        if file.is_file() and _hash_file(file) != frozen.sha256:
            yield f"{display_path(file)}: this is not what was released; remove it"


def _hash_file(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

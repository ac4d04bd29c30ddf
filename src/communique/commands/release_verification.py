"""Verify that a release can be rebuilt from its git commit, byte for byte, and report what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli import context, terminal
from communique.commands.temporary_database import temporary_directory
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from communique.commands.release import PreparedRelease
    from communique.releases.store import StoredRelease


def verify_release(version: str) -> None:
    """Rebuild a release in a temporary folder, compare it, and write its frozen files where missing.

    Raises:
        UsageError: there is no such release.
        HistoryError: its commit is not at hand, or it was made outside git.
    """
    from communique.cli.release import write_frozen_files

    settings = context.current_context().settings
    stored = _find_release(version, settings.releases)
    with terminal.spinner(f"making {version} again"):
        rebuilt = _rebuild_release(stored)
    differences = list(_find_differences(stored, rebuilt))
    for line in differences:
        terminal.print_result(line, "error")
    dist = settings.home / "dist" / version
    for frozen in stored.manifest.files:
        file = dist / frozen.path
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() != frozen.sha256:
            differences.append(frozen.path)
            terminal.print_result(
                f"{terminal.display_path(file)}: this is not what was released; remove it", "error"
            )
    if differences:
        terminal.print_summary(f"release {version}", terminal.pluralize(len(differences), "difference"))
        raise typer.Exit(1)
    for frozen in stored.manifest.files:
        terminal.print_result(f"{frozen.sha256}  {frozen.path}")
    if not dist.exists():
        write_frozen_files(dist, rebuilt.files)
        terminal.print_result(f"written again: {terminal.display_path(dist)}")
    terminal.print_summary(f"release {version} is what its commit makes, byte for byte")


def _find_release(version: str, folder: Path) -> StoredRelease:
    from communique.releases.store import list_releases

    by_version = {release.version: release for release in list_releases(folder)}
    if version not in by_version:
        available = f"releases: {', '.join(by_version)}" if by_version else "there is none yet"
        raise UsageError(f"there is no release {version}; {available}")
    return by_version[version]


def _rebuild_release(stored: StoredRelease) -> PreparedRelease:
    from communique.cli.release import input_paths
    from communique.commands.release import ReleaseInputs, prepare_release
    from communique.loaders.entry_format.article import FORMAT
    from communique.releases.git import Repository

    settings, manifest = context.current_context().settings, stored.manifest
    repository = Repository.discover(settings.entries)
    if manifest.commit is None:
        raise HistoryError(
            f"release {stored.version} was made outside git, so nothing tells what it was made from"
        )
    if manifest.entry_format != FORMAT:
        subject = f"release {stored.version} was made of files in entry format {manifest.entry_format}"
        raise HistoryError(f"{subject}, and this Communiqué reads {FORMAT}; take the Communiqué of its time")
    if repository is None or repository.resolve_revision(manifest.commit) is None:
        raise HistoryError(
            f"commit {manifest.commit} is not here; fetch it with `git fetch --unshallow` or clone anew"
        )
    with temporary_directory() as folder:
        repository.extract_files(manifest.commit, input_paths(settings.home, settings.entries), folder)

        def extracted_path(path: Path) -> Path:
            return folder / repository.relative_path(path) if repository.contains_path(path) else path

        inputs = ReleaseInputs(
            home=extracted_path(settings.home),
            entries=extracted_path(settings.entries),
            releases=extracted_path(settings.releases),
            version=stored.version,
            day=manifest.released,
            commit=manifest.commit,
            schema=_reproducible_schema(manifest.database_schema),
        )
        return prepare_release(inputs)


def _reproducible_schema(schema: str) -> str | None:
    """Return the schema that a release had if it can still be made, else None for the newest."""
    from communique.database import head_revision
    from communique.schema.ddl import OLDEST_REVISION

    return schema if OLDEST_REVISION <= schema <= head_revision() else None


def _find_differences(stored: StoredRelease, rebuilt: PreparedRelease) -> Iterator[str]:
    """Yield one line for each thing that is not as it was released."""
    from communique.releases.store import CHANGELOG_FILE, CHANGES_FILE

    released, current = stored.manifest, rebuilt.manifest
    if released.database_schema != current.database_schema:
        cure = "make it again with the Communiqué of its time"
        versions = f"released with {released.database_schema}, made here with {current.database_schema}"
        yield f"database schema: {versions}; {cure}"
    if released.state != current.state:
        yield f"state: released as {released.state}, its commit makes {current.state}; the record's content differs"
    released_files = {file.path: file for file in released.files}
    for file in current.files:
        if file != released_files.get(file.path):
            released_hash = released_files[file.path].sha256 if file.path in released_files else "not there"
            is_same_state = released.state == current.state
            reason = (
                " (the state is the same: another Communiqué or SQLite laid it out)" if is_same_state else ""
            )
            yield f"{file.path}: released as {released_hash}, made here as {file.sha256}{reason}"
    for name, data in (
        (CHANGES_FILE, b"".join(change.to_json_line() for change in rebuilt.changes)),
        (CHANGELOG_FILE, rebuilt.changes_text.encode()),
    ):
        if (stored.folder / name).read_bytes() != data:
            yield f"{terminal.display_path(stored.folder / name)}: its commit makes another text; restore it with git"
    released_data = {**released.to_dict(), "files": None, "state": None, "database_schema": None}
    current_data = {**current.to_dict(), "files": None, "state": None, "database_schema": None}
    for name in released_data:
        if released_data[name] != current_data[name]:
            yield f"manifest.json {name}: released as {released_data[name]}, its commit makes {current_data[name]}"

"""Make a release from the record's files: what it holds, what it changed, the files to freeze, and its tag."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.commands.record import Home, Progress, resolve_settings
from communique.commands.release_inputs import (
    ReleaseInputs,
    find_release_inputs,
    load_into,
    temporary_database,
    temporary_directory,
)
from communique.commands.signals import uninterruptible
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine

    from communique.errors import Finding
    from communique.releases.manifest import FrozenFile, Manifest
    from communique.releases.snapshot import SnapshotChange
    from communique.releases.store import StoredRelease


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A release that is prepared and not yet written."""

    manifest: Manifest
    changes: list[SnapshotChange]
    changes_text: str
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class MadeRelease:
    """A release that was made, or would be.

    Args:
        inputs: what it was made from.
        prepared: what it holds.
        tag: the name of its git tag; None where there is none.
        tag_problem: why there is none, "" where none was wanted.
    """

    inputs: ReleaseInputs
    prepared: PreparedRelease
    tag: str | None = None
    tag_problem: str = ""


def make_release(
    home: Home,
    version: str,
    date: str | None = None,
    *,
    is_dry_run: bool = False,
    progress: Progress = nullcontext,
) -> MadeRelease:
    """Check the record, freeze it under a version number, write the release and tag it, all or nothing.

    Args:
        home: the record.
        version: the number, as ``2026.11`` or ``2026.11.1``.
        date: the day, as ``2026-11-30``; None for that of the record's last commit.
        is_dry_run: write nothing.
        progress: receives the name of the long step.

    Raises:
        UsageError: the number or the day is none, or not above that of every earlier release.
        RecordError: the record is wrong, or a released id has vanished.
        HistoryError: something is not committed, nothing has changed, or an earlier release is damaged.
    """
    from communique.releases.manifest import parse_version

    settings = resolve_settings(home)
    inputs = find_release_inputs(settings, str(parse_version(version)), date)
    with progress(f"freezing {inputs.version}"):
        prepared = prepare_release(inputs)
    if is_dry_run:
        return MadeRelease(inputs, prepared)
    _write_release(prepared, inputs)
    tag, problem = _tag_release(inputs)
    return MadeRelease(inputs, prepared, tag, problem)


def _write_release(prepared: PreparedRelease, inputs: ReleaseInputs) -> None:
    """Write the frozen files, then the folder in releases/, which is what makes it a release."""
    from communique.releases.store import write_release

    with uninterruptible(f"release {inputs.version} was written"):
        write_frozen_files(inputs.home / "dist" / inputs.version, prepared.files)
        write_release(inputs.releases, prepared.manifest, prepared.changes, prepared.changes_text)


def write_frozen_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the frozen files of a release, all or none."""
    from communique.releases.store import write_folder_atomically

    shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off before the release was written
    write_folder_atomically(folder, files, folder.with_name(f".{folder.name}.new"))


def _tag_release(inputs: ReleaseInputs) -> tuple[str | None, str]:
    """Tag the commit that the release was made at; return the tag's name, or None and why there is none.

    The tag holds the record's commit, and the code's where both are in one repository, whatever becomes of branches.
    A release is complete without it, so a tag that git refuses undoes nothing.
    """
    from communique.releases.git import Repository

    repository = Repository.discover(inputs.entries)
    if repository is None or inputs.commit is None:
        return None, ""
    name = f"release/{inputs.version}"
    try:
        repository.create_tag(name)
    except HistoryError as error:
        return None, f"not tagged as {name}: {error}"
    return name, ""


def prepare_release(inputs: ReleaseInputs) -> PreparedRelease:
    """Prepare a release in temporary databases and return it.

    Raises:
        UsageError: the number is not above that of every earlier release.
        RecordError: the record is wrong, or a released id has vanished.
        HistoryError: nothing has changed, or an earlier release is damaged.
    """
    from communique.database import head_revision
    from communique.loaders.entry_format.article import FORMAT
    from communique.releases.apply import replay
    from communique.releases.database_snapshot import read_snapshot
    from communique.releases.diff import diff_snapshots, find_vanished_ids
    from communique.releases.manifest import Manifest, parse_version
    from communique.releases.report_text import render_changelog
    from communique.releases.snapshot import count_entities, snapshot_sha256
    from communique.releases.store import list_releases, write_release

    earlier = list_releases(inputs.releases)
    _check_version_order(inputs, earlier)
    previous = replay(earlier)
    with temporary_directory() as folder, temporary_database(folder) as engine:
        findings = load_into(engine, inputs.entries, inputs.releases)
        with engine.connect() as connection:
            current = read_snapshot(connection)
        _check_vanished_ids(find_vanished_ids(previous, current), inputs.entries)
        changes = diff_snapshots(previous, current, earlier[-1].manifest.released if earlier else None)
        if earlier and not changes:
            newest = earlier[-1].version
            raise HistoryError(f"nothing has changed since release {newest}, so there is nothing to release")
        manifest = Manifest(
            version=str(parse_version(inputs.version)),
            released=inputs.day,
            previous=earlier[-1].version if earlier else None,
            commit=inputs.commit,
            code=inputs.code,
            database_schema=head_revision(),
            entry_format=FORMAT,
            state=snapshot_sha256(current),
            counts=count_entities(current),
            changes=dict(sorted(Counter(change.type.value for change in changes).items())),
        )
        changes_text = render_changelog(manifest, changes, previous, current)
        staged = folder / "releases"
        for release in earlier:
            shutil.copytree(release.folder, staged / release.version)
        write_release(staged, manifest, changes, changes_text)
        load_into(engine, inputs.entries, staged)
        files = _build_frozen_files(engine, inputs)
    complete_manifest = replace(manifest, files=_hash_files(files))
    return PreparedRelease(complete_manifest, changes, changes_text, files, findings)


def _check_version_order(inputs: ReleaseInputs, earlier: list[StoredRelease]) -> None:
    """Check that number and day are above those of the newest release."""
    from communique.releases.manifest import parse_version

    number = parse_version(inputs.version)
    if not earlier:
        return
    newest = earlier[-1].manifest
    if number <= newest.number:
        exists = any(release.manifest.number == number for release in earlier)
        what = (
            "exists already, and a number is never used twice"
            if exists
            else f"would come after {newest.version}"
        )
        raise UsageError(
            f"release {number} {what}; write a higher number, as {newest.number.next_in_month()}"
        )
    if inputs.day < newest.released:
        raise UsageError(
            f"{inputs.day} is before {newest.released}, the day of release {newest.version}; write a later --date"
        )


def _check_vanished_ids(vanished_ids: list[str], entries: Path) -> None:
    """Check that no released id has vanished: an id may move or be withdrawn, never vanish."""
    from communique.errors import Finding, RecordError

    rulings = str(entries / "rulings.yaml")
    cure = "restore it, or add a redirect, a split or a withdrawal with its reason"
    findings = [
        Finding(rulings, 0, 0, "", f"the released id {released_id!r} has vanished", cure)
        for released_id in vanished_ids
    ]
    if findings:
        raise RecordError(findings)


def _build_frozen_files(engine: Engine, inputs: ReleaseInputs) -> Mapping[str, bytes]:
    from sqlalchemy.orm import Session

    from communique.site.downloads.release_files import build_frozen_files
    from communique.site.mkdocs.config import read_settings
    from communique.site.site_metadata import SiteMetadata

    _, settings = read_settings(inputs.home, environment={})
    metadata = SiteMetadata.from_settings(settings, inputs.version, inputs.day.isoformat())
    with engine.connect() as connection, Session(connection) as session:
        return build_frozen_files(session, metadata)


def _hash_files(files: Mapping[str, bytes]) -> tuple[FrozenFile, ...]:
    from communique.releases.manifest import FrozenFile

    return tuple(
        FrozenFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    )

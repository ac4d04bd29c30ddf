"""Prepare a release from the record's files: what it holds, what it changed, and the files to freeze."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.temporary_database import load_into, temporary_database, temporary_directory
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from communique.errors import Finding
    from communique.releases.change import SnapshotChange
    from communique.releases.manifest import FrozenFile, Manifest
    from communique.releases.store import StoredRelease


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """The inputs of a release, and nothing else: the same inputs make the same bytes.

    Args:
        home: the folder whose ``mkdocs.yml`` names the site.
        entries: the record's folder.
        releases: the folder of earlier releases.
        version: the release's number.
        day: its day.
        commit: the git commit that the three are as of; None where they are in no repository.
        schema: the revision of the frozen database; the newest by default.
    """

    home: Path
    entries: Path
    releases: Path
    version: str
    day: dt.date
    commit: str | None
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A release that is prepared and not yet written."""

    manifest: Manifest
    changes: list[SnapshotChange]
    changes_text: str
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


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
    from communique.releases.diff import diff_snapshots, find_vanished_ids
    from communique.releases.manifest import Manifest
    from communique.releases.markdown_report import render_changelog
    from communique.releases.snapshot import count_entities, read_snapshot, snapshot_sha256
    from communique.releases.store import list_releases, write_release
    from communique.releases.version_number import parse_version

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
            database_schema=inputs.schema or head_revision(),
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
    from communique.releases.version_number import parse_version

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
        return build_frozen_files(session, metadata, inputs.schema)


def _hash_files(files: Mapping[str, bytes]) -> tuple[FrozenFile, ...]:
    from communique.releases.manifest import FrozenFile

    return tuple(
        FrozenFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    )

"""Compare two states of a record: releases, database files, git revisions, or the current entries."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.record import Home, Progress, resolve_settings
from communique.commands.release_inputs import input_paths, load_into, temporary_database, temporary_directory
from communique.errors import DatabaseError, HistoryError, RecordError, UsageError

if TYPE_CHECKING:
    from communique.loaders.changeset import Changeset
    from communique.releases.git import Repository
    from communique.releases.report import ChangeReport
    from communique.releases.snapshot import Snapshot, SnapshotChange
    from communique.settings import Settings

NOW = "now"
"""The word for the entries as they are."""

_SQLITE_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class NamedSnapshot:
    """A snapshot with the name that was asked for and a description for people.

    Args:
        name: as it was asked for.
        description: what it is, for people.
        snapshot: what it says.
        day: the day on which it was published, where it was.
    """

    name: str
    description: str
    snapshot: Snapshot
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots, and every change from the earlier to the later."""

    before: NamedSnapshot
    after: NamedSnapshot
    changes: list[SnapshotChange]

    def build_report(self, *, each_new_value: bool = False) -> ChangeReport:
        """Return the changes in words, grouped for readers, with every statement that a new article makes.

        Args:
            each_new_value: list what the record says of a new event, value by value, where one line is usual.
        """
        from communique.releases.report import build_report

        before, after = self.before.snapshot, self.after.snapshot
        return build_report(self.changes, before, after, each_statement=True, each_new_value=each_new_value)


def compare(
    home: Home, before: str | None = None, after: str = NOW, *, progress: Progress = nullcontext
) -> Comparison:
    """Compare two states of a record.

    Args:
        home: the record.
        before: the name of the earlier: a release, a database file, a git revision; None for the newest release.
        after: that of the later, likewise, or ``now`` for the entries as they are.
        progress: receives the name of the step.

    Raises:
        UsageError: a name means nothing; says what there is.
        HistoryError: a release or a revision cannot be read, or was wrong.
        DatabaseError: a file is no database of ours.
        RecordError: the entries as they are are wrong.
    """
    from communique.releases.diff import diff_snapshots

    settings = resolve_settings(home)
    with progress("comparing"):
        earlier = resolve_snapshot(settings, before if before is not None else _newest_version(settings))
        later = resolve_snapshot(settings, after)
        return Comparison(earlier, later, diff_snapshots(earlier.snapshot, later.snapshot, earlier.day))


def compare_planned(home: Home, planned: Changeset) -> Comparison:
    """Compare the database with what a load would make of it.

    Args:
        home: the record.
        planned: what the load would change. Only the events that it touches are compared, or that they link to.

    Raises:
        DatabaseError: there is no database of the newest schema.
    """
    from communique.commands.database import read_only_connection
    from communique.loaders.planned_snapshot import read_planned_snapshots
    from communique.releases.diff import diff_snapshots

    with read_only_connection(resolve_settings(home)) as connection:
        before, after = read_planned_snapshots(planned, connection)
    return Comparison(
        NamedSnapshot("database", "the database", before),
        NamedSnapshot(NOW, "the entries as they are", after),
        diff_snapshots(before, after),
    )


@dataclass(frozen=True, slots=True)
class OtherChange:
    """What a load changes beside events, articles and registry: `+`, `~` or `-`, and what."""

    sign: str
    text: str


def list_other_changes(planned: Changeset) -> tuple[OtherChange, ...]:
    """Return what becomes of disagreements and dossiers, and how many rows of releases, coverage and codes change."""
    from communique.loaders.changeset import TableChange
    from communique.releases.entity_schema import DOSSIER_TABLES

    def find_change(table: str) -> TableChange:
        return planned.tables.get(table, TableChange())

    changes = []
    for old, new in find_change("event").update:
        if old["disagreement"] != new["disagreement"]:
            was, now = (str(row["disagreement"]).replace("-", " ") for row in (old, new))
            changes.append(OtherChange("~", f"{new['id']}: disagreement: {was} → {now}"))
    own = find_change("dossier")
    signs = {row["id"]: "+" for row in own.insert} | {row["id"]: "-" for row in own.delete}
    touched = {new["id"] for _, new in own.update}
    for table in DOSSIER_TABLES[1:]:
        change = find_change(table)
        rows = (*change.insert, *change.delete, *(new for _, new in change.update))
        touched |= {row["dossier_id"] for row in rows}
    for dossier in sorted(touched | signs.keys()):
        changes.append(OtherChange(signs.get(dossier, "~"), f"dossier {dossier}"))
    for table in ("release", "coverage", "outside_count", "identifier", "event_identifier"):
        change = find_change(table)
        for sign, count in (("+", len(change.insert)), ("~", len(change.update)), ("-", len(change.delete))):
            if count:
                noun = "row" if count == 1 else "rows"
                changes.append(OtherChange(sign, f"{count:,} {noun} of {table.replace('_', ' ')}"))
    return tuple(changes)


def compare_uncommitted(home: Home, *, progress: Progress = nullcontext) -> Comparison | None:
    """Compare the last commit with the entries as they are; None outside Git, or where all is committed.

    Raises:
        HistoryError: the last commit cannot be read, or was wrong.
        RecordError: the entries as they are are wrong.
    """
    from communique.releases.git import Repository

    settings = resolve_settings(home)
    repository = Repository.discover(settings.entries)
    if repository is None or repository.resolve_revision("HEAD") is None:
        return None
    if not repository.uncommitted_files([settings.entries]):
        return None
    return compare(settings, "HEAD", progress=progress)


def resolve_snapshot(settings: Settings, name: str) -> NamedSnapshot:
    """Return the snapshot that a name means: a release before a file before a git revision.

    Raises:
        UsageError: it means nothing; says what there is.
        HistoryError: the release or the revision cannot be read, or was wrong.
        DatabaseError: the file is no database of ours.
        RecordError: the entries as they are are wrong.
    """
    from communique.releases.apply import replay
    from communique.releases.report import format_release
    from communique.releases.store import list_releases, releases_until

    if name == NOW:
        return NamedSnapshot(
            name, "the entries as they are", _snapshot_of_entries(settings.entries, settings.releases)
        )
    stored = list_releases(settings.releases)
    for release in stored:
        if release.version == name:
            day = release.manifest.released
            return NamedSnapshot(name, format_release(name, day), replay(releases_until(stored, name)), day)
    file = Path(name)
    if file.is_file():
        return NamedSnapshot(name, f"the database {name}", _snapshot_of_database(file))
    resolved = _snapshot_of_revision(settings, name)
    if resolved is None:
        known = ", ".join(release.version for release in stored) or "there is none yet"
        raise UsageError(f"no release, database file or git revision is called {name!r}; releases: {known}")
    return resolved


def _newest_version(settings: Settings) -> str:
    """Return the version number of the newest release.

    Raises:
        UsageError: there is none.
    """
    from communique.releases.store import list_releases

    stored = list_releases(settings.releases)
    if not stored:
        raise UsageError("there is no release yet to compare with; name a database file or a git revision")
    return stored[-1].version


def _snapshot_of_entries(entries: Path, releases: Path) -> Snapshot:
    from communique.releases.database_snapshot import read_snapshot

    with temporary_directory() as folder, temporary_database(folder) as engine:
        load_into(engine, entries, releases)
        with engine.connect() as connection:
            return read_snapshot(connection)


def _snapshot_of_database(file: Path) -> Snapshot:
    """Return the snapshot of a database file of any schema; the file itself is only read."""
    from communique.database import connect
    from communique.migrations.commands import upgrade
    from communique.releases.database_snapshot import read_snapshot

    with file.open("rb") as start:
        if start.read(len(_SQLITE_HEADER)) != _SQLITE_HEADER:
            raise DatabaseError(
                f"{file} is not a SQLite database; name a database file, a release or a git revision"
            )
    with temporary_directory() as folder:
        copy = folder / "copy.db"
        _copy_database(file, copy)
        engine = connect(f"sqlite:///{copy}")
        try:
            upgrade(engine)
            with engine.connect() as connection:
                return read_snapshot(connection)
        except DatabaseError as error:
            raise DatabaseError(str(error).replace(str(copy), str(file))) from error
        finally:
            engine.dispose()


def _copy_database(file: Path, copy: Path) -> None:
    """Copy a database with its write-ahead log, or the bare file where its folder is read-only."""
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error:
        shutil.copyfile(file, copy)


def _snapshot_of_revision(settings: Settings, name: str) -> NamedSnapshot | None:
    from communique.releases.git import Repository

    repository = Repository.discover(settings.entries)
    commit = repository.resolve_revision(name) if repository else None
    if repository is None or commit is None:
        return None
    description = f"git revision {commit.id[:10]}" + ("" if commit.id.startswith(name) else f" ({name})")
    try:
        return NamedSnapshot(name, description, read_commit_snapshot(repository, commit.id, settings))
    except FileNotFoundError as error:
        raise HistoryError(f"{description} holds no {settings.entries.name}/; name a later one") from error
    except RecordError as error:
        what = " ".join(str(error.findings[0]).split())
        raise HistoryError(f"{description} cannot be loaded by this Communiqué: {what}") from error


def read_commit_snapshot(repository: Repository, commit: str, settings: Settings) -> Snapshot:
    """Return the snapshot that this code makes of a record's files as they were at a commit.

    Raises:
        FileNotFoundError: there were no entries.
        RecordError: the entries of then are wrong by the rules of today.
    """
    with temporary_directory() as folder:
        repository.extract_files(commit, input_paths(settings.home, settings.entries), folder)
        entries = folder / repository.relative_path(settings.entries)
        if not entries.is_dir():
            raise FileNotFoundError(entries)
        return _snapshot_of_past_entries(entries, folder / repository.relative_path(settings.releases))


def _snapshot_of_past_entries(entries: Path, releases: Path) -> Snapshot:
    """Return the snapshot of copied files, upgraded to the current format where they have a past one."""
    from communique.loaders.entry_files import list_files, read_text
    from communique.loaders.entry_format.upgrades import upgrade_text

    try:
        return _snapshot_of_entries(entries, releases)
    except RecordError:
        has_changed = False
        for path in list_files(entries).paths:
            before = read_text(entries, Path(path))
            after = upgrade_text(before, path)
            if after != before:
                (entries / path).write_text(after, encoding="utf-8", newline="")
                has_changed = True
        if not has_changed:
            raise
        return _snapshot_of_entries(entries, releases)

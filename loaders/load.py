"""Load the dataset's folder into the database: read, check, reconcile, plan, apply."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from communique.loaders import loaded_state
from communique.loaders.apply import apply_plan
from communique.loaders.checks.run_checks import raise_on_errors, run_checks
from communique.loaders.dataset import Dataset, index_terms
from communique.loaders.event_rows import group_entries_by_event, reconcile_events
from communique.loaders.file_index import FileIndex
from communique.loaders.full_load import compare_dataset, fill_database
from communique.loaders.plan import FileChanges, Plan, diff_rows
from communique.loaders.read import ARTICLES, RELEASES, hash_dataset, read_dataset
from communique.loaders.released_ids import hash_releases as released_hashes
from communique.loaders.released_ids import read_released_ids
from communique.loaders.rows.row_set import RowSet
from communique.loaders.rows.source import build_file_rows, build_source_rows
from communique.loaders.summaries import refresh_summaries
from communique.schema import metadata


def sync_database(root: Path, connection: Connection, released: Path | None = None) -> Plan:
    """Bring the database in line with the dataset, in the connection's transaction.

    An empty database is filled while the record is read, so a record of any size needs little memory; what is
    wrong with the record is then told at the end, and what was written is taken back.

    Args:
        root: the record's folder.
        connection: a database at the newest schema.
        released: the folder of releases; ``releases`` beside the record's folder by default.

    Raises:
        RecordError: the record is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
    """
    releases_folder = released or root.parent / RELEASES
    file_hashes, files = _read_file_changes(root, releases_folder, connection)
    if files and not files.unchanged and loaded_state.is_empty(connection):
        plan = fill_database(root, connection, file_hashes, files, read_released_ids(releases_folder))
    else:
        plan = _compute_plan(root, releases_folder, connection, file_hashes, files)
        apply_plan(plan, connection)
    refresh_summaries(plan, connection)
    return plan


def rebuild_database(root: Path, connection: Connection, released: Path | None = None) -> Plan:
    """Empty the database and load everything again, in the connection's transaction."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    return sync_database(root, connection, released)


def make_plan(
    root: Path, connection: Connection, released: Path | None = None, read_all: bool = False
) -> Plan:
    """Return the changes that a load would make.

    Only files that differ from those last loaded are read, with the files on the events that they touch. A
    change of the registry, of a ruling or of a release may touch any event, so then everything is read.

    Args:
        root: the record's folder.
        connection: a database at the newest schema; only read.
        released: the folder of releases; ``releases`` beside the record's folder by default.
        read_all: read every file, whatever the hashes say.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a file of a release is damaged.
    """
    releases_folder = released or root.parent / RELEASES
    return _compute_plan(
        root, releases_folder, connection, *_read_file_changes(root, releases_folder, connection), read_all
    )


def _read_file_changes(
    root: Path, releases_folder: Path, connection: Connection
) -> tuple[Mapping[str, str], FileChanges]:
    """Return the hash of each file, and how the files differ from those last loaded."""
    file_hashes = {**hash_dataset(root), **released_hashes(releases_folder)}
    return file_hashes, compare_files(loaded_state.select_loaded_files(connection), file_hashes)


def _compute_plan(
    root: Path,
    releases_folder: Path,
    connection: Connection,
    file_hashes: Mapping[str, str],
    files: FileChanges,
    read_all: bool = False,
) -> Plan:
    if not files and not read_all:
        return Plan(files)
    changed_paths = {*files.added, *files.changed, *files.removed}
    has_new_releases = read_all or any(path.startswith(f"{RELEASES}/") for path in changed_paths)
    released_ids = read_released_ids(releases_folder) if has_new_releases else None
    if read_all or any(not path.startswith(f"{ARTICLES}/") for path in changed_paths):
        return compare_dataset(root, connection, file_hashes, files, released_ids)
    dataset = _read_affected(root, connection, changed_paths, set(file_hashes))
    _update_index(root, dataset, file_hashes)
    findings = run_checks(
        dataset, loaded_state.select_dataset_context(connection, dataset, changed_paths, released_ids)
    )
    raise_on_errors(findings)
    rows, value_findings = reconcile_events(dataset)
    have, want = _stored_rows(connection, dataset, changed_paths), _wanted_rows(dataset, rows, file_hashes)
    titles = {
        key[0]: row["title"] for row_set in (have, want) for key, row in row_set.get_table("event").items()
    }
    return Plan(files, diff_rows(have, want), sorted({*findings, *value_findings}), titles)


def compare_files(loaded: Mapping[str, str], present: Mapping[str, str]) -> FileChanges:
    """Return how the present files differ from those last loaded, given path and hash of each."""
    return FileChanges(
        added=tuple(sorted(set(present) - set(loaded))),
        changed=tuple(sorted(path for path in present if path in loaded and loaded[path] != present[path])),
        removed=tuple(sorted(set(loaded) - set(present))),
        unchanged=sum(loaded.get(path) == sha256 for path, sha256 in present.items()),
    )


def _read_affected(root: Path, connection: Connection, changed_paths: set[str], present: set[str]) -> Dataset:
    """Read the changed files and every file on the events that they or their links affect."""
    changed = read_dataset(root, changed_paths & present)
    events = loaded_state.select_events_of_files(connection, changed_paths) | set(
        group_entries_by_event(changed)
    )
    gone = events - set(group_entries_by_event(changed))
    events |= loaded_state.select_linking_events(connection, gone)
    dataset = read_dataset(
        root, (changed_paths | loaded_state.select_files_on_events(connection, events)) & present
    )
    dataset.scope = frozenset(events)
    return dataset


def _update_index(root: Path, dataset: Dataset, file_hashes: Mapping[str, str]) -> None:
    """Store the index terms of the articles read in the file index."""
    index = FileIndex(root)
    index.update_terms(
        (path, article.sha256, index_terms(article.model)) for path, article in dataset.articles.items()
    )
    index.save(path for path in file_hashes if not path.startswith(f"{RELEASES}/"))


def _wanted_rows(dataset: Dataset, rows: RowSet, file_hashes: Mapping[str, str]) -> RowSet:
    want = build_file_rows(file_hashes)
    for article in dataset.articles.values():
        want.extend(build_source_rows(article))
    want.extend(rows)
    return want


def _stored_rows(connection: Connection, dataset: Dataset, changed_paths: set[str]) -> RowSet:
    have = loaded_state.select_table_rows(connection, ("entry_file",))
    have.extend(loaded_state.select_sources_of_files(connection, set(dataset.articles) | changed_paths))
    have.extend(loaded_state.select_event_rows(connection, dataset.scope or frozenset()))
    return have

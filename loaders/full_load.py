"""Load a whole dataset: fill an empty database as files are read, or compare with one that has data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Date

from communique.errors import Finding
from communique.loaders import loaded_state
from communique.loaders.apply import apply_plan
from communique.loaders.batch import RowTuple
from communique.loaders.batch_run import BatchRun, retry_until_stable
from communique.loaders.bulk_insert import bulk_insert
from communique.loaders.checks.consistency import DatasetContext
from communique.loaders.checks.run_checks import raise_on_errors
from communique.loaders.dataset import Dataset, derive_source_id
from communique.loaders.plan import FileChanges, InsertCounts, Plan, TableChange, diff_rows
from communique.loaders.released_ids import ReleasedIds
from communique.loaders.rows.ownership import DECISION_TABLES, RELEASE_TABLES, list_registry_tables
from communique.loaders.rows.release import build_release_rows
from communique.loaders.rows.row_set import RowSet, primary_key_columns
from communique.loaders.rows.source import build_decision_rows, build_file_rows, build_registry_rows
from communique.loaders.rows.tuples import build_row_tuples, from_tuples
from communique.schema import metadata

DEFERRED_TABLES = frozenset(("event_link",))
"""Tables whose rows lead from an event of one batch to one of another, which must be there."""


def fill_database(
    root: Path,
    connection: Connection,
    file_hashes: Mapping[str, str],
    files: FileChanges,
    released_ids: ReleasedIds,
) -> Plan:
    """Load all files into an empty database and return what was inserted as a plan.

    Args:
        root: the record's folder.
        connection: the database.
        file_hashes: the hash of each file.
        files: the same as news.
        released_ids: what the releases say.

    Raises:
        RecordError: the record is wrong; nothing was written.
    """
    run = BatchRun(
        root,
        tuple(file_hashes),
        DatasetContext(released=frozenset(released_ids.first_releases), retired=released_ids.retired),
        build_row_tuples,
    )

    def fill_once() -> Plan:
        with connection.begin_nested():
            return _fill_batches(run, connection, file_hashes, files, released_ids)

    return retry_until_stable(fill_once)


def _fill_batches(
    run: BatchRun,
    connection: Connection,
    file_hashes: Mapping[str, str],
    files: FileChanges,
    released_ids: ReleasedIds,
) -> Plan:
    inserted, deferred_rows = InsertCounts(), dict[str, list[RowTuple]]()
    if run.is_valid():
        bulk_insert(connection, metadata.tables["entry_file"], list(file_hashes.items()))
        apply_plan(Plan(files, diff_rows(RowSet(), build_registry_rows(run.dataset.registry))), connection)
    for batch in run.process_batches():
        if not run.is_valid():
            continue
        inserted.count_batch(batch.rows)
        for table in metadata.sorted_tables:
            rows = batch.rows.get(table.name, [])
            if table.name in DEFERRED_TABLES:
                deferred_rows.setdefault(table.name, []).extend(rows)
            elif rows:
                bulk_insert(connection, table, rows)
    findings = _require_valid(run)
    for name, rows in deferred_rows.items():
        bulk_insert(connection, metadata.tables[name], rows)
    rest = build_decision_rows(run.dataset)
    rest.extend(build_release_rows(released_ids))
    apply_plan(Plan(files, diff_rows(RowSet(), rest)), connection)
    return Plan(files, findings=findings, inserted=inserted)


def compare_dataset(
    root: Path,
    connection: Connection,
    file_hashes: Mapping[str, str],
    files: FileChanges,
    released_ids: ReleasedIds | None,
) -> Plan:
    """Compare the whole dataset with a database that has data, and return the plan of changes.

    Args:
        root: the record's folder.
        connection: the database; only read.
        file_hashes: the hash of each file.
        files: how they differ from those last loaded.
        released_ids: what the releases say, where they are to be compared too.

    Raises:
        RecordError: the record is wrong.
    """
    run = BatchRun(
        root,
        tuple(file_hashes),
        loaded_state.select_dataset_context(connection, Dataset(), set(), released_ids),
        build_row_tuples,
    )
    return retry_until_stable(lambda: _compare_batches(run, connection, file_hashes, files, released_ids))


def _compare_batches(
    run: BatchRun,
    connection: Connection,
    file_hashes: Mapping[str, str],
    files: FileChanges,
    released_ids: ReleasedIds | None,
) -> Plan:
    changes: dict[str, TableChange] = {}
    titles: dict[str, str] = {}
    for batch in run.process_batches():
        if not run.is_valid():
            continue
        want = _rows_from_tuples(batch.rows)
        have = loaded_state.select_event_rows(
            connection, frozenset(key[0] for key in want.get_table("event"))
        )
        have.extend(loaded_state.select_sources(connection, (key[0] for key in want.get_table("source"))))
        if batch_changes := diff_rows(have, want):
            _merge_changes(changes, batch_changes)
            titles |= {key[0]: row["title"] for key, row in want.get_table("event").items()}
    findings = _require_valid(run)
    have = loaded_state.select_event_rows(
        connection, loaded_state.select_event_ids(connection) - run.lifecycle.event_ids
    )
    removed_sources = loaded_state.select_source_ids(connection) - {
        derive_source_id(path) for path in run.events_by_file
    }
    have.extend(loaded_state.select_sources(connection, removed_sources))
    have.extend(
        loaded_state.select_table_rows(connection, ("entry_file", *list_registry_tables(), *DECISION_TABLES))
    )
    titles |= {key[0]: row["title"] for key, row in have.get_table("event").items()}
    want = build_file_rows(file_hashes)
    want.extend(build_registry_rows(run.dataset.registry))
    want.extend(build_decision_rows(run.dataset))
    if released_ids:
        have.extend(loaded_state.select_table_rows(connection, RELEASE_TABLES))
        want.extend(build_release_rows(released_ids))
    _merge_changes(changes, diff_rows(have, want))
    return Plan(files, changes, findings, titles)


def _require_valid(run: BatchRun) -> list[Finding]:
    findings = sorted({*run.findings})
    raise_on_errors(findings)
    return findings


def _merge_changes(changes: dict[str, TableChange], other: Mapping[str, TableChange]) -> None:
    for name, change in other.items():
        target = changes.setdefault(name, TableChange())
        target.insert += change.insert
        target.update += change.update
        target.delete += change.delete


def _rows_from_tuples(tuples_by_table: Mapping[str, Iterable[RowTuple]]) -> RowSet:
    rows = RowSet()
    for name, tuples in tuples_by_table.items():
        keys = primary_key_columns(name)
        for row in from_tuples(_table_columns(name), tuples):
            rows.tables[name][tuple(row[key] for key in keys)] = row
    return rows


@cache
def _table_columns(name: str) -> tuple[tuple[str, bool], ...]:
    """Return the name of each column of a table, and whether it holds dates."""
    return tuple((column.name, isinstance(column.type, Date)) for column in metadata.tables[name].columns)

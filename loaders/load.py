"""Load a dataset into a database: scope, batches, rows and findings, changeset, apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnClause, Connection, column, inspect, select
from sqlalchemy import table as refer_to_table

from communique.errors import DatabaseError
from communique.loaders import stored_rows
from communique.loaders.apply import apply_changes, bulk_insert, refresh_summaries
from communique.loaders.batch import EventsByFile
from communique.loaders.batches import BatchRun, retry_until_stable
from communique.loaders.changeset import Changeset, FileChanges, InsertCounts, TableChange, diff_rows
from communique.loaders.dataset import Dataset, derive_source_id
from communique.loaders.input_files import InputFiles, compare_input_files
from communique.loaders.layout import is_article, is_dossier
from communique.loaders.read import read_with_findings
from communique.loaders.reconcile.event import ReconciledEvent
from communique.loaders.rows import RowTuple
from communique.loaders.rows.dossier import build_dossier_rows
from communique.loaders.rows.event import build_event_rows
from communique.loaders.rows.release import build_release_rows
from communique.loaders.rows.row_set import (
    DECISION_TABLES,
    RELEASE_TABLES,
    RowSet,
    from_tuples,
    list_registry_tables,
    to_tuples,
)
from communique.loaders.rows.source import (
    build_decision_rows,
    build_file_rows,
    build_registry_rows,
    build_source_rows,
)
from communique.loaders.stored_rows import determine_scope
from communique.releases.entity_schema import DOSSIER_TABLES
from communique.schema.models import SORTED_TABLES, metadata


def sync_database(root: Path, connection: Connection, released: Path | None = None) -> Changeset:
    """Bring the database in line with the dataset, in the connection's transaction.

    Args:
        root: the dataset's folder.
        connection: a database at the newest schema.
        released: the folder of releases; ``releases`` beside the dataset's folder by default.

    Returns:
        What was changed.

    Raises:
        RecordError: the dataset is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
    """
    inputs = compare_input_files(root, stored_rows.select_loaded_files(connection), released)
    is_empty = stored_rows.is_empty(connection)
    changeset = _compute_changeset(inputs, connection, is_empty)
    apply_changes(changeset.tables, connection)
    refresh_summaries(changeset, connection)
    return changeset


def rebuild_database(root: Path, connection: Connection, released: Path | None = None) -> Changeset:
    """Empty the database and load everything again, in the connection's transaction.

    Raises:
        DatabaseError: rows of tables of somebody's own refer to it, and would go too or hold it back.
    """
    _require_no_foreign_rows(connection)
    for own in reversed(SORTED_TABLES):
        connection.execute(own.delete())
    return sync_database(root, connection, released)


def _require_no_foreign_rows(connection: Connection) -> None:
    """Refuse to empty tables to which others' rows refer: ON DELETE CASCADE would take these for good."""
    inspector = inspect(connection)
    ours, own_schema = {own.name for own in SORTED_TABLES}, inspector.default_schema_name
    for schema in inspector.get_schema_names():
        for (_, name), keys in inspector.get_multi_foreign_keys(schema=schema).items():
            if name in ours and schema == own_schema:
                continue
            for key in keys:
                if key["referred_table"] not in ours or key["referred_schema"] not in {None, own_schema}:
                    continue
                columns: list[ColumnClause[Any]] = [column(it) for it in key["constrained_columns"]]
                other = refer_to_table(name, *columns, schema=schema)
                referring = select(other).where(*(it.is_not(None) for it in columns)).limit(1)
                if connection.execute(referring).first():
                    label = key["name"] or ", ".join(key["constrained_columns"])
                    raise DatabaseError(
                        f"{schema}.{name} refers to {key['referred_table']} by {label}, and --rebuild takes every "
                        "row out before it loads them anew, so that your rows would go with them or hold them "
                        "back; drop that foreign key, run this again, and create it again; nothing was changed"
                    )


def make_plan(root: Path, connection: Connection, released: Path | None = None) -> Changeset:
    """Return the changes that a load would make, by the same steps but the last; the database is only read."""
    inputs = compare_input_files(root, stored_rows.select_loaded_files(connection), released)
    changeset = _compute_changeset(inputs, connection)
    unchanged = inputs.file_hashes.keys() - inputs.changed_paths
    drafts = unchanged & stored_rows.select_draft_files(connection)
    changeset.drafts = tuple(sorted(drafts | set(changeset.drafts)))
    return changeset


def compare_rows(root: Path, connection: Connection, released: Path | None = None) -> Changeset:
    """Return what would bring every row in line with the files that the database was loaded from; it is only read.

    Raises:
        DatabaseError: it was loaded from other files than there are now, so that its rows say nothing of a hand.
    """
    loaded = stored_rows.select_loaded_files(connection)
    if compare_input_files(root, loaded, released).changes:
        raise DatabaseError(
            "the database was loaded from other files than there are now; run communique load first"
        )
    changeset = _compute_changeset(compare_input_files(root, dict.fromkeys(loaded, ""), released), connection)
    changeset.tables = {name: rows for name, rows in changeset.tables.items() if name != "entry_file"}
    return changeset


def _compute_changeset(inputs: InputFiles, connection: Connection, is_empty: bool = False) -> Changeset:
    """Return the changes that the files call for; an empty database is filled as they are read.

    Only articles that differ from those last loaded are read, with those on the events that they affect, unless
    something changed that may affect any event.
    """
    if not inputs.changes:
        return Changeset(inputs.changes)

    def collect_once(corrected: EventsByFile) -> Changeset:
        with connection.begin_nested() if is_empty else nullcontext():
            return _collect_changes(inputs, connection, corrected, is_empty)

    return retry_until_stable(collect_once)


def _collect_changes(
    inputs: InputFiles, connection: Connection, corrected: EventsByFile, is_empty: bool
) -> Changeset:
    dataset, parse_findings = read_with_findings(inputs.root, ())
    scope = determine_scope(connection, inputs, dataset, corrected)
    run = BatchRun(inputs.root, dataset, parse_findings, scope, build_batch_rows)
    builder = ChangesetBuilder(connection, inputs.changes, is_empty)
    if run.is_valid():
        builder.add_changes(build_file_rows(inputs.replaced_hashes), build_file_rows(inputs.changed_hashes))
        if scope.events is None:
            builder.add_tables(list_registry_tables(), build_registry_rows(dataset.registry))
    for batch in run.process_batches():
        if run.is_valid():
            builder.add_batch(batch.rows)
    builder.changeset.findings = run.raise_on_errors()
    builder.insert_deferred()
    if scope.events is None:
        builder.add_tables(DECISION_TABLES, build_decision_rows(dataset))
    if scope.events is None or any(map(is_dossier, inputs.changed_paths)):
        builder.add_tables(DOSSIER_TABLES, build_dossier_rows(dataset))
    if inputs.released_ids:
        builder.add_tables(RELEASE_TABLES, build_release_rows(inputs.released_ids))
    changed_articles = filter(is_article, inputs.changed_hashes)
    builder.changeset.drafts = tuple(path for path in changed_articles if path not in scope.events_by_file)
    builder.add_removed(*_find_removed(inputs, run, connection))
    return builder.changeset


def _find_removed(inputs: InputFiles, run: BatchRun, connection: Connection) -> tuple[set[str], set[str]]:
    """Return the ids of the stored events and sources that no article in scope accounts for."""
    present = {derive_source_id(path) for path in run.scope.events_by_file}
    if run.scope.events is not None:
        changed_articles = filter(is_article, inputs.changed_paths)
        affected = {derive_source_id(path) for path in changed_articles}  # removed, or a draft by now
        return set(run.scope.events - run.lifecycle.event_ids), affected - present
    stored = stored_rows.select_ids
    return stored(connection, "event") - run.lifecycle.event_ids, stored(connection, "source") - present


def build_batch_rows(dataset: Dataset, reconciled: Iterable[ReconciledEvent]) -> dict[str, list[RowTuple]]:
    """Return the rows of articles and of reconciled events by table."""
    rows = RowSet()
    for article in dataset.articles.values():
        rows.extend(build_source_rows(article))
    for event in reconciled:
        rows.extend(build_event_rows(event, dataset.registry))
    return {table: to_tuples(table, table_rows.values()) for table, table_rows in rows.tables.items()}


DEFERRED_TABLES = frozenset(("event_link",))
"""Tables whose rows lead from an event of one batch to one of another, which must be there."""


class ChangesetBuilder:
    """Collects the changes that turn what is stored into what is wanted.

    Where nothing is stored yet every row is inserted at once instead, so that a dataset of any size needs little
    memory; the caller takes that back where the dataset turns out to be wrong.

    Args:
        connection: the database.
        files: how the files differ from those last loaded.
        is_empty: whether nothing is stored, and rows are inserted as they come.
    """

    def __init__(self, connection: Connection, files: FileChanges, is_empty: bool) -> None:
        self._connection = connection
        self._is_empty = is_empty
        self._deferred_rows: dict[str, list[RowTuple]] = {}
        self.changeset = Changeset(files, inserted=InsertCounts() if is_empty else None)

    def add_tables(self, names: Sequence[str], want: RowSet) -> None:
        """Add the changes to whole tables."""
        have = RowSet() if self._is_empty else stored_rows.select_table_rows(self._connection, names)
        self.add_changes(have, want)

    def add_changes(self, have: RowSet, want: RowSet) -> None:
        """Add the changes from some rows, known to be stored, to others."""
        changes = diff_rows(have, want)
        if self._is_empty:
            apply_changes(changes, self._connection)
            return
        for name, change in changes.items():
            target = self.changeset.tables.setdefault(name, TableChange())
            target.insert += change.insert
            target.update += change.update
            target.delete += change.delete

    def add_batch(self, rows: Mapping[str, Sequence[RowTuple]]) -> None:
        """Add the changes to the rows of some events and sources, all of whose rows are given."""
        if self._is_empty:
            self._insert_batch(rows)
            return
        want = from_tuples(rows)
        have = self._select_rows(
            {key[0] for key in want.get_table("event")}, (key[0] for key in want.get_table("source"))
        )
        self.add_changes(have, want)

    def add_removed(self, events: Set[str], sources: Collection[str]) -> None:
        """Add the removal of events and sources with all their rows."""
        if not self._is_empty:
            self.add_changes(self._select_rows(events, sources), RowSet())

    def insert_deferred(self) -> None:
        """Insert the rows that had to wait for those of other batches."""
        for name, rows in self._deferred_rows.items():
            bulk_insert(self._connection, metadata.tables[name], rows)

    def _select_rows(self, events: Set[str], sources: Iterable[str]) -> RowSet:
        rows = stored_rows.select_event_rows(self._connection, events)
        rows.extend(stored_rows.select_sources(self._connection, sources))
        return rows

    def _insert_batch(self, rows: Mapping[str, Sequence[RowTuple]]) -> None:
        if self.changeset.inserted:
            self.changeset.inserted.count_batch(rows)
        for table in SORTED_TABLES:
            table_rows = rows.get(table.name, ())
            if table.name in DEFERRED_TABLES:
                self._deferred_rows.setdefault(table.name, []).extend(table_rows)
            elif table_rows:
                bulk_insert(self._connection, table, table_rows)

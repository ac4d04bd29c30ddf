"""Bring the database to what the record says, all or nothing, or say what that would change."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, Any

from communique.commands.database import read_only_connection
from communique.commands.record import Home, Progress, resolve_settings
from communique.commands.signals import uninterruptible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from communique.errors import Finding
    from communique.loaders.changeset import Changeset
    from communique.loaders.up_to_date import LoadResult
    from communique.settings import Settings


def plan(home: Home, *, progress: Progress = nullcontext) -> Changeset:
    """Return what a load would change; nothing is written.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a file of a release is damaged.
        DatabaseError: there is no database of the newest schema.
    """
    from communique.loaders.load import make_plan

    settings = resolve_settings(home)
    with read_only_connection(settings) as connection, progress("reading the record"):
        return make_plan(settings.entries, connection, settings.releases)


def check_database(home: Home, *, progress: Progress = nullcontext) -> tuple[Finding, ...]:
    """Compare every row of the database with the entries, and return a finding for each that somebody changed.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a file of a release is damaged.
        DatabaseError: there is no database of the newest schema, or it was loaded from other files.
    """
    from communique.errors import Finding
    from communique.loaders.apply import find_wrong_summaries
    from communique.loaders.load import compare_rows
    from communique.loaders.rows.row_set import find_changed_columns, primary_key_columns

    settings = resolve_settings(home)
    with read_only_connection(settings) as connection, progress("comparing the database with the entries"):
        changeset = compare_rows(settings.entries, connection, settings.releases)
        wrong = find_wrong_summaries(connection)

    def build_finding(table: str, row: Mapping[str, Any], what: str) -> Finding:
        key = "/".join(str(row[column]) for column in primary_key_columns(table))
        return Finding("", 0, 0, f"database {table} {key}", what, _REBUILD)

    findings = [
        Finding("", 0, 0, f"database {table}", "its rows are not what they are counted from", _REBUILD)
        for table in wrong
    ]
    for table, change in changeset.tables.items():
        findings += [build_finding(table, row, "the row is gone") for row in change.insert]
        findings += [build_finding(table, row, "no entry says so") for row in change.delete]
        for stored, wanted in change.update:
            columns = ", ".join(
                f"{name} is {stored[name]!r}, and by the entries {wanted[name]!r}"
                for name in find_changed_columns(stored, wanted)
            )
            findings.append(build_finding(table, stored, columns))
    return tuple(sorted(findings, key=lambda finding: finding.where))


_REBUILD = "bring back what the entries say with `communique load --rebuild`"


def load(home: Home, *, rebuild: bool = False, progress: Progress = nullcontext) -> LoadResult:
    """Load the record and its releases in one transaction and return what was done.

    Args:
        home: the record.
        rebuild: empty the database first.
        progress: receives the name of the step.

    Raises:
        RecordError: the record is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
        DatabaseError: the database has another schema, is locked, full, or refused something; nothing was written.
    """
    from communique.database import connect, require_current_schema

    settings = resolve_settings(home)
    engine = connect(settings)
    try:
        require_current_schema(engine)
        if not rebuild and (up_to_date := _result_if_up_to_date(engine, settings)) is not None:
            return up_to_date  # before anything is imported that takes long
        from communique.migrations.commands import renew_views

        renew_views(engine)
        return _load_dataset(engine, settings, rebuild, progress)
    finally:
        engine.dispose()


def upgrade_and_load(home: Home, *, progress: Progress = nullcontext) -> LoadResult:
    """Load the record into a database that is created or upgraded first, and return what was done.

    Raises:
        RecordError: the record is wrong; nothing was loaded.
        HistoryError: a file of a release is damaged; nothing was loaded.
        DatabaseError: the database is too new, locked, full, or refused something; nothing was loaded.
    """
    from communique.database import SchemaState, connect, read_schema_state
    from communique.migrations.commands import renew_views, upgrade

    settings = resolve_settings(home)
    engine = connect(settings)
    try:
        bring_up_to_date = renew_views if read_schema_state(engine) is SchemaState.CURRENT else upgrade
        with uninterruptible("the database has the newest schema"):
            bring_up_to_date(engine)
        up_to_date = _result_if_up_to_date(engine, settings)
        return _load_dataset(engine, settings, False, progress) if up_to_date is None else up_to_date
    finally:
        engine.dispose()


def _load_dataset(engine: Engine, settings: Settings, rebuild: bool, progress: Progress) -> LoadResult:
    from communique.database import write_transaction
    from communique.loaders.load import rebuild_database, sync_database

    with ExitStack() as transaction:
        connection = transaction.enter_context(write_transaction(engine))
        with progress("loading the record"):
            load_record = rebuild_database if rebuild else sync_database
            result = load_record(settings.entries, connection, settings.releases)
        with uninterruptible("the database was loaded" if result else "the database was up to date"):
            transaction.close()
    return result


def _result_if_up_to_date(engine: Engine, settings: Settings) -> LoadResult | None:
    """Return the result of a load with nothing to do, else None; takes no write lock."""
    from communique.database import translate_errors
    from communique.loaders.up_to_date import LOADED_FILES_QUERY, check_up_to_date

    with translate_errors(engine), engine.connect() as connection:
        loaded = {row[0]: row[1] for row in connection.exec_driver_sql(LOADED_FILES_QUERY)}
    return check_up_to_date(settings.entries, settings.releases, loaded)

"""Implement ``communique load``: bring the database to what the record says, all or nothing."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands import signals

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.loaders.up_to_date import LoadResult


@add_examples(
    "communique load",
    "communique load --rebuild",
    "COMMUNIQUE_DATABASE=postgresql+psycopg://curator@db/record communique load",
)
def load(
    json: Annotated[bool, typer.Option("--json", help="What was done, for programs.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Empty the database first, and load everything anew.")
    ] = False,
) -> None:
    """Load the record and its releases into the database, in one transaction. Only what changed is touched."""
    from communique.database import connect, require_current_schema

    run = context.current_context()
    engine = connect(run.settings)
    try:
        require_current_schema(engine)
        result = load_dataset(engine, rebuild=rebuild)
    finally:
        engine.dispose()
    if json:
        from communique.loaders.plan_report import count_plan_changes

        terminal.print_json(
            {
                "files": asdict(result.files),
                "events": result.affected_events(),
                "counts": count_plan_changes(result),
            }
        )
    terminal.print_findings(result.findings, run.root, error=True)
    print_load_summary(result)


def load_dataset(engine: Engine, *, rebuild: bool = False) -> LoadResult:
    """Load the record of this run into a database of the newest schema and return what was done.

    Args:
        engine: the database.
        rebuild: empty it first.

    Raises:
        RecordError: the record is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
        DatabaseError: the database is locked, full, or refused something; nothing was written.
    """
    from communique.database import write_transaction

    run = context.current_context()
    if not rebuild and (up_to_date := _result_if_up_to_date(engine)):
        return up_to_date[0]
    from communique.loaders.load import rebuild_database as load_anew
    from communique.loaders.load import sync_database as load_record

    with ExitStack() as transaction:
        connection = transaction.enter_context(write_transaction(engine))
        with terminal.spinner("loading the record"):
            result = (load_anew if rebuild else load_record)(run.root, connection, run.settings.releases)
        with signals.uninterruptible("the database was loaded" if result else "the database was up to date"):
            transaction.close()
    return result


def _result_if_up_to_date(engine: Engine) -> list[LoadResult]:
    """Return, in a list, the result of a load with nothing to do, or no item; takes no write lock."""
    from communique.database import translate_errors
    from communique.loaders.up_to_date import LOADED_FILES_QUERY, check_up_to_date

    run = context.current_context()
    with translate_errors(engine), engine.connect() as connection:
        loaded = {row[0]: row[1] for row in connection.exec_driver_sql(LOADED_FILES_QUERY)}
    result = check_up_to_date(run.root, run.settings.releases, loaded)
    return [] if result is None else [result]


def print_load_summary(plan: LoadResult) -> None:
    """Print the one line on a plan that was made or carried out."""
    files, event_counts = plan.files, dict[str, int]()
    if plan:
        from communique.loaders.plan_report import count_plan_changes

        event_counts = count_plan_changes(plan)
    verbs = ("added", "changed", "removed")
    events = ", ".join(f"{event_counts[verb]:,} {verb}" for verb in verbs if event_counts.get(verb))
    terminal.print_summary(
        terminal.pluralize(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, verb)):,} {verb}" for verb in verbs if getattr(files, verb)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

"""``communique load``: bring the database to what the record says, whole or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.example import example

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.loaders.settled import Outcome


@example(
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
    from communique.database import connect, require_current

    now = run.current()
    engine = connect(now.settings)
    try:
        require_current(engine)
        done = bring(engine, rebuild=rebuild)
    finally:
        engine.dispose()
    if json:
        from communique.loaders.plan_words import counts

        terminal.as_json({"files": asdict(done.files), "events": done.events(), "counts": counts(done)})
    terminal.findings(done.findings, now.root, error=True)
    report(done)


def bring(engine: Engine, *, rebuild: bool = False) -> Outcome:
    """Load the record of this run into a database at the newest schema; tells what was done.

    Args:
        engine: the database.
        rebuild: empty it first.

    Raises:
        RecordError: the record is wrong; nothing was written.
        HistoryError: a file of a release is damaged; nothing was written.
        DatabaseError: the database is locked, full, or refused something; nothing was written.
    """
    from communique.database import writer

    now = run.current()
    if not rebuild and (nothing := _nothing_to_do(engine)):
        return nothing[0]
    from communique.loaders.load import load as load_record
    from communique.loaders.load import rebuild as load_anew

    with ExitStack() as transaction:
        connection = transaction.enter_context(writer(engine))
        with terminal.working("loading the record"):
            done = (load_anew if rebuild else load_record)(now.root, connection, now.settings.releases)
        with interrupt.whole("the database was loaded" if done else "the database was up to date"):
            transaction.close()
    return done


def _nothing_to_do(engine: Engine) -> list[Outcome]:
    """What a load of files that are all as they were comes to, or nothing: looking takes no writer's turn."""
    from communique.database import translated
    from communique.loaders.settled import LOADED, settled

    now = run.current()
    with translated(engine), engine.connect() as connection:
        loaded = {row[0]: row[1] for row in connection.exec_driver_sql(LOADED)}
    found = settled(now.root, now.settings.releases, loaded)
    return [] if found is None else [found]


def report(plan: Outcome) -> None:
    """The one line on a plan that was made or carried out."""
    files, number = plan.files, dict[str, int]()
    if plan:
        from communique.loaders.plan_words import counts

        number = counts(plan)
    hows = ("added", "changed", "removed")
    events = ", ".join(f"{number[how]:,} {how}" for how in hows if number.get(how))
    terminal.summary(
        terminal.counted(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, how)):,} {how}" for how in hows if getattr(files, how)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

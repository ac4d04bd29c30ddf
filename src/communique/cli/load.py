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

    from communique.loaders.plan import Plan


@example("communique load", "COMMUNIQUE_DATABASE=postgresql+psycopg://curator@db/record communique load")
def load(
    json: Annotated[bool, typer.Option("--json", help="What was done, for programs.")] = False,
) -> None:
    """Load the record into the database, in one transaction. Only what changed is touched."""
    from communique.database import connect, require_current

    now = run.current()
    engine = connect(now.settings)
    try:
        require_current(engine)
        done = bring(engine)
    finally:
        engine.dispose()
    if json:
        from communique.loaders.plan_words import counts

        terminal.as_json({"files": asdict(done.files), "events": done.events(), "counts": counts(done)})
    terminal.findings(done.findings, now.root, error=True)
    report(done)


def bring(engine: Engine) -> Plan:
    """Load the record of this run into a database at the newest schema; tells what was done.

    Raises:
        RecordError: the record is wrong; nothing was written.
        DatabaseError: the database is locked, full, or refused something; nothing was written.
    """
    from communique.database import writer
    from communique.loaders.load import load as load_record

    with ExitStack() as transaction:
        connection = transaction.enter_context(writer(engine))
        with terminal.working("loading the record"):
            done = load_record(run.current().root, connection)
        with interrupt.whole("the database was loaded" if done else "the database was up to date"):
            transaction.close()
    return done


def report(plan: Plan) -> None:
    """The one line on a plan that was made or carried out."""
    from communique.loaders.plan_words import counts

    files, number = plan.files, counts(plan)
    hows = ("added", "changed", "removed")
    events = ", ".join(f"{number[how]:,} {how}" for how in hows if number[how])
    terminal.summary(
        terminal.counted(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, how)):,} {how}" for how in hows if getattr(files, how)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

"""``communique db``: walk the database along its migrations."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.example import example

db = typer.Typer(name="db", help="Make the database, bring it up to date, or ask which schema it has.")


@db.command()
@example("communique db upgrade", "communique db upgrade 0004")
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go to.")] = "head",
) -> None:
    """Make the database, or bring it up to a revision. All or nothing."""
    from communique.database import connect
    from communique.migrations import commands

    engine = connect(run.current().settings)
    try:
        with interrupt.whole("the database was upgraded"):
            commands.upgrade(engine, revision)
    finally:
        engine.dispose()
    _tell()


@db.command()
@example("communique db downgrade 0005", "communique db downgrade base")
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base is the empty database.")],
) -> None:
    """Take the database back to a revision, losing what only later ones hold. All or nothing."""
    from communique.database import connect
    from communique.migrations import commands

    engine = connect(run.current().settings)
    try:
        with interrupt.whole("the database was downgraded"):
            commands.downgrade(engine, revision)
    finally:
        engine.dispose()
    _tell()


@db.command()
@example("communique db current", "communique db current --json")
def current(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which schema the database has, and which this Communiqué works with."""
    _tell(json)


def _tell(json: bool = False) -> None:
    from communique.database import connect, head, name_of, revision, state

    engine = connect(run.current().settings)
    try:
        found, how, name = revision(engine), state(engine).name.lower(), name_of(engine)
    finally:
        engine.dispose()
    if json:
        terminal.as_json({"database": name, "revision": found, "head": head(), "state": how})
    else:
        terminal.result(f"{name}: revision {found or 'none'} ({how}); this Communiqué works with {head()}")

"""Implement ``communique db``: walk the database along its migrations."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands import signals

db = typer.Typer(name="db", help="Make the database, bring it up to date, or ask which schema it has.")


@db.command()
@add_examples("communique db upgrade", "communique db upgrade 0004")
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go to.")] = "head",
) -> None:
    """Make the database, or bring it up to a revision. All or nothing."""
    from communique.database import connect
    from communique.migrations import commands

    engine = connect(context.current_context().settings)
    try:
        with signals.uninterruptible("the database was upgraded"):
            commands.upgrade(engine, revision)
    finally:
        engine.dispose()
    _print_schema_state()


@db.command()
@add_examples("communique db downgrade 0005", "communique db downgrade base")
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base is the empty database.")],
) -> None:
    """Take the database back to a revision, losing what only later ones hold. All or nothing."""
    from communique.database import connect
    from communique.migrations import commands

    engine = connect(context.current_context().settings)
    try:
        with signals.uninterruptible("the database was downgraded"):
            commands.downgrade(engine, revision)
    finally:
        engine.dispose()
    _print_schema_state()


@db.command()
@add_examples("communique db current", "communique db current --json")
def current(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which schema the database has, and which this Communiqué works with."""
    _print_schema_state(json)


def _print_schema_state(json: bool = False) -> None:
    from communique.database import (
        connect,
        format_database_name,
        head_revision,
        read_revision,
        read_schema_state,
    )

    engine = connect(context.current_context().settings)
    try:
        current_revision, state, name = (
            read_revision(engine),
            read_schema_state(engine).name.lower(),
            format_database_name(engine),
        )
    finally:
        engine.dispose()
    if json:
        terminal.print_json(
            {"database": name, "revision": current_revision, "head": head_revision(), "state": state}
        )
    else:
        terminal.print_result(
            f"{name}: revision {current_revision or 'none'} ({state}); this Communiqué works with {head_revision()}"
        )

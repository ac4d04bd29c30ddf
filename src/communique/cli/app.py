"""The commands, gathered: which there are and under which heading help shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run
from communique.cli.build import build, site
from communique.cli.check import check
from communique.cli.db import db
from communique.cli.diff import diff
from communique.cli.export import export
from communique.cli.find import find
from communique.cli.fmt import fmt
from communique.cli.init import init
from communique.cli.load import load
from communique.cli.new import new
from communique.cli.plan import plan
from communique.cli.query import query
from communique.cli.release import release
from communique.cli.schema import schema
from communique.cli.serve import serve
from communique.cli.show import show
from communique.cli.stats import stats

HELP = """From curated news articles to a typed, versioned, published database of diplomatic events.

Exit status: 0 fine, 1 the data is wrong, 2 the command was wrong."""

app = typer.Typer(
    name="communique",
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from communique import __version__

        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def begin(
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help="The folder with entries/, the database and public/; the current one by default.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Settle where the run works."""
    run.begin(home)


for heading, commands in {
    "Curate": (init, new, find, check, fmt),
    "Load": (plan, load),
    "Publish": (build, site, serve, release),
    "Ask": (show, query, diff, stats),
    "Look after": (db, export, schema),
}.items():
    for command in commands:
        if isinstance(command, typer.Typer):
            app.add_typer(command, rich_help_panel=heading)
        else:
            app.command(rich_help_panel=heading)(command)

"""The commands, gathered: which there are and under which heading help shows them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

from communique.cli import run

HELP = """From curated news articles to a typed, versioned, published database of diplomatic events.

Exit status: 0 fine, 1 the data is wrong, 2 the command was wrong."""

COMMANDS: Final = {
    "Curate": ("init", "new", "find", "check", "fmt"),
    "Load": ("plan", "load"),
    "Publish": ("build", "site", "serve", "release"),
    "Ask": ("show", "query", "diff", "stats"),
    "Look after": ("db", "export", "schema"),
}
"""By heading; each is a function or a group of its own name, in the module of its name or in the one below."""

ELSEWHERE: Final = {"site": "build"}


def _version(asked: bool) -> None:
    if asked:
        from communique import __version__

        typer.echo(f"communique {__version__}")
        raise typer.Exit


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


def gathered(words: Sequence[str] = ()) -> typer.Typer:
    """All commands, or the one that is asked for: to learn what all others take would cost more than a check.

    Args:
        words: what stands behind ``communique``.
    """
    app = typer.Typer(
        name="communique",
        help=HELP,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(begin)
    every = [name for names in COMMANDS.values() for name in names]
    asked = _first(words)
    for heading, names in COMMANDS.items():
        for name in names:
            if name == asked or asked not in every:
                command = getattr(import_module(f"communique.cli.{ELSEWHERE.get(name, name)}"), name)
                if isinstance(command, typer.Typer):
                    app.add_typer(command, rich_help_panel=heading)
                else:
                    app.command(rich_help_panel=heading)(command)
    return app


def _first(words: Sequence[str]) -> str:
    """The first word that is not where to work; what is no command asks for all of them."""
    following = iter(words)
    for word in following:
        if word == "--home":
            next(following, "")
        elif not word.startswith("--home="):
            return word
    return ""

"""``communique schema``: the entry format, the tables and their meaning, for editors and for people."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example


class What(StrEnum):
    """What can be shown."""

    JSON = "json"
    DDL = "ddl"
    DICTIONARY = "dictionary"


class Of(StrEnum):
    """The files of the record that have a format."""

    ENTRY = "entry"
    REGISTRY = "registry"
    RULINGS = "rulings"


class Dialect(StrEnum):
    """The databases."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@example(
    "communique schema json --of registry",
    "communique schema ddl --dialect postgresql",
    "communique schema dictionary > dictionary.md",
    "communique schema --write",
)
def schema(
    what: Annotated[
        What,
        typer.Argument(help="The entry format as JSON Schema, the tables as SQL, or what each column means."),
    ] = What.JSON,
    of: Annotated[Of, typer.Option("--of", help="With json: the format of which files.")] = Of.ENTRY,
    dialect: Annotated[Dialect, typer.Option(help="With ddl: for which database.")] = Dialect.SQLITE,
    write: Annotated[
        bool, typer.Option("--write", help="Write the JSON Schemas to schema/, for editors.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say whether the files in schema/ are up to date.")
    ] = False,
) -> None:
    """Print a schema; --write and --check are about the JSON Schemas that editors read."""
    folder = run.current().settings.home / "schema"
    if check:
        _check(folder)
    elif write:
        _write(folder)
    elif what is What.JSON:
        from communique.loaders.curating.json_schema import text

        typer.echo(text(of.value), nl=False)
    elif what is What.DDL:
        from communique.schema.ddl import ddl

        typer.echo(ddl(dialect.value), nl=False)
    else:
        from communique.schema.dictionary import markdown

        typer.echo(markdown(), nl=False)


def _check(folder: Path) -> None:
    from communique.loaders.curating.json_schema import MODELS, stale

    old = stale(folder)
    for name in old:
        terminal.result(f"{terminal.shown(folder / name)}: out of date; run communique schema --write")
    terminal.summary(terminal.counted(len(MODELS) - len(old), "file") + " up to date", f"{len(old)} stale")
    if old:
        raise typer.Exit(1)


def _write(folder: Path) -> None:
    from communique.loaders.curating.json_schema import file_name, stale, text
    from communique.loaders.curating.save import save

    old = stale(folder)
    for name in Of:
        if file_name(name.value) in old:
            save(folder / file_name(name.value), text(name.value))
            terminal.result(terminal.shown(folder / file_name(name.value)))
    terminal.summary(terminal.counted(len(old), "file") + " written", f"{len(Of) - len(old)} as they were")

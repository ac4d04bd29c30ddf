"""Implement ``communique schema``: print the entry format, the tables and their meaning."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples


class SchemaOutput(StrEnum):
    """The outputs of ``communique schema``."""

    JSON = "json"
    DDL = "ddl"
    DICTIONARY = "dictionary"


class SchemaFile(StrEnum):
    """The files of a record that have a JSON Schema."""

    ENTRY = "entry"
    REGISTRY = "registry"
    RULINGS = "rulings"


class Dialect(StrEnum):
    """The SQL dialects that the tables can be printed in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@add_examples(
    "communique schema json --of registry",
    "communique schema ddl --dialect postgresql",
    "communique schema dictionary > dictionary.md",
    "communique schema --write",
)
def schema(
    what: Annotated[
        SchemaOutput,
        typer.Argument(help="The entry format as JSON Schema, the tables as SQL, or what each column means."),
    ] = SchemaOutput.JSON,
    of: Annotated[
        SchemaFile, typer.Option("--of", help="With json: the format of which files.")
    ] = SchemaFile.ENTRY,
    dialect: Annotated[Dialect, typer.Option(help="With ddl: for which database.")] = Dialect.SQLITE,
    write: Annotated[
        bool, typer.Option("--write", help="Write the JSON Schemas to schema/, for editors.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say whether the files in schema/ are up to date.")
    ] = False,
) -> None:
    """Print a schema; --write and --check are about the JSON Schemas that editors read."""
    folder = context.current_context().settings.home / "schema"
    if check:
        _check_schemas(folder)
    elif write:
        _write_schemas(folder)
    elif what is SchemaOutput.JSON:
        from communique.loaders.curation.editor_schemas import render_schema

        typer.echo(render_schema(of.value), nl=False)
    elif what is SchemaOutput.DDL:
        from communique.schema.ddl import ddl_script

        typer.echo(ddl_script(dialect.value), nl=False)
    else:
        from communique.schema.data_dictionary import render_dictionary_markdown

        typer.echo(render_dictionary_markdown(), nl=False)


def _check_schemas(folder: Path) -> None:
    from communique.loaders.curation.editor_schemas import MODELS, list_stale_schemas

    outdated = list_stale_schemas(folder)
    for name in outdated:
        terminal.print_result(
            f"{terminal.display_path(folder / name)}: out of date; run communique schema --write"
        )
    terminal.print_summary(
        terminal.pluralize(len(MODELS) - len(outdated), "file") + " up to date", f"{len(outdated)} stale"
    )
    if outdated:
        raise typer.Exit(1)


def _write_schemas(folder: Path) -> None:
    from communique.loaders.curation.editor_schemas import list_stale_schemas, render_schema, schema_file_name
    from communique.pipeline.filesystem import save_text

    outdated = list_stale_schemas(folder)
    for name in SchemaFile:
        if schema_file_name(name.value) in outdated:
            save_text(folder / schema_file_name(name.value), render_schema(name.value))
            terminal.print_result(terminal.display_path(folder / schema_file_name(name.value)))
    terminal.print_summary(
        terminal.pluralize(len(outdated), "file") + " written",
        f"{len(SchemaFile) - len(outdated)} as they were",
    )

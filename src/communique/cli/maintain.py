"""Implement ``communique db``, ``export`` and ``schema``: look after the database and its forms."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.database import DatabaseStatus, EditorSchemas

db = typer.Typer(name="db", help="Make the database, bring it up to date, or ask which schema it has.")


export = typer.Typer(name="export", help="Write the record for other engines, such as Spark or DuckDB.")


@db.command()
@add_examples("communique db upgrade", "communique db upgrade 0004")
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go to.")] = "head",
) -> None:
    """Make the database, or bring it up to a revision. All or nothing."""
    _print_status(commands.upgrade_database(context.current_settings(), revision))


@db.command()
@add_examples("communique db downgrade 0005", "communique db downgrade base")
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base is the empty database.")],
) -> None:
    """Take the database back to a revision, losing what only later ones hold. All or nothing."""
    _print_status(commands.downgrade_database(context.current_settings(), revision))


@db.command()
@add_examples("communique db current", "communique db current --json")
def current(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say which schema the database has, and which this Communiqué works with."""
    status = commands.read_database_status(context.current_settings())
    if json:
        terminal.print_json(
            {
                "database": status.database,
                "revision": status.revision,
                "head": status.head,
                "state": status.state,
            }
        )
    else:
        _print_status(status)


def _print_status(status: DatabaseStatus) -> None:
    terminal.print_result(
        f"{status.database}: revision {status.revision or 'none'} ({status.state}); "
        f"this Communiqué works with {status.head}"
    )


@export.command()
@add_examples(
    "communique export parquet record-parquet", "communique export parquet record --json | jq '.files'"
)
def parquet(
    folder: Annotated[Path, typer.Argument(help="A new folder.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="The files, for programs.")] = False,
) -> None:
    """Write every table and view for analysis as Parquet files, what belongs to an event by year."""
    files = commands.export_parquet(context.current_settings(), folder, progress=terminal.spinner)
    if json:
        terminal.print_json(
            {"files": [{"path": f.path.relative_to(folder).as_posix(), "bytes": f.size} for f in files]}
        )
    else:
        terminal.print_result(terminal.display_path(folder))
    size = sum(file.size for file in files)
    terminal.print_summary(terminal.pluralize(len(files), "file"), f"{size:,} bytes")


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
    DOSSIER = "dossier"


class Dialect(StrEnum):
    """The SQL dialects that the tables can be printed in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@add_examples(
    "communique schema json --of registry",
    "communique schema ddl --dialect postgresql",
    "communique schema dictionary > dictionary.md",
    "communique schema --write",
    "communique schema --record",
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
    record: Annotated[
        bool,
        typer.Option("--record", help="Write them with this record's own ids, which editors then complete."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say whether the files in schema/ are up to date.")
    ] = False,
) -> None:
    """Print a schema; --write, --record and --check are about the JSON Schemas that editors read."""
    if sum((write, record, check)) > 1:
        raise UsageError("--write, --record and --check exclude each other; choose one")
    if check:
        _check_schemas()
    elif write or record:
        write_files = commands.write_record_schemas if record else commands.write_schemas
        _print_written(write_files(context.current_settings()))
    elif what is SchemaOutput.JSON:
        from communique.loaders.curation.editor_schemas import render_schema

        typer.echo(render_schema(of.value), nl=False)
    elif what is SchemaOutput.DDL:
        from communique.schema.ddl import ddl_script

        typer.echo(ddl_script(dialect.value), nl=False)
    else:
        from communique.schema.data_dictionary import render_dictionary_markdown

        typer.echo(render_dictionary_markdown(), nl=False)


def _check_schemas() -> None:
    schemas = commands.check_schemas(context.current_settings())
    for file in schemas.stale:
        terminal.print_result(f"{terminal.display_path(file)}: out of date; run communique schema --write")
    terminal.print_summary(
        terminal.pluralize(schemas.count - len(schemas.stale), "file") + " up to date",
        f"{len(schemas.stale)} stale",
    )
    if schemas.stale:
        raise typer.Exit(1)


def _print_written(schemas: EditorSchemas) -> None:
    for file in schemas.stale:
        terminal.print_result(terminal.display_path(file))
    terminal.print_summary(
        terminal.pluralize(len(schemas.stale), "file") + " written",
        f"{schemas.count - len(schemas.stale)} as they were",
    )

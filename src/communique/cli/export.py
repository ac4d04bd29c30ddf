"""Implement ``communique export``: write the record for other engines than SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands.database import read_only_connection

export = typer.Typer(name="export", help="Write the record for other engines, such as Spark or DuckDB.")


@export.command()
@add_examples(
    "communique export parquet record-parquet", "communique export parquet record --json | jq '.files'"
)
def parquet(
    folder: Annotated[Path, typer.Argument(help="A new folder.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="The files, for programs.")] = False,
) -> None:
    """Write events, participations and claims as Parquet files, one folder for each year."""
    from sqlalchemy.orm import Session

    from communique.site.downloads.parquet_partitions import write_partitions

    with (
        read_only_connection(context.current_context().settings) as connection,
        Session(connection) as session,
        terminal.spinner("writing"),
    ):
        files = write_partitions(session, folder)
    if json:
        terminal.print_json(
            {"files": [{"path": f.relative_to(folder).as_posix(), "bytes": f.stat().st_size} for f in files]}
        )
    else:
        terminal.print_result(terminal.display_path(folder))
    size = sum(file.stat().st_size for file in files)
    terminal.print_summary(terminal.pluralize(len(files), "file"), f"{size:,} bytes")

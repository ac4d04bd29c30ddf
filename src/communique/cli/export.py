"""``communique export``: the record for other engines than those that Communiqué works with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example

export = typer.Typer(name="export", help="Write the record for other engines, such as Spark or DuckDB.")


@export.command()
@example("communique export parquet record-parquet", "communique export parquet record --json | jq '.files'")
def parquet(
    folder: Annotated[Path, typer.Argument(help="A new folder.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="The files, for programs.")] = False,
) -> None:
    """Write events, participations and claims as Parquet files, one folder for each year."""
    from sqlalchemy.orm import Session

    from communique.site.downloads.partitioned import partitioned

    with (
        run.reading(run.current()) as connection,
        Session(connection) as session,
        terminal.working("writing"),
    ):
        made = partitioned(session, folder)
    if json:
        terminal.as_json(
            {"files": [{"path": f.relative_to(folder).as_posix(), "bytes": f.stat().st_size} for f in made]}
        )
    else:
        terminal.result(terminal.shown(folder))
    size = sum(file.stat().st_size for file in made)
    terminal.summary(terminal.counted(len(made), "file"), f"{size:,} bytes")

"""``communique init``: an empty record to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.errors import UsageError


@example("communique init", "communique init ~/records/baltic")
def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; the home folder by default.", show_default=False)
    ] = None,
) -> None:
    """Lay out an empty record. What is there already stays as it is."""
    from communique.loaders.curating.layout import empty_record, lay_out

    settings = run.current().settings
    home = settings.home if folder is None else folder.expanduser()
    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file; name a folder")
    inside = settings.entries.is_relative_to(settings.home)
    entries = settings.entries.relative_to(settings.home).as_posix() if inside else "entries"
    written, kept = lay_out(home, empty_record(entries))
    for path in written:
        terminal.result(terminal.shown(home / path))
    if written:
        terminal.tell("next: communique new publisher ID --name …, then communique new article URL --title …")
    terminal.summary(terminal.counted(len(written), "file") + " written", f"{len(kept)} kept" if kept else "")

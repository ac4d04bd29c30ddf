"""Implement ``communique init``: write an empty record to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.errors import UsageError


@add_examples("communique init", "communique init ~/records/baltic")
def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; the home folder by default.", show_default=False)
    ] = None,
) -> None:
    """Lay out an empty record. What is there already stays as it is."""
    from communique.loaders.curation.project_template import build_template, write_missing_files

    settings = context.current_context().settings
    home = settings.home if folder is None else folder.expanduser()
    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file; name a folder")
    is_inside = settings.entries.is_relative_to(settings.home)
    entries = settings.entries.relative_to(settings.home).as_posix() if is_inside else "entries"
    written, existing = write_missing_files(home, build_template(entries))
    for path in written:
        terminal.print_result(terminal.display_path(home / path))
    if written:
        terminal.print_message(
            "next: communique new publisher ID --name …, then communique new article URL --title …"
        )
    terminal.print_summary(
        terminal.pluralize(len(written), "file") + " written", f"{len(existing)} kept" if existing else ""
    )

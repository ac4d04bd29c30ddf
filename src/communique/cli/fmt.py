"""``communique fmt``: one way to write each file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.cli.paths import inside
from communique.errors import Finding, RecordError


@example("communique fmt", "communique fmt --check", "communique fmt entries/articles/2024")
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders; the whole record by default.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change.")] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Let go of comments between the data.")
    ] = False,
) -> None:
    """Write files of the record in their canonical form. What they say stays the same."""
    from communique.loaders.curating.fmt import formatted
    from communique.loaders.curating.save import save
    from communique.loaders.files import list_files, read_text

    root = run.current().root
    wanted = inside(root, paths or [root])
    listing = list_files(root)
    found: list[Finding] = []
    changed = right = 0
    for name in listing.paths:
        if not any(name == one or one == "." or name.startswith(f"{one}/") for one in wanted):
            continue
        try:
            before = read_text(root, Path(name))
            after = formatted(before, name, drop_comments=drop_comments)
        except RecordError as error:
            found += error
            continue
        if after == before:
            right += 1
            continue
        changed += 1
        terminal.result(terminal.shown(root / name))
        if not check:
            save(root / name, after)
    terminal.findings(found, root, error=True)
    terminal.summary(
        terminal.counted(right, "file") + " as it should be"
        if right == 1
        else f"{right:,} files as they should be",
        f"{changed:,} {'to be ' if check else ''}rewritten",
        f"{len(found):,} left alone" if found else "",
    )
    if found or (check and changed):
        raise typer.Exit(1)

"""``communique fmt``: one way to write each file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.example import example
from communique.cli.paths import inside
from communique.errors import Finding, RecordError, UsageError


@example(
    "communique fmt",
    "communique fmt --check",
    "communique fmt entries/articles/2024",
    "communique fmt --to 1",
)
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders; the whole record by default.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change.")] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Let go of comments between the data.")
    ] = False,
    to: Annotated[
        int | None,
        typer.Option("--to", help="Bring files of past formats to this one: all of them, or none."),
    ] = None,
) -> None:
    """Write files of the record in their canonical form. What they say stays the same."""
    from communique.loaders.curating.fmt import converted, formatted
    from communique.loaders.curating.save import save, save_all
    from communique.loaders.files import read_text

    root = run.current().root
    found: list[Finding] = []
    texts: dict[Path, str] = {}
    right = 0
    for name in _names(root, paths):
        try:
            before = read_text(root, Path(name))
            if to is None:
                after = formatted(before, name, drop_comments=drop_comments)
            else:
                after = converted(before, name, _known(to), drop_comments=drop_comments)
        except RecordError as error:
            found += error
            continue
        if after == before:
            right += 1
        else:
            texts[root / name] = after
    kept = bool(to is not None and found)
    for target in () if kept else texts:
        terminal.result(terminal.shown(target))
    if to is not None and not kept and not check:
        with interrupt.whole(f"the files were brought to format {to}"):
            save_all(texts)
    elif to is None and not check:
        for target, text in texts.items():
            save(target, text)
    terminal.findings(found, root, error=True)
    terminal.summary(
        terminal.counted(right, "file") + " as it should be"
        if right == 1
        else f"{right:,} files as they should be",
        "none rewritten" if kept else f"{len(texts):,} {'to be ' if check else ''}rewritten",
        f"{len(found):,} {'to correct first' if kept else 'left alone'}" if found else "",
    )
    if found or (check and texts):
        raise typer.Exit(1)


def _names(root: Path, paths: list[Path] | None) -> list[str]:
    """The files of the record that were asked for."""
    from communique.loaders.files import list_files

    wanted = inside(root, paths or [root])
    return [
        name
        for name in list_files(root).paths
        if any(name == one or one == "." or name.startswith(f"{one}/") for one in wanted)
    ]


def _known(to: int) -> int:
    """A format that files can be brought to.

    Raises:
        UsageError: there is none of that number, or it is of a later Communiqué.
    """
    from communique.loaders.entry.article import FORMAT
    from communique.loaders.entry.upgrades import STEPS

    if to in STEPS or to == FORMAT:
        return to
    later = "; update Communiqué" if to > FORMAT else ""
    raise UsageError(f"there is no format {to} here: this Communiqué writes format {FORMAT}{later}")

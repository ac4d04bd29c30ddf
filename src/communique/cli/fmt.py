"""Implement ``communique fmt``: write each file in its canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands import signals
from communique.commands.record import resolve_dataset_paths
from communique.errors import Finding, RecordError, UsageError


@add_examples(
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
    from communique.loaders.curation.format_files import convert_text, format_text
    from communique.loaders.entry_files import read_text
    from communique.pipeline.filesystem import save_text, save_texts

    root = context.current_context().root
    findings: list[Finding] = []
    texts: dict[Path, str] = {}
    unchanged = 0
    for name in _select_files(root, paths):
        try:
            before = read_text(root, Path(name))
            if to is None:
                after = format_text(before, name, drop_comments=drop_comments)
            else:
                after = convert_text(before, name, _check_format(to), drop_comments=drop_comments)
        except RecordError as error:
            findings += error
            continue
        if after == before:
            unchanged += 1
        else:
            texts[root / name] = after
    is_refused = bool(to is not None and findings)
    for target in () if is_refused else texts:
        terminal.print_result(terminal.display_path(target))
    if to is not None and not is_refused and not check:
        with signals.uninterruptible(f"the files were brought to format {to}"):
            save_texts(texts)
    elif to is None and not check:
        for target, text in texts.items():
            save_text(target, text)
    terminal.print_findings(findings, root, error=True)
    terminal.print_summary(
        terminal.pluralize(unchanged, "file") + " as it should be"
        if unchanged == 1
        else f"{unchanged:,} files as they should be",
        "none rewritten" if is_refused else f"{len(texts):,} {'to be ' if check else ''}rewritten",
        f"{len(findings):,} {'to correct first' if is_refused else 'left alone'}" if findings else "",
    )
    if findings or (check and texts):
        raise typer.Exit(1)


def _select_files(root: Path, paths: list[Path] | None) -> list[str]:
    """Return the files of the record that were asked for."""
    from communique.loaders.entry_files import list_files

    selected = resolve_dataset_paths(root, paths or [root])
    return [
        name
        for name in list_files(root).paths
        if any(name == folder or folder == "." or name.startswith(f"{folder}/") for folder in selected)
    ]


def _check_format(to: int) -> int:
    """Return a format unchanged if files can be brought to it.

    Raises:
        UsageError: there is none of that number, or it is of a later Communiqué.
    """
    from communique.loaders.entry_format.article import FORMAT
    from communique.loaders.entry_format.upgrades import STEPS

    if to in STEPS or to == FORMAT:
        return to
    later = "; update Communiqué" if to > FORMAT else ""
    raise UsageError(f"there is no format {to} here: this Communiqué writes format {FORMAT}{later}")

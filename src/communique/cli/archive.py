"""Implement ``communique archive``: write down where saved copies of the articles are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples

if TYPE_CHECKING:
    from communique.commands.curation import ArchivedSources


@add_examples(
    "communique archive --dry-run --limit 10",
    "communique archive entries/articles/2024",
    "communique archive --timemap 'https://timetravel.example.org/timemap/link/{url}' --json",
)
def archive(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders; all articles by default.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look up only; write nothing.")] = False,
    timemap: Annotated[
        str | None,
        typer.Option(
            help="Where an archive has its TimeMaps, {url} for the address of a text; "
            "the Internet Archive's by default.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask for so many articles at most.", show_default=False)
    ] = None,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two questions.")] = 1.0,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look up saved copies of articles by the Memento protocol, and write their addresses into the entries.

    The copy is the first that was saved since the day of publication, else the last before. Comments and layout of
    the files stay. Articles that have a copy, or no address, are not asked for.
    """
    settings = context.current_settings()
    with terminal.spinner("looking up saved copies"):
        result = commands.archive(
            settings, paths or [], timemap=timemap, dry_run=dry_run, limit=limit, pause=pause
        )
    if json:
        terminal.print_json(_describe_copies(result) | {"written": not dry_run})
    else:
        for it in result.copies:
            path = terminal.display_path(settings.entries / it.path)
            terminal.print_result(f"{path}\t{it.saved}\t{it.archived_url}")
    _print_outcome(result, settings.entries, "found" if dry_run else "written")
    if result.failed or result.unreachable:
        raise typer.Exit(1)


def _print_outcome(result: ArchivedSources, root: Path, verb: str) -> None:
    """Print what failed, and how many articles came to what."""
    for path, url, reason in result.failed:
        terminal.print_message(
            f"{terminal.display_path(root / path)}: {url}: {reason}; ask again later", "warning"
        )
    if result.unreachable:
        terminal.print_message(f"communique: {result.unreachable}", "error")
    terminal.print_summary(
        f"{result.asked:,} of {terminal.pluralize(result.total, 'article')} asked for",
        f"{len(result.copies):,} {verb}",
        f"{len(result.unsaved):,} not saved",
        f"{len(result.failed):,} failed" if result.failed else "",
    )


def _describe_copies(result: ArchivedSources) -> dict[str, Any]:
    """Return what came of the look-up as plain data."""
    return {
        "asked": result.asked,
        "total": result.total,
        "found": [
            {"file": it.path, "url": it.url, "archived_url": it.archived_url, "saved": it.saved.isoformat()}
            for it in result.copies
        ],
        "unsaved": [{"file": path, "url": url} for path, url in result.unsaved],
        "failed": [{"file": path, "url": url, "reason": reason} for path, url, reason in result.failed],
        "unreachable": result.unreachable or None,
    }

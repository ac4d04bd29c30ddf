"""Implement ``communique diff``: say what two states of the record say differently, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import terminal
from communique.cli.help_examples import add_examples
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.resolve_snapshot import NamedSnapshot
    from communique.releases.change import SnapshotChange


@add_examples(
    "communique diff",
    "communique diff 2026.11 2026.12",
    "communique diff 2026.11 HEAD~3",
    "communique diff ~/downloads/communique.sqlite now",
    "communique diff 2026.11 --json | jq '.counts'",
)
def diff(
    a: Annotated[
        str | None,
        typer.Argument(
            metavar="A",
            help="The earlier: a release, a SQLite file, a git revision; by default the newest release.",
            show_default=False,
        ),
    ] = None,
    b: Annotated[
        str, typer.Argument(metavar="B", help="The later, likewise; `now` is the entries as they are.")
    ] = "now",
    json: Annotated[bool, typer.Option("--json", help="Every change for programs.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, as in a changelog.")] = False,
) -> None:
    """Say what changed between two states of the record: corrected, developed, new, merged, split, withdrawn."""
    from communique.commands.resolve_snapshot import newest_version, resolve_snapshot
    from communique.releases.diff import diff_snapshots
    from communique.releases.report import build_report, summarize_report

    if json and markdown:
        raise UsageError("--json and --markdown exclude each other; choose one")
    with terminal.spinner("comparing"):
        before = resolve_snapshot(a if a is not None else newest_version())
        after = resolve_snapshot(b)
        changes = diff_snapshots(before.snapshot, after.snapshot, before.day)
    if json:
        terminal.print_json(_diff_to_data(before, after, changes))
        return
    from communique.releases.markdown_report import render_markdown_lines
    from communique.releases.terminal_report import render_terminal_lines

    summary = build_report(changes, before.snapshot, after.snapshot)
    if markdown:
        for line in [
            f"# From {before.description} to {after.description}",
            "",
            *render_markdown_lines(summary),
        ]:
            terminal.print_result(line)
    else:
        terminal.print_result(f"From {before.description} to {after.description}")
        terminal.print_result("")
        for line, colour in render_terminal_lines(summary):
            terminal.print_result(line, colour)
    terminal.print_summary(summarize_report(summary))


def _diff_to_data(
    before: NamedSnapshot, after: NamedSnapshot, changes: list[SnapshotChange]
) -> dict[str, Any]:
    counts = Counter(change.type.value for change in changes)
    return {
        "from": {"name": before.name, "what": before.description},
        "to": {"name": after.name, "what": after.description},
        "counts": dict(sorted(counts.items())),
        "changes": [change.to_dict() for change in changes],
    }

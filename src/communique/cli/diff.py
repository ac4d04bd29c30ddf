"""Implement ``communique diff``: say what two states of the record say differently, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.comparison import Comparison


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
    from communique.releases.report import summarize_report

    if json and markdown:
        raise UsageError("--json and --markdown exclude each other; choose one")
    comparison = commands.compare(context.current_settings(), a, b, progress=terminal.spinner)
    if json:
        terminal.print_json(_comparison_to_data(comparison))
        return
    from communique.releases.report_text import render_markdown_lines, render_terminal_lines

    summary = comparison.build_report()
    head = f"From {comparison.before.description} to {comparison.after.description}"
    if markdown:
        for line in [
            f"# {head}",
            "",
            *render_markdown_lines(summary),
        ]:
            terminal.print_result(line)
    else:
        terminal.print_result(head)
        terminal.print_result("")
        for line, colour in render_terminal_lines(summary):
            terminal.print_result(line, colour)
    terminal.print_summary(summarize_report(summary))


def _comparison_to_data(comparison: Comparison) -> dict[str, Any]:
    counts = Counter(change.type.value for change in comparison.changes)
    return {
        "from": {"name": comparison.before.name, "what": comparison.before.description},
        "to": {"name": comparison.after.name, "what": comparison.after.description},
        "counts": dict(sorted(counts.items())),
        "changes": [change.to_dict() for change in comparison.changes],
    }

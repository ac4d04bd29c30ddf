"""Implement ``communique plan`` and ``load``: bring the database to what the record says."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples

if TYPE_CHECKING:
    from communique.loaders.up_to_date import LoadResult


@add_examples("communique plan", "communique plan --json | jq '.events'")
def plan(
    json: Annotated[bool, typer.Option("--json", help="The plan for programs.")] = False,
) -> None:
    """Show what a load would change, as a diff: + comes, ~ changes, - goes. Nothing is written.

    Where the database holds all of it already, as after serve, show what changed since the last commit.
    """
    from communique.loaders.plan_report import format_plan

    settings = context.current_settings()
    planned = commands.plan(settings, progress=terminal.spinner)
    uncommitted = None if planned else commands.compare_uncommitted(settings, progress=terminal.spinner)
    if json:
        lines = [asdict(line) for line in format_plan(planned)]
        findings = [terminal.finding_to_data(finding, settings.entries) for finding in planned.findings]
        data = _result_to_data(planned) | {"lines": lines, "findings": findings}
        since_commit = [change.to_dict() for change in uncommitted.changes] if uncommitted else []
        terminal.print_json(data | {"drafts": list(planned.drafts), "since_commit": since_commit})
    else:
        for line in format_plan(planned):
            terminal.print_result(str(line), line.sign)
        if uncommitted:
            from communique.releases.report_text import render_terminal_lines

            terminal.print_message("the database holds all of it; since the last commit:")
            for text, colour in render_terminal_lines(uncommitted.build_report()):
                terminal.print_result(text, colour)
        terminal.print_findings(planned.findings, settings.entries, error=True)
    terminal.print_drafts(planned.drafts, settings.entries)
    print_load_summary(planned)


@add_examples(
    "communique load",
    "communique load --rebuild",
    "COMMUNIQUE_DATABASE=postgresql+psycopg://curator@db/record communique load",
)
def load(
    json: Annotated[bool, typer.Option("--json", help="What was done, for programs.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Empty the database first, and load everything anew.")
    ] = False,
) -> None:
    """Load the record and its releases into the database, in one transaction. Only what changed is touched."""
    result = commands.load(context.current_settings(), rebuild=rebuild, progress=terminal.spinner)
    if json:
        terminal.print_json(_result_to_data(result))
    print_load_result(result)


def _result_to_data(result: LoadResult) -> dict[str, Any]:
    from communique.loaders.plan_report import count_plan_changes

    counts = count_plan_changes(result)
    return {"files": asdict(result.files), "events": result.affected_events(), "counts": counts}


def print_load_result(result: LoadResult) -> None:
    """Print the findings of a load, and what it did."""
    terminal.print_findings(result.findings, context.current_settings().entries, error=True)
    print_load_summary(result)


def print_load_summary(plan: LoadResult) -> None:
    """Print the one line on a plan that was made or carried out."""
    files, event_counts = plan.files, dict[str, int]()
    if plan:
        from communique.loaders.plan_report import count_plan_changes

        event_counts = count_plan_changes(plan)
    verbs = ("added", "changed", "removed")
    events = ", ".join(f"{event_counts[verb]:,} {verb}" for verb in verbs if event_counts.get(verb))
    terminal.print_summary(
        terminal.pluralize(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, verb)):,} {verb}" for verb in verbs if getattr(files, verb)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

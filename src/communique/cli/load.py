"""Implement ``communique plan`` and ``load``: bring the database to what the record says."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.cli.load_report import print_load_result, print_load_summary

if TYPE_CHECKING:
    from communique.loaders.up_to_date import LoadResult


@add_examples("communique plan", "communique plan --json | jq '.events'")
def plan(
    json: Annotated[bool, typer.Option("--json", help="The plan for programs.")] = False,
) -> None:
    """Show what a load would change, as a diff: + comes, ~ changes, - goes. Nothing is written."""
    from communique.loaders.plan_report import format_plan

    settings = context.current_settings()
    planned = commands.plan(settings, progress=terminal.spinner)
    if json:
        lines = [asdict(line) for line in format_plan(planned)]
        findings = [terminal.finding_to_data(finding, settings.entries) for finding in planned.findings]
        data = _result_to_data(planned) | {"lines": lines, "findings": findings}
        terminal.print_json(data | {"drafts": list(planned.drafts)})
    else:
        for line in format_plan(planned):
            terminal.print_result(str(line), line.sign)
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

"""Implement ``communique plan``: print what a load would change, before it does."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.cli.load import print_load_summary
from communique.commands.database import read_only_connection


@add_examples("communique plan", "communique plan --json | jq '.events'")
def plan(
    json: Annotated[bool, typer.Option("--json", help="The plan for programs.")] = False,
) -> None:
    """Show what a load would change, as a diff: + comes, ~ changes, - goes. Nothing is written."""
    from communique.loaders.load import make_plan
    from communique.loaders.plan_report import count_plan_changes, format_plan

    run = context.current_context()
    with read_only_connection(run.settings) as connection, terminal.spinner("reading the record"):
        planned = make_plan(run.root, connection, run.settings.releases)
    if json:
        data = {
            "files": asdict(planned.files),
            "events": planned.affected_events(),
            "counts": count_plan_changes(planned),
        }
        line_data = [asdict(line) for line in format_plan(planned)]
        findings = [terminal.finding_to_data(finding, run.root) for finding in planned.findings]
        terminal.print_json(data | {"lines": line_data, "findings": findings})
    else:
        for line in format_plan(planned):
            terminal.print_result(str(line), line.sign)
        terminal.print_findings(planned.findings, run.root, error=True)
    print_load_summary(planned)

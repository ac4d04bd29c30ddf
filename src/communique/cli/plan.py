"""``communique plan``: what a load would change, before it does."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.cli.load import report


@example("communique plan", "communique plan --json | jq '.events'")
def plan(
    json: Annotated[bool, typer.Option("--json", help="The plan for programs.")] = False,
) -> None:
    """Show what a load would change, as a diff: + comes, ~ changes, - goes. Nothing is written."""
    from communique.loaders.load import make_plan
    from communique.loaders.plan_words import counts, lines

    now = run.current()
    with run.reading(now) as connection, terminal.working("reading the record"):
        planned = make_plan(now.root, connection, now.settings.releases)
    if json:
        data = {"files": asdict(planned.files), "events": planned.events(), "counts": counts(planned)}
        told = [asdict(line) for line in lines(planned)]
        found = [terminal.finding_data(finding, now.root) for finding in planned.findings]
        terminal.as_json(data | {"lines": told, "findings": found})
    else:
        for line in lines(planned):
            terminal.result(str(line), line.sign)
        terminal.findings(planned.findings, now.root, error=True)
    report(planned)

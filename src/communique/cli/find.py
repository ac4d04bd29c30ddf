"""Implement ``communique find``: look up the id of what one half remembers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples


@add_examples(
    "communique find kihara",
    "communique find 木原",
    'communique find "radar lock"',
    "communique find tokio --json",
)
def find(
    text: Annotated[list[str], typer.Argument(help="Part of an id, a name in any script, a title.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 12,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look through ids, names, aliases and titles of the record; slips are forgiven."""
    from communique.loaders.curation.find_ids import find_ids as look
    from communique.loaders.read import read_with_findings

    dataset, findings = read_with_findings(context.current_context().root)
    matches = look(" ".join(text), dataset, limit)
    if json:
        terminal.print_json([asdict(match) for match in matches])
    else:
        width = max((len(match.id) for match in matches), default=0)
        for match in matches:
            also = f" ({match.matched})" if match.matched else ""
            terminal.print_result(f"{match.noun:<9} {match.id:<{width}}  {match.name}{also}")
    error_count = sum(finding.severity == "error" for finding in findings)
    terminal.print_summary(
        terminal.pluralize(len(matches), "hit"),
        f"{error_count} errors in the record: some of it was not read" if error_count else "",
    )
    if not matches:
        raise typer.Exit(1)

"""``communique find``: the id of what one half remembers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example


@example(
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
    from communique.loaders.curating.find import find as look
    from communique.loaders.read import gather

    record, wrong = gather(run.current().root)
    hits = look(" ".join(text), record, limit)
    if json:
        terminal.as_json([asdict(hit) for hit in hits])
    else:
        width = max((len(hit.id) for hit in hits), default=0)
        for hit in hits:
            also = f" ({hit.matched})" if hit.matched else ""
            terminal.result(f"{hit.noun:<9} {hit.id:<{width}}  {hit.name}{also}")
    left = sum(finding.severity == "error" for finding in wrong)
    terminal.summary(
        terminal.counted(len(hits), "hit"),
        f"{left} errors in the record: some of it was not read" if left else "",
    )
    if not hits:
        raise typer.Exit(1)

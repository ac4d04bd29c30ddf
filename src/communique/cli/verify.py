"""Implement ``communique verify``: a second reader holds an entry against its text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples


@add_examples(
    "communique verify entries/articles/2024/arab-news-japan-2024-07-28.yaml",
    "communique verify entries/articles/2024/yonhap-2024-07-28.yaml --text saved-page.html",
    "communique verify entries/articles/2024/yonhap-2024-07-28.yaml --by Mio",
)
def verify(
    file: Annotated[Path, typer.Argument(help="An entry.")],
    text: Annotated[
        Path | None,
        typer.Option(help="Its text; by default the one kept on this machine.", show_default=False),
    ] = None,
    by: Annotated[
        str,
        typer.Option(help="Who reads it a second time: noted in the entry with the day.", show_default=False),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Findings for programs.")] = False,
) -> None:
    """Hold an entry against its text: what it says must stand in the paragraphs that it cites."""
    settings = context.current_settings()
    result = commands.verify_article(settings, file, text=text, by=by)
    verification = result.verification
    errors = sum(finding.severity == "error" for finding in verification.findings)
    if json:
        data = [terminal.finding_to_data(finding, settings.entries) for finding in verification.findings]
        counts = {"located": verification.located, "missing": verification.missing, "noted": result.is_noted}
        terminal.print_json(counts | {"findings": data})
    else:
        terminal.print_findings(verification.findings, settings.entries)
    terminal.print_summary(
        terminal.pluralize(verification.located, "value") + " located",
        f"{verification.missing} not found where cited",
        terminal.pluralize(errors, "error"),
        "noted in the entry" if result.is_noted else "",
    )
    if errors:
        raise typer.Exit(1)

"""``communique check``: whether the record is right, and where not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.cli.paths import inside


@example(
    "communique check",
    "communique check entries/articles/2024/arab-news-japan-2024-07-28.yaml",
    "communique check --watch",
    "communique check --json | jq '.findings[].what'",
)
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders to tell of; the whole record by default.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Findings for programs.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file is saved.")] = False,
) -> None:
    """Say everything that is wrong with the record, one line each: file, line, column, cure."""
    root = run.current().root
    wanted = inside(root, paths or [])
    if watch:
        _follow(root, wanted, json)
    elif not _once(root, wanted, json):
        raise typer.Exit(1)


def _follow(root: Path, wanted: Sequence[str], json: bool) -> None:
    from communique.cli.watch import changes

    try:
        for _ in changes(root):
            terminal.begin()
            _once(root, wanted, json, lasting=True)
            terminal.tell("waiting for a file to be saved; Ctrl-C ends")
    except KeyboardInterrupt:
        terminal.tell("")


def _once(root: Path, wanted: Sequence[str], json: bool, lasting: bool = False) -> bool:
    """Check and tell; true where nothing would stop a load."""
    from communique.loaders.curating.focus import focus
    from communique.loaders.weighing.disagreement import is_disagreement

    files = [path for path in wanted if path.endswith(".yaml") and path.startswith("articles/")]
    if wanted and len(files) == len(wanted):
        seen = focus(root, files)
    else:
        from communique.loaders.survey import survey

        seen = survey(root, run.current().settings.releases, lasting)
    told = [finding for finding in seen.findings if not wanted or _below(finding.path, wanted)]
    errors = sum(finding.severity == "error" for finding in told)
    entries = sum(1 for path in seen.articles if not wanted or _below(path, wanted))
    ruling = sum(map(is_disagreement, told))
    if json:
        data = [terminal.finding_data(finding, root) for finding in told]
        terminal.as_json({"entries": entries, "errors": errors, "to_rule_on": ruling, "findings": data})
    else:
        terminal.findings(told, root)
    if not errors and any(finding.severity == "error" for finding in seen.findings):
        terminal.tell(
            "other files are wrong: what these refer to was not fully checked; run communique check"
        )
    terminal.summary(
        terminal.counted(entries, "entry", "entries"),
        "" if wanted else terminal.counted(len(seen.events), "event"),
        terminal.counted(errors, "error"),
        terminal.counted(len(told) - errors, "warning"),
        f"{ruling} to rule on",
    )
    return not errors


def _below(path: str, wanted: Sequence[str]) -> bool:
    return any(folder in {path, "."} or path.startswith(f"{folder}/") for folder in wanted)

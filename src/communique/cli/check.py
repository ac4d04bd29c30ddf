"""Implement ``communique check``: say whether the record is right, and where not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands.record import resolve_dataset_paths


@add_examples(
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
    root = context.current_context().root
    selected = resolve_dataset_paths(root, paths or [])
    if watch:
        _watch_files(root, selected, json)
    elif not _check_once(root, selected, json):
        raise typer.Exit(1)


def _watch_files(root: Path, selected: Sequence[str], json: bool) -> None:
    from communique.cli.watch import watch_changes

    try:
        for _ in watch_changes(root):
            terminal.start_timer()
            _check_once(root, selected, json, lasting=True)
            terminal.print_message("waiting for a file to be saved; Ctrl-C ends")
    except KeyboardInterrupt:
        terminal.print_message("")


def _check_once(root: Path, selected: Sequence[str], json: bool, lasting: bool = False) -> bool:
    """Check the record, print the findings, and return whether nothing would stop a load."""
    from communique.loaders.curation.check_files import check_files
    from communique.loaders.reconcile.disagreement import is_disagreement

    files = [path for path in selected if path.endswith(".yaml") and path.startswith("articles/")]
    if selected and len(files) == len(selected):
        report = check_files(root, files)
    else:
        from communique.loaders.checks.check_dataset import check_dataset

        report = check_dataset(root, context.current_context().settings.releases, lasting)
    findings = [
        finding for finding in report.findings if not selected or _is_selected(finding.path, selected)
    ]
    errors = sum(finding.severity == "error" for finding in findings)
    entries = sum(1 for path in report.articles if not selected or _is_selected(path, selected))
    to_rule_on = sum(map(is_disagreement, findings))
    if json:
        data = [terminal.finding_to_data(finding, root) for finding in findings]
        terminal.print_json(
            {"entries": entries, "errors": errors, "to_rule_on": to_rule_on, "findings": data}
        )
    else:
        terminal.print_findings(findings, root)
    if not errors and any(finding.severity == "error" for finding in report.findings):
        terminal.print_message(
            "other files are wrong: what these refer to was not fully checked; run communique check"
        )
    terminal.print_summary(
        terminal.pluralize(entries, "entry", "entries"),
        "" if selected else terminal.pluralize(len(report.events), "event"),
        terminal.pluralize(errors, "error"),
        terminal.pluralize(len(findings) - errors, "warning"),
        f"{to_rule_on} to rule on",
    )
    return not errors


def _is_selected(path: str, selected: Sequence[str]) -> bool:
    return any(folder in {path, "."} or path.startswith(f"{folder}/") for folder in selected)

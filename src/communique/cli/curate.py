"""Implement ``communique init``, ``find``, ``check`` and ``fmt``: what a curator does with files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.cli.finding_formats import CheckFormat, render_findings
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.checking import CheckResult


@add_examples("communique init", "communique init ~/records/baltic")
def init(
    folder: Annotated[
        Path | None, typer.Argument(help="Where; the home folder by default.", show_default=False)
    ] = None,
    *,
    states: Annotated[
        bool,
        typer.Option("--states", help="Put the states of today into the registry, with names and codes."),
    ] = False,
) -> None:
    """Lay out an empty record for a team: workflows, hooks, editor settings. What is there already stays as it is."""
    laid_out = commands.init(context.current_settings(), folder, states=states)
    for path in laid_out.written:
        if (
            not states or "actors" not in path.parts
        ):  # of nearly two hundred states only the number is of interest
            terminal.print_result(terminal.display_path(path))
    if laid_out.home / "requirements.txt" in laid_out.written:
        terminal.print_message(
            "before you push: requirements.txt says where workflows install Communiqué from"
        )
    if laid_out.written:
        terminal.print_message(
            "next: communique new publisher ID --name …, then communique new article URL --title …"
        )
    terminal.print_summary(
        terminal.pluralize(len(laid_out.written), "file") + " written",
        f"{len(laid_out.existing)} kept" if laid_out.existing else "",
    )


@add_examples(
    "communique find kihara",
    "communique find 木原",
    'communique find "radar lock"',
    "communique find kihara defense",
    "communique find 2024-07-28 memorandum",
    "communique find tokio --json",
)
def find(
    text: Annotated[
        list[str], typer.Argument(help="Parts of an id, names in any script, of a title or note; a day.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 12,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look through ids, names, aliases and titles of the record; slips are forgiven."""
    answer = commands.find(context.current_settings(), " ".join(text), limit)
    matches = answer.matches
    if json:
        terminal.print_json([asdict(match) for match in matches])
    else:
        width = max((len(match.id) for match in matches), default=0)
        for match in matches:
            also = f" ({match.matched or match.event})" if match.matched or match.event else ""
            terminal.print_result(f"{match.noun:<9} {match.id:<{width}}  {match.name}{also}")
    terminal.print_summary(
        terminal.pluralize(len(matches), "hit"),
        f"{answer.error_count} errors in the record: some of it was not read" if answer.error_count else "",
    )
    if not matches:
        raise typer.Exit(1)


@add_examples(
    "communique check",
    "communique check entries/articles/2024/arab-news-japan-2024-07-28.yaml",
    "communique check --watch",
    "communique check --json | jq '.findings[].what'",
    "communique check --database",
    "communique check --format github",
    "communique check --format gitlab > gl-code-quality-report.json",
)
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders to tell of; the whole record by default.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Findings for programs.")] = False,
    format: Annotated[  # noqa: A002 - the word that readers of the help know
        CheckFormat,
        typer.Option(
            help="As text, as JSON, or as what GitHub, GitLab or a reader of SARIF shows beside lines."
        ),
    ] = CheckFormat.TEXT,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file is saved.")] = False,
    database: Annotated[
        bool, typer.Option("--database", help="Tell instead which rows of the database somebody changed.")
    ] = False,
) -> None:
    """Say everything that is wrong with the record, one line each: file, line, column, cure."""
    if json and format not in {CheckFormat.TEXT, CheckFormat.JSON}:
        raise UsageError(f"--json and --format {format} exclude each other; choose one")
    output = CheckFormat.JSON if json else format
    if database:
        if watch or paths:
            raise UsageError("--database is about the whole database; leave out --watch and files")
        _check_database(output)
        return
    if watch:
        _watch_files(paths or [], output)
        return
    result = commands.check(context.current_settings(), paths or [])
    _print_check(result, output)
    if result.error_count:
        raise typer.Exit(1)


def _check_database(output: CheckFormat) -> None:
    """Print which rows of the database are not what the entries say, and end with 1 where one is not."""
    settings = context.current_settings()
    findings = commands.check_database(settings, progress=terminal.spinner)
    if output is CheckFormat.JSON:
        terminal.print_json({"findings": [terminal.finding_to_data(it, settings.entries) for it in findings]})
    elif output is CheckFormat.TEXT:
        terminal.print_findings(findings, settings.entries)
    else:
        typer.echo(render_findings(output, findings, settings.entries), nl=False)
    terminal.print_summary(
        f"{terminal.pluralize(len(findings), 'row')} changed by hand" if findings else "as the entries say"
    )
    if findings:
        raise typer.Exit(1)


def _watch_files(paths: list[Path], output: CheckFormat) -> None:
    settings = context.current_settings()
    try:
        for _ in commands.watch_changes(settings):
            terminal.start_timer()
            _print_check(commands.check(settings, paths, is_long_running=True), output)
            terminal.print_message("waiting for a file to be saved; Ctrl-C ends")
    except KeyboardInterrupt:
        terminal.print_message("")


def _print_check(result: CheckResult, output: CheckFormat) -> None:
    root, findings, errors = context.current_settings().entries, result.findings, result.error_count
    if output is CheckFormat.JSON:
        data = [terminal.finding_to_data(finding, root) for finding in findings]
        counts = {"entries": result.entry_count, "errors": errors, "to_rule_on": result.disagreement_count}
        terminal.print_json(counts | {"drafts": list(result.drafts), "findings": data})
    elif output is CheckFormat.TEXT:
        terminal.print_findings(findings, root)
    else:
        typer.echo(render_findings(output, findings, root), nl=False)
    terminal.print_drafts(result.drafts, root)
    if result.has_errors_elsewhere:
        terminal.print_message(
            "other files are wrong: what these refer to was not fully checked; run communique check"
        )
    terminal.print_summary(
        terminal.pluralize(result.entry_count, "entry", "entries"),
        "" if result.event_count is None else terminal.pluralize(result.event_count, "event"),
        terminal.pluralize(errors, "error"),
        terminal.pluralize(len(findings) - errors, "warning"),
        f"{result.disagreement_count} to rule on",
    )


@add_examples(
    "communique fmt",
    "communique fmt --check",
    "communique fmt entries/articles/2024",
    "communique fmt --to 1",
    "communique fmt --split",
)
def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders; the whole record by default.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change.")] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Let go of comments between the data.")
    ] = False,
    to: Annotated[
        int | None,
        typer.Option("--to", help="Bring files of past formats to this one: all of them, or none."),
    ] = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split",
            help="Give each entry of the registry and each decision its own file: all of them, or none.",
        ),
    ] = False,
) -> None:
    """Write files of the record in their canonical form. What they say stays the same."""
    settings = context.current_settings()
    if split:
        if paths or to is not None:
            raise UsageError("--split lays out the whole record; leave out files and --to")
        result = commands.split(settings, check=check, drop_comments=drop_comments)
    else:
        result = commands.fmt(settings, paths or [], check=check, drop_comments=drop_comments, to=to)
    for path in () if result.is_refused else result.changed:
        terminal.print_result(terminal.display_path(path))
    terminal.print_findings(result.findings, settings.entries, error=True)
    unchanged, finding_count = result.unchanged_count, len(result.findings)
    terminal.print_summary(
        f"{terminal.pluralize(unchanged, 'file')} as {'it' if unchanged == 1 else 'they'} should be",
        "none rewritten"
        if result.is_refused
        else f"{len(result.changed):,} {'to be ' if check else ''}rewritten",
        f"{finding_count:,} {'to correct first' if result.is_refused else 'left alone'}"
        if finding_count
        else "",
    )
    if result.findings or (check and result.changed):
        raise typer.Exit(1)

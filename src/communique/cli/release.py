"""Implement ``communique release``: freeze the record under a version number, or verify a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.release import MadeRelease
    from communique.settings import Settings


@add_examples(
    "communique release 2026.11 --dry-run",
    "communique release 2026.11",
    "communique release 2026.11.1 --date 2026-11-30",
    "communique release --verify 2026.11",
)
def release(
    version: Annotated[
        str,
        typer.Argument(
            metavar="VERSION", help="Year and month, as 2026.11; the next of a month is 2026.11.1."
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help="Its day; by default that of the record's last commit, in UTC."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would hold; write nothing.")
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Prove its state by this Communiqué, and its bytes by the code of its time.",
        ),
    ] = False,
) -> None:
    """Check the record, freeze it, and write down what changed since the release before. Whole or not at all."""
    settings = context.current_settings()
    if verify:
        if date or dry_run:
            raise UsageError("--verify makes what was released again; leave out --date and --dry-run")
        _verify(settings, version)
        return
    result = commands.make_release(settings, version, date, is_dry_run=dry_run, progress=terminal.spinner)
    terminal.print_findings(result.prepared.findings, settings.entries, error=True)
    _print_release(result, dry_run)


def _verify(settings: Settings, version: str) -> None:
    """Print what was proved of a release, and end with 1 where something differs."""
    verification = commands.verify_release(settings, version, progress=terminal.spinner)
    for name, proof in (("state", verification.state), ("bytes", verification.files)):
        head = "differs" if proof.differences else "proved" if proof.is_proved else "not proved"
        terminal.print_result(f"{name}  {head}: {proof.detail}", "error" if proof.differences else "")
        for line in proof.differences:
            terminal.print_result(f"  {line}", "error")
    differences = [*verification.state.differences, *verification.files.differences]
    if differences:
        terminal.print_summary(
            f"release {verification.version}", terminal.pluralize(len(differences), "difference")
        )
        raise typer.Exit(1)
    if verification.files.is_proved:
        for frozen in verification.frozen_files:
            terminal.print_result(f"{frozen.sha256}  {frozen.path}")
    if verification.rewritten:
        terminal.print_result(f"written again: {terminal.display_path(verification.rewritten)}")
    what = "its state and its bytes are" if verification.files.is_proved else "its state, not its bytes, is"
    terminal.print_summary(f"release {verification.version}: {what} proved")


def _print_release(result: MadeRelease, is_dry_run: bool) -> None:
    from communique.releases.labels import label_day
    from communique.releases.report import format_entity_counts, format_type_counts

    prepared, inputs = result.prepared, result.inputs
    manifest = prepared.manifest
    after = f", after {manifest.previous}" if manifest.previous else ", the first"
    verb = "Would be release" if is_dry_run else "Release"
    terminal.print_result(f"{verb} {manifest.version} of {label_day(manifest.released)}{after}")
    terminal.print_result(f"  holds    {format_entity_counts(manifest.counts)}")
    terminal.print_result(f"  changes  {format_type_counts(manifest.changes)}")
    for file in manifest.files:
        path = terminal.display_path(inputs.home / "dist" / manifest.version / file.path)
        terminal.print_result(f"  {path}  {file.bytes:,} bytes  sha256 {file.sha256}")
    if is_dry_run:
        terminal.print_result("")
        terminal.print_result(prepared.changes_text.rstrip("\n"))
        terminal.print_summary("nothing was written")
        return
    folder = terminal.display_path(inputs.releases / manifest.version)
    terminal.print_result(f"  {folder}  manifest.json, changes.jsonl, CHANGES.md")
    if result.tag_problem:
        terminal.print_message(result.tag_problem, "warning")
    if not manifest.code:
        terminal.print_message(
            "the manifest names no commit of the code, because this Communiqué runs from none",
            "warning",
        )
    if inputs.commit:
        terminal.print_message(f'next: git add {folder} && git commit -m "Release {manifest.version}"')
    if result.tag:
        terminal.print_message(f"tagged: {result.tag}; git push origin {result.tag} takes it along")
    terminal.print_summary(f"release {manifest.version} is written")

"""Implement ``communique release``: freeze the record under a version number, or verify a release."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands import signals
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from communique.commands.release import PreparedRelease, ReleaseInputs


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
        typer.Option("--verify", help="Make a release again from its git commit, and compare the hashes."),
    ] = False,
) -> None:
    """Check the record, freeze it, and write down what changed since the release before. Whole or not at all."""
    from communique.releases.version_number import parse_version

    number = str(parse_version(version))
    if verify:
        if date or dry_run:
            raise UsageError("--verify makes what was released again; leave out --date and --dry-run")
        from communique.commands.release_verification import verify_release

        verify_release(number)
        return
    from communique.commands.release import prepare_release

    inputs = _release_inputs(number, date)
    with terminal.spinner(f"freezing {number}"):
        prepared = prepare_release(inputs)
    terminal.print_findings(prepared.findings, inputs.entries, error=True)
    if not dry_run:
        _write_release(prepared, inputs)
    _print_release(prepared, inputs, dry_run)


def _release_inputs(version: str, date: str | None) -> ReleaseInputs:
    """Return what the release is made from; in a git repository only what is committed there.

    Raises:
        UsageError: the day is none, or none is given where nothing tells it.
        HistoryError: something is not committed.
    """
    from communique.commands.release import ReleaseInputs
    from communique.releases.git import Repository

    settings = context.current_context().settings
    paths = input_paths(settings.home, settings.entries)
    repository = Repository.discover(settings.entries)
    if repository and (changed := repository.uncommitted_files(paths)):
        listed = ", ".join(changed[:3]) + (f" and {len(changed) - 3:,} more" if len(changed) > 3 else "")
        raise HistoryError(
            f"not committed yet: {listed}; commit it (or take it back), so that the release can be made again"
        )
    commit = repository.last_commit(paths) if repository else None
    if date is None and commit is None:
        raise UsageError(
            "the record is in no git repository that could tell the day; say it, as --date 2026-11-30"
        )
    try:
        day = dt.date.fromisoformat(date) if date else None
    except ValueError:
        raise UsageError(f"--date {date!r} is no day; write it as 2026-11-30") from None
    commit_day = commit.day if commit else None
    return ReleaseInputs(
        settings.home,
        settings.entries,
        settings.releases,
        version,
        day or commit_day or dt.date.min,
        commit.id if commit else None,
    )


def input_paths(home: Path, entries: Path) -> list[Path]:
    """Return all that a release depends on: the entries, the earlier releases, the site's configuration."""
    return [entries, home / "releases", home / "mkdocs.yml"]


def _write_release(prepared: PreparedRelease, inputs: ReleaseInputs) -> None:
    """Write the frozen files, then the folder in releases/, which is what makes it a release."""
    from communique.releases.store import write_release

    with signals.uninterruptible(f"release {inputs.version} was written"):
        write_frozen_files(inputs.home / "dist" / inputs.version, prepared.files)
        write_release(inputs.releases, prepared.manifest, prepared.changes, prepared.changes_text)


def write_frozen_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the frozen files of a release, all or none."""
    from communique.releases.store import write_folder_atomically

    shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off before the release was written
    write_folder_atomically(folder, files, folder.with_name(f".{folder.name}.new"))


def _print_release(prepared: PreparedRelease, inputs: ReleaseInputs, is_dry_run: bool) -> None:
    from communique.releases.labels import label_day
    from communique.releases.report import format_entity_counts, format_type_counts

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
    if inputs.commit:
        terminal.print_message(f'next: git add {folder} && git commit -m "Release {manifest.version}"')
    terminal.print_summary(f"release {manifest.version} is written")

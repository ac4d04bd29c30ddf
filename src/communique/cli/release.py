"""``communique release``: freeze the record under a number that can be cited, or prove that a release still is it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.example import example
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from communique.cli.freeze import Frozen, Recipe


@example(
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
    from communique.history.versions import parse

    number = str(parse(version))
    if verify:
        if date or dry_run:
            raise UsageError("--verify makes what was released again; leave out --date and --dry-run")
        from communique.cli.verify import prove

        prove(number)
        return
    from communique.cli.freeze import freeze

    recipe = _recipe(number, date)
    with terminal.working(f"freezing {number}"):
        made = freeze(recipe)
    terminal.findings(made.findings, recipe.entries, error=True)
    if not dry_run:
        _write(made, recipe)
    _tell(made, recipe, dry_run)


def _recipe(version: str, date: str | None) -> Recipe:
    """What the release is made from; in a git repository only what is committed there.

    Raises:
        UsageError: the day is none, or none is given where nothing tells it.
        HistoryError: something is not committed.
    """
    from communique.cli.freeze import Recipe
    from communique.history.git import Repository

    settings = run.current().settings
    paths = made_from(settings.home, settings.entries)
    repository = Repository.around(settings.entries)
    if repository and (changed := repository.uncommitted(paths)):
        shown = ", ".join(changed[:3]) + (f" and {len(changed) - 3:,} more" if len(changed) > 3 else "")
        raise HistoryError(
            f"not committed yet: {shown}; commit it (or take it back), so that the release can be made again"
        )
    commit = repository.last(paths) if repository else None
    if date is None and commit is None:
        raise UsageError(
            "the record is in no git repository that could tell the day; say it, as --date 2026-11-30"
        )
    try:
        day = dt.date.fromisoformat(date) if date else None
    except ValueError:
        raise UsageError(f"--date {date!r} is no day; write it as 2026-11-30") from None
    known = commit.day if commit else None
    return Recipe(
        settings.home,
        settings.entries,
        settings.releases,
        version,
        day or known or dt.date.min,
        commit.id if commit else None,
    )


def made_from(home: Path, entries: Path) -> list[Path]:
    """Everything that a release depends on: the entries, the earlier releases, and what the site is called."""
    return [entries, home / "releases", home / "mkdocs.yml"]


def _write(made: Frozen, recipe: Recipe) -> None:
    """The frozen files first: the folder in releases/ is what makes it a release."""
    from communique.history.store import write

    with interrupt.whole(f"release {recipe.version} was written"):
        keep(recipe.home / "dist" / recipe.version, made.files)
        write(recipe.releases, made.manifest, made.changes, made.words)


def keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the frozen files of a release, whole or not at all."""
    from communique.history.store import whole

    shutil.rmtree(folder, ignore_errors=True)  # of a run that was cut off before the release was written
    whole(folder, files, folder.with_name(f".{folder.name}.new"))


def _tell(made: Frozen, recipe: Recipe, dry: bool) -> None:
    from communique.history.report import changed_words, counted_words
    from communique.history.words import day_words

    manifest = made.manifest
    after = f", after {manifest.previous}" if manifest.previous else ", the first"
    terminal.result(
        f"{'Would be release' if dry else 'Release'} {manifest.version} of {day_words(manifest.released)}{after}"
    )
    terminal.result(f"  holds    {counted_words(manifest.counts)}")
    terminal.result(f"  changes  {changed_words(manifest.changes)}")
    for one in manifest.files:
        where = terminal.shown(recipe.home / "dist" / manifest.version / one.path)
        terminal.result(f"  {where}  {one.bytes:,} bytes  sha256 {one.sha256}")
    if dry:
        terminal.result("")
        terminal.result(made.words.rstrip("\n"))
        terminal.summary("nothing was written")
        return
    folder = terminal.shown(recipe.releases / manifest.version)
    terminal.result(f"  {folder}  manifest.json, changes.jsonl, CHANGES.md")
    if recipe.commit:
        terminal.tell(f'next: git add {folder} && git commit -m "Release {manifest.version}"')
    terminal.summary(f"release {manifest.version} is written")

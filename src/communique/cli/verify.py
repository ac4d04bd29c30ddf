"""Whether a release can be made again from its git commit, byte for byte, and what differs where not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli import run, terminal
from communique.cli.fresh import workshop
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from communique.cli.freeze import Frozen
    from communique.history.store import StoredRelease


def prove(version: str) -> None:
    """Make a release again in a folder that goes, compare, and keep its frozen files where they are not at hand.

    Raises:
        UsageError: there is no such release.
        HistoryError: its commit is not at hand, or it was made outside git.
    """
    from communique.cli.release import keep

    settings = run.current().settings
    stored = _stored(version, settings.releases)
    with terminal.working(f"making {version} again"):
        made = _again(stored)
    differs = list(_differences(stored, made))
    for line in differs:
        terminal.result(line, "error")
    dist = settings.home / "dist" / version
    for one in stored.manifest.files:
        file = dist / one.path
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() != one.sha256:
            differs.append(one.path)
            terminal.result(f"{terminal.shown(file)}: this is not what was released; remove it", "error")
    if differs:
        terminal.summary(f"release {version}", terminal.counted(len(differs), "difference"))
        raise typer.Exit(1)
    for one in stored.manifest.files:
        terminal.result(f"{one.sha256}  {one.path}")
    if not dist.exists():
        keep(dist, made.files)
        terminal.result(f"written again: {terminal.shown(dist)}")
    terminal.summary(f"release {version} is what its commit makes, byte for byte")


def _stored(version: str, folder: Path) -> StoredRelease:
    from communique.history.store import releases

    found = {one.version: one for one in releases(folder)}
    if version not in found:
        there = f"releases: {', '.join(found)}" if found else "there is none yet"
        raise UsageError(f"there is no release {version}; {there}")
    return found[version]


def _again(stored: StoredRelease) -> Frozen:
    from communique.cli.freeze import Recipe, freeze
    from communique.cli.release import made_from
    from communique.history.git import Repository
    from communique.loaders.entry.article import FORMAT

    settings, manifest = run.current().settings, stored.manifest
    repository = Repository.around(settings.entries)
    if manifest.commit is None:
        raise HistoryError(
            f"release {stored.version} was made outside git, so nothing tells what it was made from"
        )
    if manifest.entry_format != FORMAT:
        which = f"release {stored.version} was made of files in entry format {manifest.entry_format}"
        raise HistoryError(f"{which}, and this Communiqué reads {FORMAT}; take the Communiqué of its time")
    if repository is None or repository.revision(manifest.commit) is None:
        raise HistoryError(
            f"commit {manifest.commit} is not here; fetch it with `git fetch --unshallow` or clone anew"
        )
    with workshop() as folder:
        repository.extract(manifest.commit, made_from(settings.home, settings.entries), folder)

        def there(path: Path) -> Path:
            return folder / repository.place(path) if repository.holds(path) else path

        recipe = Recipe(
            home=there(settings.home),
            entries=there(settings.entries),
            releases=there(settings.releases),
            version=stored.version,
            day=manifest.released,
            commit=manifest.commit,
            schema=_remade(manifest.database_schema),
        )
        return freeze(recipe)


def _remade(schema: str) -> str | None:
    """The schema that a release had, where it can still be made; else the newest, which is then told."""
    from communique.database import head
    from communique.schema.ddl import PLAIN

    return schema if PLAIN <= schema <= head() else None


def _differences(stored: StoredRelease, made: Frozen) -> Iterator[str]:
    """One line for each thing that is not as it was released."""
    from communique.history.store import CHANGES, WORDS

    was, now = stored.manifest, made.manifest
    if was.database_schema != now.database_schema:
        cure = "make it again with the Communiqué of its time"
        yield f"database schema: released with {was.database_schema}, made here with {now.database_schema}; {cure}"
    if was.state != now.state:
        yield f"state: released as {was.state}, its commit makes {now.state}; the record's content differs"
    sealed = {one.path: one for one in was.files}
    for one in now.files:
        if one != sealed.get(one.path):
            told = sealed[one.path].sha256 if one.path in sealed else "not there"
            same = was.state == now.state
            because = " (the state is the same: another Communiqué or SQLite laid it out)" if same else ""
            yield f"{one.path}: released as {told}, made here as {one.sha256}{because}"
    for name, data in ((CHANGES, b"".join(one.line() for one in made.changes)), (WORDS, made.words.encode())):
        if (stored.folder / name).read_bytes() != data:
            yield f"{terminal.shown(stored.folder / name)}: its commit makes another text; restore it with git"
    plain = {**was.as_data(), "files": None, "state": None, "database_schema": None}
    other = {**now.as_data(), "files": None, "state": None, "database_schema": None}
    for name in plain:
        if plain[name] != other[name]:
            yield f"manifest.json {name}: released as {plain[name]}, its commit makes {other[name]}"

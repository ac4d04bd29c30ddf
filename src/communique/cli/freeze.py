"""From the record's files to a release: what it says, what it changed, and the files that are frozen of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from communique.cli.fresh import empty, fill, workshop
from communique.errors import HistoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from communique.errors import Finding
    from communique.history.change import Change
    from communique.history.manifest import FrozenFile, Manifest
    from communique.history.store import StoredRelease


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a release is made from, and nothing else: the same recipe makes the same bytes.

    Args:
        home: the folder whose ``mkdocs.yml`` names the site.
        entries: the record's folder.
        releases: the folder of earlier releases.
        version: the release's number.
        day: its day.
        commit: the git commit that the three are as of; None where they are in no repository.
        schema: the revision of the frozen database; the newest by default.
    """

    home: Path
    entries: Path
    releases: Path
    version: str
    day: dt.date
    commit: str | None
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """A release that is made and not yet written."""

    manifest: Manifest
    changes: list[Change]
    words: str
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def freeze(recipe: Recipe) -> Frozen:
    """Make a release in databases of its own.

    Raises:
        UsageError: the number is not above that of every earlier release.
        RecordError: the record is wrong, or a released id has vanished.
        HistoryError: nothing has changed, or an earlier release is damaged.
    """
    from communique.database import head
    from communique.history.difference import difference, vanished
    from communique.history.fold import fold
    from communique.history.manifest import Manifest
    from communique.history.markdown import changes_page
    from communique.history.state import counts, digest, state
    from communique.history.store import releases, write
    from communique.history.versions import parse
    from communique.loaders.entry.article import FORMAT

    earlier = releases(recipe.releases)
    _above(recipe, earlier)
    before = fold(earlier)
    with workshop() as folder, empty(folder) as engine:
        findings = fill(engine, recipe.entries, recipe.releases)
        with engine.connect() as connection:
            now = state(connection)
        _kept(vanished(before, now), recipe.entries)
        changes = difference(before, now, earlier[-1].manifest.released if earlier else None)
        if earlier and not changes:
            newest = earlier[-1].version
            raise HistoryError(f"nothing has changed since release {newest}, so there is nothing to release")
        manifest = Manifest(
            version=str(parse(recipe.version)),
            released=recipe.day,
            previous=earlier[-1].version if earlier else None,
            commit=recipe.commit,
            database_schema=recipe.schema or head(),
            entry_format=FORMAT,
            state=digest(now),
            counts=counts(now),
            changes=dict(sorted(Counter(change.type.value for change in changes).items())),
        )
        words = changes_page(manifest, changes, before, now)
        staged = folder / "releases"
        for one in earlier:
            shutil.copytree(one.folder, staged / one.version)
        write(staged, manifest, changes, words)
        fill(engine, recipe.entries, staged)
        files = _files(engine, recipe)
    sealed = replace(manifest, files=_sealed(files))
    return Frozen(sealed, changes, words, files, findings)


def _above(recipe: Recipe, earlier: list[StoredRelease]) -> None:
    """Numbers and days only go up: nobody must wonder which of two is meant, or which came first."""
    from communique.history.versions import parse

    number = parse(recipe.version)
    if not earlier:
        return
    newest = earlier[-1].manifest
    if number <= newest.number:
        held = any(one.manifest.number == number for one in earlier)
        what = (
            "exists already, and a number is never used twice"
            if held
            else f"would come after {newest.version}"
        )
        raise UsageError(f"release {number} {what}; write a higher number, as {newest.number.next()}")
    if recipe.day < newest.released:
        raise UsageError(
            f"{recipe.day} is before {newest.released}, the day of release {newest.version}; write a later --date"
        )


def _kept(gone: list[str], entries: Path) -> None:
    """What readers were given stays: an id may move or be withdrawn, never vanish."""
    from communique.errors import Finding, RecordError

    rulings = str(entries / "rulings.yaml")
    cure = "restore it, or add a redirect, a split or a withdrawal with its reason"
    found = [Finding(rulings, 0, 0, "", f"the released id {one!r} has vanished", cure) for one in gone]
    if found:
        raise RecordError(found)


def _files(engine: Engine, recipe: Recipe) -> Mapping[str, bytes]:
    from sqlalchemy.orm import Session

    from communique.site.configure import settings
    from communique.site.downloads.frozen import frozen
    from communique.site.publication import Publication

    about = Publication.of(settings(recipe.home)[1], recipe.version, recipe.day.isoformat())
    with engine.connect() as connection, Session(connection) as session:
        return frozen(session, about, recipe.schema)


def _sealed(files: Mapping[str, bytes]) -> tuple[FrozenFile, ...]:
    from communique.history.manifest import FrozenFile

    return tuple(
        FrozenFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    )

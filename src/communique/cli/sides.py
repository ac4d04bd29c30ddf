"""What a person may compare: a release, a database file, a git revision of the record, or the entries as they are."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.cli import run
from communique.cli.fresh import empty, fill, workshop
from communique.errors import DatabaseError, HistoryError, RecordError, UsageError

if TYPE_CHECKING:
    from communique.history.state import State

NOW = "now"
"""The word for the entries as they are."""

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states that are compared.

    Args:
        name: as it was asked for.
        words: what it is, for people.
        state: what it says.
        day: the day on which it was published, where it was.
    """

    name: str
    words: str
    state: State
    day: dt.date | None = None


def side(name: str) -> Side:
    """What a name means: a release before a file before a git revision.

    Raises:
        UsageError: it means nothing; says what there is.
        HistoryError: the release or the revision cannot be read, or was wrong.
        DatabaseError: the file is no database of ours.
        RecordError: the entries as they are are wrong.
    """
    from communique.history.fold import fold
    from communique.history.report import released_words
    from communique.history.store import releases, upto

    settings = run.current().settings
    if name == NOW:
        return Side(name, "the entries as they are", _of_entries(settings.entries, settings.releases))
    stored = releases(settings.releases)
    for one in stored:
        if one.version == name:
            day = one.manifest.released
            return Side(name, released_words(name, day), fold(upto(stored, name)), day)
    file = Path(name)
    if file.is_file():
        return Side(name, f"the database {name}", _of_file(file))
    found = _of_revision(name)
    if found is None:
        known = ", ".join(one.version for one in stored) or "there is none yet"
        raise UsageError(f"no release, database file or git revision is called {name!r}; releases: {known}")
    return found


def newest() -> str:
    """The number of the newest release.

    Raises:
        UsageError: there is none.
    """
    from communique.history.store import releases

    stored = releases(run.current().settings.releases)
    if not stored:
        raise UsageError("there is no release yet to compare with; name a database file or a git revision")
    return stored[-1].version


def _of_entries(entries: Path, releases: Path) -> State:
    from communique.history.state import state

    with workshop() as folder, empty(folder) as engine:
        fill(engine, entries, releases)
        with engine.connect() as connection:
            return state(connection)


def _of_file(file: Path) -> State:
    """What a database file says, whatever Communiqué made it; the file itself is only read."""
    from communique.database import connect
    from communique.history.state import state
    from communique.migrations.commands import upgrade

    with file.open("rb") as start:
        if start.read(len(_SQLITE)) != _SQLITE:
            raise DatabaseError(
                f"{file} is not a SQLite database; name a database file, a release or a git revision"
            )
    with workshop() as folder:
        copy = folder / "copy.db"
        _copy(file, copy)
        engine = connect(f"sqlite:///{copy}")
        try:
            upgrade(engine)
            with engine.connect() as connection:
                return state(connection)
        except DatabaseError as error:
            raise DatabaseError(str(error).replace(str(copy), str(file))) from error
        finally:
            engine.dispose()


def _copy(file: Path, copy: Path) -> None:
    """A copy with what its write-ahead log holds; plainly, where the file lies where nothing may be written."""
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error:
        shutil.copyfile(file, copy)


def _of_revision(name: str) -> Side | None:
    from communique.cli.release import made_from
    from communique.history.git import Repository

    settings = run.current().settings
    repository = Repository.around(settings.entries)
    commit = repository.revision(name) if repository else None
    if repository is None or commit is None:
        return None
    words = f"git revision {commit.id[:10]}" + ("" if commit.id.startswith(name) else f" ({name})")
    with workshop() as folder:
        repository.extract(commit.id, made_from(settings.home, settings.entries), folder)
        entries = folder / repository.place(settings.entries)
        if not entries.is_dir():
            raise HistoryError(f"{words} holds no {settings.entries.name}/; name a later one")
        releases = folder / repository.place(settings.releases)
        try:
            return Side(name, words, _of_past(entries, releases))
        except RecordError as error:
            what = " ".join(str(error.findings[0]).split())
            raise HistoryError(f"{words} cannot be loaded by this Communiqué: {what}") from error


def _of_past(entries: Path, releases: Path) -> State:
    """What copied files say, brought to today's format where they have a past one."""
    from communique.loaders.entry.upgrades import upgraded
    from communique.loaders.files import list_files, read_text

    try:
        return _of_entries(entries, releases)
    except RecordError:
        changed = False
        for path in list_files(entries).paths:
            before = read_text(entries, Path(path))
            after = upgraded(before, path)
            if after != before:
                (entries / path).write_text(after, encoding="utf-8", newline="")
                changed = True
        if not changed:
            raise
        return _of_entries(entries, releases)

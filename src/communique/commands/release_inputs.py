"""Find what a release is made from, files as committed, day, and commit of the code, and load it apart."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import Finding, HistoryError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from communique.releases.git import Repository
    from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class ReleaseInputs:
    """The inputs of a release, and nothing else: the same inputs make the same bytes.

    Args:
        home: the folder whose ``mkdocs.yml`` names the site.
        entries: the record's folder.
        releases: the folder of earlier releases.
        version: the release's number.
        day: its day.
        commit: the git commit that the three are as of; None where they are in no repository.
        code: the git commit of the code; None where the code is in no repository, or is not as committed.
    """

    home: Path
    entries: Path
    releases: Path
    version: str
    day: dt.date
    commit: str | None
    code: str | None = None


def input_paths(home: Path, entries: Path) -> list[Path]:
    """Return all that a release depends on: the entries, the earlier releases, the site's configuration."""
    return [entries, home / "releases", home / "mkdocs.yml"]


def find_release_inputs(settings: Settings, version: str, date: str | None) -> ReleaseInputs:
    """Return what a release is made from; in a git repository only what is committed there.

    Raises:
        UsageError: the day is none, or none is given where nothing tells it.
        HistoryError: something is not committed.
    """
    from communique.releases.git import Repository

    paths = input_paths(settings.home, settings.entries)
    repository = Repository.discover(settings.entries)
    code = find_code_repository()
    if repository:
        own_code = code_paths() if code == repository else []
        _check_committed(repository, [*paths, *own_code])
    commit = repository.last_commit(paths) if repository else None
    try:
        day = dt.date.fromisoformat(date) if date else commit.day if commit else None
    except ValueError:
        raise UsageError(f"--date {date!r} is no day; write it as 2026-11-30") from None
    if day is None:
        raise UsageError(
            "the record is in no git repository that could tell the day; say it, as --date 2026-11-30"
        )
    return ReleaseInputs(
        home=settings.home,
        entries=settings.entries,
        releases=settings.releases,
        version=version,
        day=day,
        commit=commit.id if commit else None,
        code=_find_code_commit(code) if code else None,
    )


def _check_committed(repository: Repository, paths: list[Path]) -> None:
    if changed := repository.uncommitted_files(paths):
        listed = ", ".join(changed[:3]) + (f" and {len(changed) - 3:,} more" if len(changed) > 3 else "")
        raise HistoryError(
            f"not committed yet: {listed}; commit it (or take it back), so that the release can be made again"
        )


def code_paths() -> list[Path]:
    """Return the folders and files that this Communiqué consists of where it runs from a checkout."""
    package = _package_folder()
    rooms = [path.resolve() for path in sorted(package.iterdir()) if path.is_symlink()]
    root = package.parents[1]
    return [package, *rooms, root / "pyproject.toml", root / "requirements"]


def find_code_repository() -> Repository | None:
    """Return the git repository that this Communiqué runs from; None where it was installed from a package."""
    from communique.releases.git import Repository

    package = _package_folder()
    repository = Repository.discover(package)
    return repository if repository and repository.tracks_file(package / "__init__.py") else None


def _find_code_commit(repository: Repository) -> str | None:
    """Return the last commit that changed the code; None where no commit holds the code as it is."""
    if repository.uncommitted_files(code_paths()):
        return None
    try:
        commit = repository.last_commit(code_paths())
    except HistoryError:  # the history is cut off there
        return None
    return commit.id if commit else None


def _package_folder() -> Path:
    import communique

    return Path(str(communique.__file__)).resolve().parent


@contextmanager
def temporary_directory() -> Iterator[Path]:
    """Yield a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def temporary_database(folder: Path) -> Iterator[Engine]:
    """Yield an engine for a new database of the newest schema in a folder."""
    from communique.database import connect
    from communique.migrations.commands import upgrade

    engine = connect(f"sqlite:///{folder / 'fresh.db'}")
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def load_into(engine: Engine, entries: Path, releases: Path) -> tuple[Finding, ...]:
    """Load a dataset into a database and return its findings.

    Raises:
        RecordError: the record is wrong.
        HistoryError: a release is damaged.
    """
    from communique.database import write_transaction
    from communique.loaders.load import sync_database

    with write_transaction(engine) as connection:
        return tuple(sync_database(entries, connection, releases).findings)

"""Make a release again by the code of its own time, in a folder and an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import HistoryError

if TYPE_CHECKING:
    from communique.releases.git import Repository
    from communique.releases.store import StoredRelease
    from communique.settings import Settings

LOCKED_REQUIREMENTS = Path("requirements", "runtime.txt")
"""The requirements with hashes that a commit of the code has."""

Installer = Callable[[Path, Path], Path]
"""From a checkout of the code and a folder for its environment to the Python that can run it."""


class NotAtHandError(HistoryError):
    """Something that a release is made again with is not at hand: git, a commit, or the packages of its code."""


@dataclass(frozen=True, slots=True)
class RebuildSource:
    """Where a release is made again from.

    Args:
        record: the repository of the record.
        code: the repository of the code.
        record_commit: the commit that the record is taken at.
        code_commit: the commit that the code is taken at.
    """

    record: Repository
    code: Repository
    record_commit: str
    code_commit: str


def find_rebuild_source(stored: StoredRelease, settings: Settings) -> RebuildSource:
    """Return where a release is made again from.

    A manifest from before 2026.12 names no code; the commit that added the manifest then has it.

    Raises:
        NotAtHandError: git, or one of the commits, is not at hand; says which.
    """
    from communique.commands.release_inputs import find_code_repository
    from communique.releases.git import Repository
    from communique.releases.store import MANIFEST_FILE

    manifest = stored.manifest
    if manifest.commit is None:
        raise NotAtHandError("it was made outside git, so nothing tells what its files were made from")
    record = Repository.discover(settings.entries)
    if record is None or not record.contains_path(settings.home):
        raise NotAtHandError("the record's home is in no git repository here, or git is not installed")
    if record.resolve_revision(manifest.commit) is None or record.shallow_commits():
        raise NotAtHandError(
            f"commit {manifest.commit} or its past is not here; fetch it with `git fetch --unshallow`"
        )
    code_commit = manifest.code or record.adding_commit(stored.folder / MANIFEST_FILE)
    if code_commit is None:
        raise NotAtHandError("its manifest names no commit of the code, and was not committed itself")
    for repository in filter(None, (record, find_code_repository())):
        if repository.holds_file(code_commit, "src/communique/__init__.py"):
            return RebuildSource(record, repository, manifest.commit, code_commit)
    raise NotAtHandError(
        f"no code at commit {code_commit} here; run this from a clone of Communiqué that has it"
        if manifest.code
        else "its manifest names no commit of the code, and none is in the record's repository"
    )


def rebuild_release(
    stored: StoredRelease, settings: Settings, source: RebuildSource, folder: Path, install: Installer
) -> Path:
    """Make a release again and return the home folder that holds its ``releases/`` and ``dist/``.

    Args:
        stored: the release.
        settings: of its record; which of its folders are which.
        source: where it is made again from.
        folder: an empty one for all of it.
        install: makes the environment that the code runs in.

    Raises:
        NotAtHandError: the code cannot be taken from git, or cannot be installed.
        HistoryError: the code ran, and refused to make the release.
    """
    code, record = folder / "code", folder / "record"
    try:
        source.code.clone_at(source.code_commit, code)
        source.record.clone_at(source.record_commit, record)
    except HistoryError as error:
        raise NotAtHandError(str(error)) from error
    python = install(code, folder / "environment")
    home = record / source.record.relative_path(settings.home)
    manifest = stored.manifest
    arguments = ("release", manifest.version, "--date", manifest.released.isoformat())
    entries = os.path.relpath(settings.entries, settings.home)
    run = _run(code, (str(python), "-m", "communique.cli", *arguments), home, {"COMMUNIQUE_ENTRIES": entries})
    if run.returncode:
        raise HistoryError(_last_line(run))
    return home


def install_locked_requirements(code: Path, folder: Path) -> Path:
    """Install what a commit of the code requires, at its locked versions and hashes; return the Python there.

    Raises:
        NotAtHandError: there is no lock, a package cannot be fetched, or the code does not run on this Python.
    """
    lock = code / LOCKED_REQUIREMENTS
    if not lock.is_file():
        raise NotAtHandError(f"its code has no {LOCKED_REQUIREMENTS.as_posix()} to be installed from")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # Our own pip, where there is one, installs there too; an environment with a pip of its own takes seconds longer.
    has_pip = find_spec("pip") is not None
    venv = (sys.executable, "-m", "venv", *(["--without-pip"] if has_pip else []), str(folder))
    pip = (sys.executable, "-m", "pip", "--python", str(python)) if has_pip else (str(python), "-m", "pip")
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes")
    for step, command in (
        ("no virtual environment could be made", venv),
        ("its packages cannot be installed", (*pip, *install, "--requirement", str(lock))),
        ("its code does not run here", (str(python), "-c", "import communique.cli")),
    ):
        run = _run(code, command, code)
        if run.returncode:
            raise NotAtHandError(f"{step}: {_last_line(run)}")
    return python


def _run(
    code: Path, command: tuple[str, ...], folder: Path, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command with the code importable, and nothing of this run's own environment for Python or Communiqué."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COMMUNIQUE_", "PYTHON", "VIRTUAL_ENV"))
    }
    environment = own | {"PYTHONPATH": str(code / "src"), "PYTHONNOUSERSITE": "1"} | (more or {})
    return subprocess.run(  # noqa: S603 - our own words, no shell
        command, cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL
    )


def _last_line(run: subprocess.CompletedProcess[bytes]) -> str:
    lines = run.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else f"exit status {run.returncode}"

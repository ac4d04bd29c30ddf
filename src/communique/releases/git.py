"""Queries to git on the record: uncommitted files, the last commit, and earlier versions of files."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.errors import HistoryError


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash, and its day in UTC."""

    id: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository's working tree; paths passed to it are absolute and may lie anywhere."""

    root: Path

    @classmethod
    def discover(cls, folder: Path) -> Repository | None:
        """Return the repository that a folder lies in, or None where there is none or git is not installed.

        Raises:
            HistoryError: git refuses to look into it.
        """
        nearest = next((candidate for candidate in (folder, *folder.parents) if candidate.is_dir()), folder)
        try:
            result = _run_git(nearest, "rev-parse", "--show-toplevel")
        except FileNotFoundError:
            return None
        if result.returncode:
            message = result.stderr.decode(errors="replace").strip()
            if "not a git repository" in message:
                return None
            raise HistoryError(f"git cannot read {nearest}: {message}")
        return cls(Path(os.fsdecode(result.stdout).rstrip("\n")))

    def uncommitted_files(self, paths: Sequence[Path]) -> list[str]:
        """Return the files below some paths that differ from the last commit."""
        text = self._git_text(
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
            *self._pathspecs(paths),
        )
        return [line[3:] for line in text.split("\0") if line]

    def last_commit(self, paths: Sequence[Path]) -> Commit | None:
        """Return the last commit that changed anything below some paths, or None where there is none.

        Raises:
            HistoryError: the repository's history is cut off there, so that it cannot be told.
        """
        text = (
            self._git_text("log", "-1", "--format=%H %ct", "--", *self._pathspecs(paths))
            if self._has_commits()
            else ""
        )
        if not text:
            return None
        name, seconds = text.split()
        shallow = Path(self._git_text("rev-parse", "--git-path", "shallow").strip())
        file = self.root / shallow
        if file.is_file() and name in file.read_text(encoding="ascii").split():
            cure = "fetch the rest with `git fetch --unshallow`"
            raise HistoryError(
                f"this clone holds only the end of the history, so the record's commit is unknown; {cure}"
            )
        return Commit(name, dt.datetime.fromtimestamp(int(seconds), dt.UTC).date())

    def resolve_revision(self, name: str) -> Commit | None:
        """Return the commit that a branch, tag or abbreviation names, or None where it names none."""
        result = _run_git(
            self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if result.returncode:
            return None
        commit = result.stdout.decode().strip()
        seconds = self._git_text("show", "--no-patch", "--format=%ct", commit)
        return Commit(commit, dt.datetime.fromtimestamp(int(seconds), dt.UTC).date())

    def extract_files(self, commit: str, paths: Sequence[Path], folder: Path) -> None:
        """Write the files below some paths at a commit into a folder, under their paths in the repository.

        Raises:
            HistoryError: the commit is not in this repository.
        """
        names = self._pathspecs(paths)
        listed = self._git_text("ls-tree", "--name-only", "-z", commit, "--", *names).split("\0")
        existing = [name for name in listed if name]
        if existing:
            tar_bytes = self._git_bytes("archive", "--format=tar", commit, "--", *existing)
            with tarfile.open(fileobj=io.BytesIO(tar_bytes)) as archive:
                archive.extractall(folder, filter="data")

    def relative_path(self, path: Path) -> Path:
        """Return a path relative to the repository."""
        return path.resolve().relative_to(self.root.resolve())

    def contains_path(self, path: Path) -> bool:
        """Return whether a path lies in the repository."""
        return path.resolve().is_relative_to(self.root.resolve())

    def _pathspecs(self, paths: Sequence[Path]) -> list[str]:
        return [self.relative_path(path).as_posix() for path in paths if self.contains_path(path)]

    def _has_commits(self) -> bool:
        """Return whether anything was ever committed."""
        return _run_git(self.root, "rev-parse", "--verify", "--quiet", "HEAD").returncode == 0

    def _git_text(self, *arguments: str) -> str:
        return os.fsdecode(self._git_bytes(*arguments))

    def _git_bytes(self, *arguments: str) -> bytes:
        result = _run_git(self.root, *arguments)
        if result.returncode:
            raise HistoryError(f"git {arguments[0]}: {result.stderr.decode(errors='replace').strip()}")
        return result.stdout


def _run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git for its output alone: in English, without taking locks, paging or asking."""
    environment = {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    command = ["git", "-c", "core.quotepath=off", "-C", str(folder), *arguments]
    return subprocess.run(  # noqa: S603 - our own words, no shell
        command, env=os.environ | environment, capture_output=True, stdin=subprocess.DEVNULL
    )

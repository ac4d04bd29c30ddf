"""Queries to git on record and code: uncommitted files, commits, and earlier versions of files."""

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
        if name in self.shallow_commits():
            cure = "fetch the rest with `git fetch --unshallow`"
            raise HistoryError(
                f"this clone holds only the end of the history, so the record's commit is unknown; {cure}"
            )
        return Commit(name, dt.datetime.fromtimestamp(int(seconds), dt.UTC).date())

    def adding_commit(self, path: Path) -> str | None:
        """Return the hash of the last commit that added a file, or None where none did."""
        if not self._has_commits():
            return None
        text = self._git_text("log", "-1", "--diff-filter=A", "--format=%H", "--", *self._pathspecs([path]))
        return text.strip() or None

    def shallow_commits(self) -> list[str]:
        """Return the commits at which a shallow clone's history is cut off; none where it is complete."""
        file = self.root / self._git_text("rev-parse", "--git-path", "shallow").strip()
        return file.read_text(encoding="ascii").split() if file.is_file() else []

    def tracks_file(self, path: Path) -> bool:
        """Return whether a file is one of the repository's own, and not only lies in its folder."""
        names = self._pathspecs([path])
        return bool(names) and not _run_git(self.root, "ls-files", "--error-unmatch", "--", *names).returncode

    def holds_file(self, commit: str, path: str) -> bool:
        """Return whether a commit is here and has a file at a path relative to the repository."""
        return not _run_git(self.root, "cat-file", "-e", f"{commit}:{path}").returncode

    def clone_at(self, commit: str, folder: Path) -> Repository:
        """Clone the repository into a new folder with the files of a commit; it borrows this one's objects.

        Raises:
            HistoryError: git cannot do it, for example because the history is cut off.
        """
        hooks = ("-c", f"core.hooksPath={os.devnull}")
        self._git_bytes(
            *hooks, "clone", "--quiet", "--shared", "--no-checkout", "--no-tags", str(self.root), str(folder)
        )
        clone = Repository(folder)
        clone._git_bytes(*hooks, "checkout", "--quiet", "--detach", commit)
        return clone

    def create_tag(self, name: str) -> None:
        """Give the commit that is checked out a tag, without a message.

        Raises:
            HistoryError: there is such a tag, or no commit.
        """
        self._git_bytes("tag", name)

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
            command = next(word for word in arguments if word != "-c" and "=" not in word)
            raise HistoryError(f"git {command}: {result.stderr.decode(errors='replace').strip()}")
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

"""What git knows of the record: whether all of it is committed, at which commit it stands, and how it was before."""

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
    """A commit's whole name, and the day of it in UTC."""

    id: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository's working tree. Paths that are handed in are absolute and may lie anywhere."""

    top: Path

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
        """The repository that a folder lies in; None where there is none, or git is not installed.

        Raises:
            HistoryError: git refuses to look into it.
        """
        near = next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
        try:
            found = _git(near, "rev-parse", "--show-toplevel")
        except FileNotFoundError:
            return None
        if found.returncode:
            words = found.stderr.decode(errors="replace").strip()
            if "not a git repository" in words:
                return None
            raise HistoryError(f"git cannot read {near}: {words}")
        return cls(Path(os.fsdecode(found.stdout).rstrip("\n")))

    def uncommitted(self, paths: Sequence[Path]) -> list[str]:
        """Files below some paths that are not as they were last committed."""
        text = self._answer(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *self._own(paths)
        )
        return [line[3:] for line in text.split("\0") if line]

    def last(self, paths: Sequence[Path]) -> Commit | None:
        """The last commit that changed anything below some paths; None where there is none.

        Raises:
            HistoryError: the repository's history is cut off there, so that it cannot be told.
        """
        text = self._answer("log", "-1", "--format=%H %ct", "--", *self._own(paths)) if self._born() else ""
        if not text:
            return None
        name, seconds = text.split()
        shallow = Path(self._answer("rev-parse", "--git-path", "shallow").strip())
        file = self.top / shallow
        if file.is_file() and name in file.read_text(encoding="ascii").split():
            cure = "fetch the rest with `git fetch --unshallow`"
            raise HistoryError(
                f"this clone holds only the end of the history, so the record's commit is unknown; {cure}"
            )
        return Commit(name, dt.datetime.fromtimestamp(int(seconds), dt.UTC).date())

    def revision(self, name: str) -> Commit | None:
        """The commit that a name means: a branch, a tag, an abbreviation; None where it means none."""
        found = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found.returncode:
            return None
        commit = found.stdout.decode().strip()
        seconds = self._answer("show", "--no-patch", "--format=%ct", commit)
        return Commit(commit, dt.datetime.fromtimestamp(int(seconds), dt.UTC).date())

    def extract(self, commit: str, paths: Sequence[Path], folder: Path) -> None:
        """Write what lay below some paths at a commit into a folder, under their paths in the repository.

        Raises:
            HistoryError: the commit is not in this repository.
        """
        names = self._own(paths)
        there = self._answer("ls-tree", "--name-only", "-z", commit, "--", *names).split("\0")
        kept = [name for name in there if name]
        if kept:
            packed = self._bytes("archive", "--format=tar", commit, "--", *kept)
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter="data")

    def place(self, path: Path) -> Path:
        """A path relative to the repository."""
        return path.resolve().relative_to(self.top.resolve())

    def holds(self, path: Path) -> bool:
        """Whether a path lies in the repository."""
        return path.resolve().is_relative_to(self.top.resolve())

    def _own(self, paths: Sequence[Path]) -> list[str]:
        return [self.place(path).as_posix() for path in paths if self.holds(path)]

    def _born(self) -> bool:
        """Whether anything was ever committed."""
        return _git(self.top, "rev-parse", "--verify", "--quiet", "HEAD").returncode == 0

    def _answer(self, *words: str) -> str:
        return os.fsdecode(self._bytes(*words))

    def _bytes(self, *words: str) -> bytes:
        found = _git(self.top, *words)
        if found.returncode:
            raise HistoryError(f"git {words[0]}: {found.stderr.decode(errors='replace').strip()}")
        return found.stdout


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git for its answer alone: in English, without taking locks, paging or asking."""
    quiet = {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    command = ["git", "-c", "core.quotepath=off", "-C", str(folder), *words]
    return subprocess.run(command, env=os.environ | quiet, capture_output=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words, no shell

"""Which files are as they were when last read, told by their stamps: thousands of files need not be read again."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from communique.errors import Finding, RecordError
from communique.loaders import kept
from communique.loaders.files import read_file

NAME: Final = "ledger"
UNKNOWN: Final = "?"
"""Stands where nobody has understood a file yet."""

RACY: Final = 2_000_000_000
"""Nanoseconds. A file may change twice within one tick of its file system's clock, of which the coarsest (FAT's) has
two seconds: the stamp of a file that changed just now does not tell whether it will have changed again."""


class Ledger:
    """Stamps, hashes and words of a record's files, as far as they are known.

    A stamp is size, times of the last change of content and of the file's own data, and number: Git trusts the
    same (https://git-scm.com/docs/racy-git). The words of an article are its events, what these link to, and its
    address.

    Args:
        root: the record's folder; nothing is known where nothing is kept of it.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, f"{root}/"
        self._begun = time.time_ns()
        self._text = kept.kept(root, NAME, "") or ""
        self._changed = False

    @cached_property
    def _lines(self) -> dict[str, str]:
        """Of each file in one text, parted by tabs: its stamp, its hash, its words."""
        return dict(line.split("\t", 1) for line in self._text.split("\n")[1:-1])

    def digests(self, paths: Iterable[str], findings: list[Finding]) -> dict[str, str]:
        """The hash of each file. Only those are read that are not as they were; what cannot be read is told.

        Args:
            paths: files of the record, as POSIX paths relative to its folder.
            findings: where it is told.
        """
        found: dict[str, str] = {}
        keeping = kept.keeps(self._root)
        for path in paths:
            line = self._lines.get(path)
            if line and line.startswith(f"{self._look(path)}\t"):
                found[path] = line.split("\t", 2)[1]
                continue
            stamp = self._stamp(path) if keeping else None  # before it is read: what comes after changes it
            try:
                found[path] = read_file(self._root, Path(path)).sha256
            except RecordError as error:
                findings.extend(error)
                continue
            if stamp:
                words = self._words(path, found[path]) or UNKNOWN
                self._lines[path] = f"{stamp}\t{found[path]}\t{words}"
                self._changed = True
        return found

    def learn(self, understood: Iterable[Sequence[str]]) -> None:
        """Note the words of articles.

        Args:
            understood: of each its path, the hash of what was read, and the words, each between two spaces.
        """
        for path, sha256, words in understood:
            before = self._words(path, sha256)
            if before and before != words:
                stamp = self._lines[path].split("\t", 1)[0]
                self._lines[path] = f"{stamp}\t{sha256}\t{words}"
                self._changed = True

    def telling(self, paths: Sequence[str]) -> set[str]:
        """Those of the files, which are sorted, that are as they were when this was made and have words in it."""
        lines = self._text.split("\n")[1:-1]  # sorted too, so that none needs to be taken apart to be found
        stamp, line, last = self._look, 0, len(lines)
        found: set[str] = set()
        for path in paths:
            while line < last and lines[line] < path:
                line += 1
            if line == last:
                break
            if lines[line].startswith(f"{path}\t{stamp(path)}\t") and not lines[line].endswith(UNKNOWN):
                found.add(path)
        return found

    def naming(self, words: Iterable[str]) -> Iterator[str]:
        """The files, as they were when this was made, of whose words one is among those given."""
        text = self._text
        for word in words:
            at = text.find(f" {word} ")
            while at >= 0:
                start = text.rfind("\n", 0, at) + 1
                yield text[start : text.index("\t", start)]
                at = text.find(f" {word} ", at + 1)

    def save(self, present: Iterable[str]) -> None:
        """Keep what is known of the files that are there."""
        lines = [f"{path}\t{self._lines[path]}\n" for path in sorted(present) if path in self._lines]
        if self._changed or len(lines) < len(self._lines):
            kept.put(self._root, NAME, "", "\n" + "".join(lines))
            self._changed = False

    def _words(self, path: str, sha256: str) -> str | None:
        """What is noted as words of a file, where the note is on a content of this hash."""
        _, known, words = self._lines.get(path, "\t\t").split("\t")
        return words if known == sha256 else None

    def _stamp(self, path: str) -> str | None:
        """The stamp of a file if it may be noted: of a link it would not tell what it leads to."""
        try:
            about = os.lstat(self._folder + path)
        except OSError:
            return None
        if not stat.S_ISREG(about.st_mode) or max(about.st_mtime_ns, about.st_ctime_ns) + RACY > self._begun:
            return None
        return _spelt(about)

    def _look(self, path: str) -> str:
        """The stamp of a file as it is now, to be held against one that was noted."""
        try:
            return _spelt(os.lstat(self._folder + path))
        except OSError:
            return ""


def _spelt(about: os.stat_result) -> str:
    return f"{about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}"

"""Detect unchanged entry files by their stat data, so that thousands of files need not be read again."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from communique.errors import Finding, RecordError
from communique.loaders.entry_files import read_file
from communique.pipeline.cache import code_fingerprint
from communique.pipeline.filesystem import write_atomic

CACHE_NAME: Final = "ledger"
UNKNOWN_TERMS: Final = "?"
"""Stands where nobody has understood a file yet."""

RACY_WINDOW: Final = 2_000_000_000
"""Nanoseconds. A file may change twice within one tick of its file system's clock, of which the coarsest (FAT's) has
two seconds: the stamp of a file that changed just now does not tell whether it will have changed again."""


class FileIndex:
    """An index of the stat data, hashes and terms of a dataset's files, as far as they are known.

    A stamp is size, times of the last change of content and of the file's own data, and number: Git trusts the
    same (https://git-scm.com/docs/racy-git). The words of an article are its events, what these link to, and its
    address.

    Args:
        root: the record's folder; nothing is known where nothing is kept of it.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, f"{root}/"
        self._created_at = time.time_ns()
        self._text = read_cached(root, CACHE_NAME, "") or ""
        self._is_changed = False

    @cached_property
    def _parsed_lines(self) -> dict[str, str]:
        """The stat data, hash and terms of each file, as one tab-separated text."""
        return dict(line.split("\t", 1) for line in self._text.split("\n")[1:-1])

    def hash_files(self, paths: Iterable[str], findings: list[Finding]) -> dict[str, str]:
        """Return the hash of each file, reading changed files only; read errors are added to `findings`.

        Args:
            paths: files of the record, as POSIX paths relative to its folder.
            findings: where it is told.
        """
        hashes: dict[str, str] = {}
        is_cached = has_cache(self._root)
        for path in paths:
            line = self._parsed_lines.get(path)
            if line and line.startswith(f"{self._current_stamp(path)}\t"):
                hashes[path] = line.split("\t", 2)[1]
                continue
            stamp = (
                self._stable_stamp(path) if is_cached else None
            )  # before it is read: what comes after changes it
            try:
                hashes[path] = read_file(self._root, Path(path)).sha256
            except RecordError as error:
                findings.extend(error)
                continue
            if stamp:
                terms = self._cached_terms(path, hashes[path]) or UNKNOWN_TERMS
                self._parsed_lines[path] = f"{stamp}\t{hashes[path]}\t{terms}"
                self._is_changed = True
        return hashes

    def update_terms(self, entries: Iterable[Sequence[str]]) -> None:
        """Store the index terms of parsed articles.

        Args:
            entries: of each its path, the hash of what was read, and the words, each between two spaces.
        """
        for path, sha256, terms in entries:
            previous = self._cached_terms(path, sha256)
            if previous and previous != terms:
                stamp = self._parsed_lines[path].split("\t", 1)[0]
                self._parsed_lines[path] = f"{stamp}\t{sha256}\t{terms}"
                self._is_changed = True

    def files_with_terms(self, paths: Sequence[str]) -> set[str]:
        """Return which of the sorted paths are unchanged since the index was read and have terms in it."""
        stamp, lines = self._current_stamp, iter(self._text.split("\n")[1:-1])
        line = next(lines, "")  # sorted too, so that none needs to be taken apart to be found
        matches: set[str] = set()
        for path in paths:
            while line and line < path:
                line = next(lines, "")
            if line.startswith(f"{path}\t{stamp(path)}\t") and line[-1] != UNKNOWN_TERMS:
                matches.add(path)
        return matches

    def iter_terms(self) -> Iterator[tuple[str, str]]:
        """Yield each file with its terms, as of when the index was read."""
        for line in self._text.split("\n")[1:-1]:
            path, _, _, terms = line.split("\t", 3)
            yield path, terms

    def files_mentioning(self, terms: Iterable[str]) -> Iterator[str]:
        """Yield the paths of files that have at least one of the terms, as of when the index was read."""
        text = self._text
        for term in terms:
            position = text.find(f" {term} ")
            while position >= 0:
                start = text.rfind("\n", 0, position) + 1
                yield text[start : text.index("\t", start)]
                position = text.find(f" {term} ", position + 1)

    def save(self, present: Iterable[str] | None = None) -> None:
        """Write the index to the cache, of the files that are present only where these are given."""
        paths = self._parsed_lines if present is None else self._parsed_lines.keys() & set(present)
        lines = [f"{path}\t{self._parsed_lines[path]}\n" for path in sorted(paths)]
        if self._is_changed or len(lines) < len(self._parsed_lines):
            write_cached(self._root, CACHE_NAME, "", "\n" + "".join(lines))
            self._is_changed = False

    def _cached_terms(self, path: str, sha256: str) -> str | None:
        """Return the stored terms of a file if they belong to content with this hash, else None."""
        _, hashed, terms = self._parsed_lines.get(path, "\t\t").split("\t", 2)
        return terms if hashed == sha256 else None

    def _stable_stamp(self, path: str) -> str | None:
        """Return a file's stat data if it may be stored; None for links and files changed just now."""
        try:
            file_status = os.lstat(self._folder + path)
        except OSError:
            return None
        if (
            not stat.S_ISREG(file_status.st_mode)
            or max(file_status.st_mtime_ns, file_status.st_ctime_ns) + RACY_WINDOW > self._created_at
        ):
            return None
        return _format_stamp(file_status)

    def _current_stamp(self, path: str) -> str:
        """Return a file's present stat data, to be compared with the stored data."""
        try:
            return _format_stamp(os.lstat(self._folder + path))
        except OSError:
            return ""


def _format_stamp(file_status: os.stat_result) -> str:
    return f"{file_status.st_size} {file_status.st_mtime_ns} {file_status.st_ctime_ns} {file_status.st_ino}"


_CACHE_FOLDERS: Final[dict[Path, Path]] = {}


def enable_cache(root: Path, folder: Path) -> None:
    """Enable the cache of a dataset, in `folder`, for this process and later ones.

    Args:
        root: the record's folder.
        folder: a folder of its own for this; it need not exist, and may be deleted at any time.
    """
    if __file__.endswith(".py"):  # without its source nobody can tell one version of the code from another
        _CACHE_FOLDERS[root] = folder


def has_cache(root: Path) -> bool:
    """Return whether a dataset has a cache."""
    return root in _CACHE_FOLDERS


def read_cached(root: Path, name: str, key: str) -> str | None:
    """Return the text cached under a name, or None if its key differs or it is damaged.

    Args:
        root: the record's folder.
        name: a file name.
        key: all that it depends on; the code of ours that made it is taken in anyway.
    """
    if root not in _CACHE_FOLDERS:
        return None
    try:
        checksum, _, body = (_CACHE_FOLDERS[root] / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body.decode() if checksum == _entry_checksum(key, body) else None


def write_cached(root: Path, name: str, key: str, body: str) -> None:
    """Write a text to the cache; a failure to write is ignored."""
    if root not in _CACHE_FOLDERS:
        return
    folder, content = _CACHE_FOLDERS[root], body.encode()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / name, b"%s\n%s" % (_entry_checksum(key, content), content))


def _entry_checksum(key: str, body: bytes) -> bytes:
    """Return the first line of a cached file: a checksum over its key, our code and its body."""
    hasher = hashlib.blake2b(f"{key}\n{_code_fingerprint()}\n".encode(), digest_size=20)
    hasher.update(body)
    return hasher.hexdigest().encode()


@cache
def _code_fingerprint() -> str:
    """Return a hash of our own source code and of the Python version."""
    package = Path(__file__).parent
    return f"{code_fingerprint(package, package.parent / 'schema')} {sys.version}"

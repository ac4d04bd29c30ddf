"""Read a dataset's files safely: only regular files of limited size inside its folder."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from communique.errors import Finding, RecordError

MAX_FILE_SIZE: Final = 1024 * 1024
"""Bytes; an article's entry has some thousands."""

_DRAFT_LINE = re.compile(r"^draft: true[ \t]*(#.*)?\r?$", re.MULTILINE)
_YAML_LIKE_NAME = re.compile(r".*\.ya?ml(\.txt)?", re.IGNORECASE | re.DOTALL)
_BACKUP_NAME = re.compile(r".*\.ya?ml(~|\.\w+)", re.IGNORECASE | re.DOTALL)
_OUTSIDE_FOLDER: Final = (
    "the path or a link leads out of the record's folder",
    "put the file itself into the folder",
)
_UNPRINTABLE_NAME: Final = ("the file's name holds characters that cannot be shown", "rename it")
# A pipe must not keep us waiting for a writer. Windows, without both, needs telling not to mend line ends.
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """One file of the dataset, with its hash and text.

    Args:
        path: posix, relative to the record's folder.
        sha256: of its bytes, in hexadecimal; a loader skips a file whose hash it knows.
        text: what it says.
    """

    path: str
    sha256: str
    text: str = field(repr=False)

    @property
    def is_draft(self) -> bool:
        """Whether an article says `draft: true`; told by its text, since a half-done one may be no YAML yet."""
        return "draft: true" in self.text and _DRAFT_LINE.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class FolderListing:
    """The YAML files of a folder, sorted, and findings on files that look like YAML but are not read."""

    paths: tuple[str, ...]
    findings: tuple[Finding, ...]


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_text(root: Path, path: Path) -> str:
    """Return the text of one file; see `read_file`."""
    return read_file(root, path).text


def read_file(root: Path, path: Path) -> DatasetFile:
    """Read one file of the dataset and return its path, hash and text.

    Args:
        root: the record's folder.
        path: the file, relative to ``root`` or absolute.

    Raises:
        RecordError: the file lies outside the record (a link may lead there), is no regular file, is larger
            than 1 MiB, is not UTF-8, or cannot be read.
    """
    name = _relative_name(root, path)
    if ".." in path.parts or Path(name).is_absolute():
        _raise_file_error(name, *_OUTSIDE_FOLDER)
    if not name.isprintable():
        _raise_file_error(name, *_UNPRINTABLE_NAME)
    content = _read_content(root, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _raise_encoding_error(content, error.start, name)
    return DatasetFile(name, hash_bytes(content), text)


def list_files(root: Path, folder: str = ".") -> FolderListing:
    """List all `*.yaml` files below one of the dataset's folders, as POSIX paths relative to `root`.

    Names that begin with a dot belong to the system or an editor and are passed over. A finding each: a near
    extension (``.yml``, ``.YAML``, ``.yaml.txt``), an editor's left-over (``.yaml~``, a warning), two names
    that are one on Windows or macOS, a name that cannot be shown, a linked folder, an unreadable folder.
    """
    paths: list[str] = []
    findings: list[Finding] = []

    def report_unreadable(error: OSError) -> None:
        name = _relative_name(root, Path(error.filename))
        what = f"the folder cannot be read ({_error_reason(error)})"
        findings.append(Finding(name, 0, 0, "", what, "restore it, or give yourself the right to read it"))

    for directory, folders, names in os.walk(root.absolute() / folder, onerror=report_unreadable):
        prefix = _relative_name(root, Path(directory))
        prefix = "" if prefix == "." else f"{prefix}/"
        for name in sorted(folders):
            if not name.startswith(".") and Path(directory, name).is_symlink():
                linked_folder = prefix + name
                findings.append(
                    Finding(linked_folder, 0, 0, "", "a linked folder is not read", "put the files here")
                )
        folders[:] = [name for name in folders if not name.startswith(".")]
        parent = _relative_name(
            root, Path(directory)
        )  # once for all its files: a path costs more than the file's name
        for name in names:
            path = name if parent == "." else f"{parent}/{name}"
            if name.endswith(".yaml") and name[0] != "." and path.isprintable():  # as nearly every one
                paths.append(path)
            else:
                _report_unread_file(path, findings)
    paths.sort()
    return FolderListing(tuple(paths), tuple(sorted([*findings, *_find_name_collisions(paths)])))


def _report_unread_file(path: str, findings: list[Finding]) -> None:
    """Add a finding if a path that is not read looks like an entry file."""
    name = path.rpartition("/")[2]
    if name.startswith("."):
        return
    if _YAML_LIKE_NAME.fullmatch(name) and not path.isprintable():
        findings.append(Finding(_printable_path(path), 0, 0, "", *_UNPRINTABLE_NAME))
    elif _YAML_LIKE_NAME.fullmatch(name):
        findings.append(
            Finding(_printable_path(path), 0, 0, "", "the file is not read", "let its name end in .yaml")
        )
    elif _BACKUP_NAME.fullmatch(name):
        cure = "delete it if it is an editor's left-over"
        findings.append(Finding(_printable_path(path), 0, 0, "", "the file is not read", cure, "warning"))


def _find_name_collisions(paths: list[str]) -> list[Finding]:
    """Return a finding for each sorted path that differs from another only in case or Unicode form."""
    normalized = [path if path.isascii() else unicodedata.normalize("NFC", path) for path in paths]
    folded = [path.casefold() for path in normalized]
    if len(set(folded)) == len(paths):
        return []
    first_paths: dict[str, str] = {}
    findings = []
    for path, folded_path in zip(paths, folded, strict=True):
        other = first_paths.setdefault(folded_path, path)
        if other != path:
            what = f"the name differs from {other} only as some systems cannot tell"
            findings.append(Finding(path, 0, 0, "", what, "rename one of them"))
    return findings


def _read_content(root: Path, name: str) -> bytes:
    """Return the bytes of a regular file inside `root`, raising every file system error as a finding."""
    content = _read_unlinked(f"{root}/", name)
    if content is not None:
        return content
    try:
        resolved = (root / name).resolve(strict=True)
        if not resolved.is_relative_to(root.resolve()):
            _raise_file_error(name, *_OUTSIDE_FOLDER)
        content = _read_resolved(resolved, name)
    except FileNotFoundError:
        _raise_file_error(name, "the file does not exist, or no longer does", "restore it, or load again")
    except PermissionError:
        _raise_file_error(name, "the file may not be read", "give yourself the right to read it")
    except OSError as error:
        _raise_file_error(
            name, f"the file cannot be read ({_error_reason(error)})", "check the disk and load again"
        )
    except RuntimeError:  # Python before 3.13 says so of a ring of links, and OSError after
        _raise_file_error(name, "the link leads back to itself", "put the file itself here")
    return content


def _read_unlinked(root: str, name: str) -> bytes | None:
    """Return the content of a file whose path below the root has no symbolic link; else None.

    Such a file lies inside whatever the root is, so the path needs not be resolved, which takes five times longer.
    """
    try:
        folder = name
        while folder := folder.rpartition("/")[0]:
            if stat.S_ISLNK(os.lstat(root + folder).st_mode):
                return None
        descriptor = os.open(root + name, _OPEN_FLAGS | os.O_NOFOLLOW)
    except (OSError, AttributeError):  # whatever it is, the long way says it better
        return None
    return _read_descriptor(descriptor, name)


def _read_resolved(path: Path, name: str) -> bytes:
    return _read_descriptor(os.open(path, _OPEN_FLAGS), name)


def _read_descriptor(descriptor: int, name: str) -> bytes:
    """Return the content of a regular file, checked after it was opened so that none can replace it."""
    try:
        file_status = os.fstat(descriptor)
        if not stat.S_ISREG(file_status.st_mode):
            _raise_file_error(name, "this is a folder, a pipe or a device", "put a file here")
        content = (
            _read_limited(descriptor, file_status.st_size) if file_status.st_size <= MAX_FILE_SIZE else b""
        )
    finally:
        os.close(descriptor)
    if max(file_status.st_size, len(content)) > MAX_FILE_SIZE:
        _raise_file_error(name, f"the file is larger than {MAX_FILE_SIZE:,} bytes", "split it")
    return content


def _read_limited(descriptor: int, size: int) -> bytes:
    """Return the content of an open file, bounded even if the file grows while it is read."""
    pieces = []
    remaining = size + 1
    while remaining > 0 and (piece := os.read(descriptor, remaining)):
        pieces.append(piece)
        remaining = (
            remaining - len(piece) if remaining > len(piece) else MAX_FILE_SIZE + 1 - sum(map(len, pieces))
        )
    return b"".join(pieces)


def _raise_encoding_error(content: bytes, offset: int, name: str) -> NoReturn:
    before = content[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    what = f"the file is not UTF-8 (at byte {offset:,} of the file)"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "the file is UTF-16, not UTF-8"
    raise RecordError([Finding(name, line, column, "", what, "save it as UTF-8")])


def _raise_file_error(name: str, what: str, cure: str) -> NoReturn:
    raise RecordError([Finding(_printable_path(name), 0, 0, "", what, cure)])


def _relative_name(root: Path, path: Path) -> str:
    """Return a path in POSIX form, relative to the dataset's folder where it lies inside."""
    if path.is_absolute():
        for folder in (root.absolute(), root.resolve()):
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
    return path.as_posix()


def _printable_path(path: str) -> str:
    return path if path.isprintable() else repr(path)[1:-1]


def _error_reason(error: OSError) -> str:
    return error.strerror or type(error).__name__

"""Read the record's files from its folder and nothing else: no other folder, no device, no giant."""

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

LARGEST: Final = 1024 * 1024
"""Bytes; an article's entry has some thousands."""

_NEAR = re.compile(r".*\.ya?ml(\.txt)?", re.IGNORECASE | re.DOTALL)
_LEFT_OVER = re.compile(r".*\.ya?ml(~|\.\w+)", re.IGNORECASE | re.DOTALL)
_OUTSIDE: Final = (
    "the path or a link leads out of the record's folder",
    "put the file itself into the folder",
)
_UNPRINTABLE: Final = ("the file's name holds characters that cannot be shown", "rename it")
# A pipe must not keep us waiting for a writer. Windows, without both, needs telling not to mend line ends.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One file of the record.

    Args:
        path: posix, relative to the record's folder.
        sha256: of its bytes, in hexadecimal; a loader skips a file whose hash it knows.
        text: what it says.
    """

    path: str
    sha256: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """The YAML files of a folder, sorted, and what looks like one and is not read."""

    paths: tuple[str, ...]
    findings: tuple[Finding, ...]


def hash_bytes(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_text(root: Path, path: Path) -> str:
    """The text of one file; see ``read_file``."""
    return read_file(root, path).text


def read_file(root: Path, path: Path) -> RecordFile:
    """Read one file of the record.

    Args:
        root: the record's folder.
        path: the file, relative to ``root`` or absolute.

    Raises:
        RecordError: the file lies outside the record (a link may lead there), is no regular file, is larger
            than 1 MiB, is not UTF-8, or cannot be read.
    """
    name = _name(root, path)
    if ".." in path.parts or Path(name).is_absolute():
        _refuse(name, *_OUTSIDE)
    if not name.isprintable():
        _refuse(name, *_UNPRINTABLE)
    content = _content(root, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_encoding(content, error.start, name)
    return RecordFile(name, hash_bytes(content), text)


def list_files(root: Path, folder: str = ".") -> Listing:
    """All ``*.yaml`` files at any depth of one of the record's folders, as posix paths relative to ``root``.

    Names that begin with a dot belong to the system or an editor and are passed over. A finding each: a near
    extension (``.yml``, ``.YAML``, ``.yaml.txt``), an editor's left-over (``.yaml~``, a warning), two names
    that are one on Windows or macOS, a name that cannot be shown, a linked folder, an unreadable folder.
    """
    paths: list[str] = []
    findings: list[Finding] = []

    def unreadable(error: OSError) -> None:
        name = _name(root, Path(error.filename))
        what = f"the folder cannot be read ({_reason(error)})"
        findings.append(Finding(name, 0, 0, "", what, "restore it, or give yourself the right to read it"))

    for at, folders, names in os.walk(root.absolute() / folder, onerror=unreadable):
        within = _name(root, Path(at))
        within = "" if within == "." else f"{within}/"
        for name in sorted(folders):
            if not name.startswith(".") and Path(at, name).is_symlink():
                shown = within + name
                findings.append(Finding(shown, 0, 0, "", "a linked folder is not read", "put the files here"))
        folders[:] = [name for name in folders if not name.startswith(".")]
        above = _name(root, Path(at))  # once for all its files: a path costs more than the file's name
        for name in names:
            path = name if above == "." else f"{above}/{name}"
            if name.endswith(".yaml") and name[0] != "." and path.isprintable():  # as nearly every one
                paths.append(path)
            else:
                _complain(path, findings)
    paths.sort()
    return Listing(tuple(paths), tuple(sorted([*findings, *_collisions(paths)])))


def _complain(path: str, findings: list[Finding]) -> None:
    """Complain of a path that is none to read, if it looks like one."""
    name = path.rpartition("/")[2]
    if name.startswith("."):
        return
    if _NEAR.fullmatch(name) and not path.isprintable():
        findings.append(Finding(_shown(path), 0, 0, "", *_UNPRINTABLE))
    elif _NEAR.fullmatch(name):
        findings.append(Finding(_shown(path), 0, 0, "", "the file is not read", "let its name end in .yaml"))
    elif _LEFT_OVER.fullmatch(name):
        cure = "delete it if it is an editor's left-over"
        findings.append(Finding(_shown(path), 0, 0, "", "the file is not read", cure, "warning"))


def _collisions(paths: list[str]) -> list[Finding]:
    """Of sorted paths those that are one where case or the writing of an accent does not count."""
    plain = [path if path.isascii() else unicodedata.normalize("NFC", path) for path in paths]
    folded = [path.casefold() for path in plain]
    if len(set(folded)) == len(paths):
        return []
    first: dict[str, str] = {}
    findings = []
    for path, same in zip(paths, folded, strict=True):
        other = first.setdefault(same, path)
        if other != path:
            what = f"the name differs from {other} only as some systems cannot tell"
            findings.append(Finding(path, 0, 0, "", what, "rename one of them"))
    return findings


def _content(root: Path, name: str) -> bytes:
    """The bytes of a regular file inside ``root``; every trouble of the file system is told as a finding."""
    content = _unlinked(f"{root}/", name)
    if content is not None:
        return content
    try:
        resolved = (root / name).resolve(strict=True)
        if not resolved.is_relative_to(root.resolve()):
            _refuse(name, *_OUTSIDE)
        content = _bounded(resolved, name)
    except FileNotFoundError:
        _refuse(name, "the file does not exist, or no longer does", "restore it, or load again")
    except PermissionError:
        _refuse(name, "the file may not be read", "give yourself the right to read it")
    except OSError as error:
        _refuse(name, f"the file cannot be read ({_reason(error)})", "check the disk and load again")
    except RuntimeError:  # Python before 3.13 says so of a ring of links, and OSError after
        _refuse(name, "the link leads back to itself", "put the file itself here")
    return content


def _unlinked(root: str, name: str) -> bytes | None:
    """The content of a file to which no link leads below the root, as is nearly every one; else None.

    Such a file lies inside whatever the root is, so the path needs not be resolved, which takes five times longer.
    """
    try:
        folder = name
        while folder := folder.rpartition("/")[0]:
            if stat.S_ISLNK(os.lstat(root + folder).st_mode):
                return None
        descriptor = os.open(root + name, _FLAGS | os.O_NOFOLLOW)
    except (OSError, AttributeError):  # whatever it is, the long way says it better
        return None
    return _open_content(descriptor, name)


def _bounded(path: Path, name: str) -> bytes:
    return _open_content(os.open(path, _FLAGS), name)


def _open_content(descriptor: int, name: str) -> bytes:
    """The content of a regular file, judged once it is open, so that nothing can be swapped in between."""
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            _refuse(name, "this is a folder, a pipe or a device", "put a file here")
        content = _read(descriptor, about.st_size) if about.st_size <= LARGEST else b""
    finally:
        os.close(descriptor)
    if max(about.st_size, len(content)) > LARGEST:
        _refuse(name, f"the file is larger than {LARGEST:,} bytes", "split it")
    return content


def _read(descriptor: int, size: int) -> bytes:
    """All of an open file, which may have grown since it was looked at, but never much more than is allowed."""
    pieces = []
    wanted = size + 1
    while wanted > 0 and (piece := os.read(descriptor, wanted)):
        pieces.append(piece)
        wanted = wanted - len(piece) if wanted > len(piece) else LARGEST + 1 - sum(map(len, pieces))
    return b"".join(pieces)


def _refuse_encoding(content: bytes, offset: int, name: str) -> NoReturn:
    before = content[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    what = f"the file is not UTF-8 (at byte {offset:,} of the file)"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = "the file is UTF-16, not UTF-8"
    raise RecordError([Finding(name, line, column, "", what, "save it as UTF-8")])


def _refuse(name: str, what: str, cure: str) -> NoReturn:
    raise RecordError([Finding(_shown(name), 0, 0, "", what, cure)])


def _name(root: Path, path: Path) -> str:
    """The path as the curator knows it: posix, relative to the record's folder where it lies inside."""
    if path.is_absolute():
        for folder in (root.absolute(), root.resolve()):
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
    return path.as_posix()


def _shown(path: str) -> str:
    return path if path.isprintable() else repr(path)[1:-1]


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__

"""Define one file of the site before it is written, and write files into a folder, touching none that is right."""

from __future__ import annotations

import filecmp
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from communique.errors import BuildError
from communique.pipeline.filesystem import stat_signature, write_atomic


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that the site is made of: Markdown for a page, or data beside it (JSON, SVG, CSV).

    Args:
        path: POSIX and relative to the folder of pages, such as ``events/x.md`` or ``events/x.json``.
        content: text (written as UTF-8, line feeds kept as they are), bytes for what is not text, or, for what is
            large, a file that holds it.

    Raises:
        ValueError: the path is empty, absolute, leaves the folder, is hidden, or cannot be written everywhere.
    """

    path: str
    content: str | bytes | Path

    def __post_init__(self) -> None:
        if reason := _path_problem(self.path):
            raise ValueError(f"page path {self.path!r} {reason}")

    def __reduce__(self) -> tuple[type[OutputFile], tuple[str, str | bytes | Path]]:
        """Return what pickle needs, in half the time that dataclasses take."""
        return OutputFile, (self.path, self.content)

    @property
    def data(self) -> bytes:
        """The bytes that go into the file."""
        if isinstance(self.content, Path):
            return self.content.read_bytes()
        return self.content.encode("utf-8") if isinstance(self.content, str) else self.content


@dataclass(frozen=True, slots=True)
class UnchangedFile:
    """A file of an earlier build that has not changed, and so stays untouched.

    Args:
        path: as a page's.
        signature: its stat signature, "" where it was not looked at.
    """

    path: str
    signature: str = field(default="", compare=False)


_SIMPLE_PATH = re.compile(
    r"(?:[a-z0-9][a-z0-9_-]{0,119}/)*[a-z0-9][a-z0-9_-]{0,119}(?:\.[a-z0-9]{1,20}){1,3}"
)
"""Paths that nothing speaks against, as nearly all are: the looks at each character take a tenth of a page's time."""


def _path_problem(path: str) -> str:
    """Return why a path cannot be that of an output file, or "" where it can."""
    if _SIMPLE_PATH.fullmatch(path):
        return ""
    if not path:
        return "is empty"
    if "\\" in path or ":" in path:
        return "has a backslash or a colon, which some systems read as a folder or a drive"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in path):
        return "has a control character"
    if path != unicodedata.normalize("NFC", path):
        return "is not in Unicode normal form C, so that two spellings would be one file on some systems"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "is absolute or has an empty, '.' or '..' part"
        if part.startswith("."):
            return "has a hidden part"
        if part != part.strip() or part.endswith("."):
            return "has a part that begins or ends with a space or ends with a dot"
        if len(part.encode()) > 240:
            return "has a part of more than 240 bytes"
    return ""


MANIFEST = ".manifest"  # one path a line; hidden, so no page can have this name


@dataclass(frozen=True, slots=True)
class WriteReport:
    """The changes that a write made to the folder: paths as the files name them, sorted.

    ``signatures`` are the stat signatures of all files that are there now, by path.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    signatures: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


def sync_folder(pages: Iterable[OutputFile | UnchangedFile], folder: Path) -> WriteReport:
    """Make the folder hold exactly these files, leave foreign files alone, and return a report.

    A file is rewritten only if its bytes differ, each in one step (beside, then renamed). A page that is no
    longer made is removed, known by the manifest; the manifest learns a path before the file exists, so that
    what an interrupted run left is found by the next. Pages are taken one by one and never held together.

    Raises:
        BuildError: two pages have one path (also where only the case differs), a page's folder leads out of
            `folder` through a link, or the disk refuses.
    """
    paths_by_status: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    reserved: dict[str, str] = {}
    signatures: dict[str, str] = {}
    make_folder = cache(_make_folder_inside)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known_paths = _read_manifest(folder)
        with (folder / MANIFEST).open("a", encoding="utf-8", buffering=1) as manifest:
            for page in pages:
                _reserve_path(page.path, reserved)
                if isinstance(page, UnchangedFile):
                    paths_by_status["unchanged"].append(page.path)
                    signatures[page.path] = page.signature or stat_signature(folder / page.path)
                    continue
                if page.path not in known_paths:
                    manifest.write(page.path + "\n")
                target = folder / page.path
                make_folder(target.parent, folder)
                paths_by_status[_write_if_changed(page, target)].append(page.path)
                signatures[page.path] = stat_signature(target)
        current_paths = set(reserved.values())
        removed = sorted(path for path in known_paths - current_paths if _is_valid_path(path))
        for path in removed:
            _remove_file(folder / path, folder / reserved.get(path.casefold(), path), folder)
        write_atomic(folder / MANIFEST, "".join(f"{path}\n" for path in sorted(current_paths)).encode())
    except OSError as error:
        raise BuildError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from error
    return WriteReport(
        **{key: tuple(sorted(paths)) for key, paths in paths_by_status.items()},
        removed=tuple(removed),
        signatures=signatures,
    )


def _read_manifest(folder: Path) -> set[str]:
    """Return the paths that earlier runs wrote."""
    try:
        return set((folder / MANIFEST).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _is_valid_path(path: str) -> bool:
    """Return whether an output file could have this path: the manifest could have been edited."""
    try:
        return bool(OutputFile(path, ""))
    except ValueError:
        return False


def _reserve_path(path: str, reserved: dict[str, str]) -> None:
    """Record a path, and refuse a second file for it, also where only the case differs."""
    key = path.casefold()
    if (other := reserved.get(key)) is not None:
        problem = "is made twice" if other == path else f"and {other} differ only in case"
        raise BuildError(f"page {path} {problem}; give one of the two another id")
    reserved[key] = path


def _make_folder_inside(parent: Path, folder: Path) -> None:
    """Make the folder of a file, unless a link on the way leads out of `folder`."""
    parent.mkdir(parents=True, exist_ok=True)
    if not parent.resolve().is_relative_to(folder.resolve()):
        raise BuildError(f"{parent} leads out of {folder}; remove the link")


def _write_if_changed(page: OutputFile, target: Path) -> str:
    """Write one file if it differs from what is there; return "added", "changed" or "unchanged"."""
    exists = target.is_file() and not target.is_symlink()
    if isinstance(page.content, Path):
        if exists and filecmp.cmp(page.content, target, shallow=False):
            return "unchanged"
        write_atomic(target, page.content)
        return "changed" if exists else "added"
    data = page.data
    if exists and target.stat().st_size == len(data) and target.read_bytes() == data:
        return "unchanged"
    write_atomic(target, data)
    return "changed" if exists else "added"


def _remove_file(old: Path, new: Path, folder: Path) -> None:
    """Delete a file that is no longer generated, and its folders that are empty then."""
    if new != old and new.exists() and old.exists() and new.samefile(old):
        return  # renamed in case only, on a file system that ignores case
    if not old.parent.resolve().is_relative_to(folder.resolve()):
        return  # behind a link: not ours
    old.unlink(missing_ok=True)
    for parent in old.relative_to(folder).parents:
        if parent == Path():
            return
        try:
            (folder / parent).rmdir()
        except OSError:  # not empty, or gone
            return

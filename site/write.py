"""Pages → folder: the only place that writes generated files, touching nothing that is already right."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from communique.errors import BuildError
from communique.site.census import seal
from communique.site.page import Kept, Page

MANIFEST = ".manifest"  # one path a line; hidden, so no page can have this name


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did to the folder: paths as the pages name them, sorted.

    ``seals`` are those of all files that are there now, by path (``census.py``).
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    seals: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


def write(pages: Iterable[Page | Kept], folder: Path) -> WriteReport:
    """Make the folder hold exactly these pages, and leave alone every file that is not this function's.

    A file is rewritten only if its bytes differ, each in one step (beside, then renamed). A page that is no
    longer made is removed, known by the manifest; the manifest learns a path before the file exists, so that
    what an interrupted run left is found by the next. Pages are taken one by one and never held together.

    Raises:
        BuildError: two pages have one path (also where only the case differs), a page's folder leads out of
            `folder` through a link, or the disk refuses.
    """
    outcome: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    claimed: dict[str, str] = {}
    seals: dict[str, str] = {}
    inside = cache(_inside)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _manifest(folder)
        with (folder / MANIFEST).open("a", encoding="utf-8", buffering=1) as manifest:
            for page in pages:
                _claim(page.path, claimed)
                if isinstance(page, Kept):
                    outcome["unchanged"].append(page.path)
                    seals[page.path] = page.seal or seal(folder / page.path)
                    continue
                if page.path not in known:
                    manifest.write(page.path + "\n")
                target = folder / page.path
                inside(target.parent, folder)
                outcome[_put(page, target)].append(page.path)
                seals[page.path] = seal(target)
        made = set(claimed.values())
        removed = sorted(path for path in known - made if _nameable(path))
        for path in removed:
            _remove(folder / path, folder / claimed.get(path.casefold(), path), folder)
        replace(folder / MANIFEST, "".join(f"{path}\n" for path in sorted(made)).encode())
    except OSError as error:
        raise BuildError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from error
    return WriteReport(
        **{key: tuple(sorted(paths)) for key, paths in outcome.items()}, removed=tuple(removed), seals=seals
    )


def replace(target: Path, data: bytes | Path) -> None:
    """Give a file new bytes, or those of another file, in one step: a reader sees the old ones or the new."""
    beside = target.with_name(f".{os.getpid()}.part")
    try:
        if isinstance(data, Path):
            shutil.copyfile(data, beside)
        else:
            beside.write_bytes(data)
        beside.replace(target)
    except BaseException:  # Ctrl-C included: nothing of ours may stay behind
        beside.unlink(missing_ok=True)
        raise


def _manifest(folder: Path) -> set[str]:
    """The paths that earlier runs wrote."""
    try:
        return set((folder / MANIFEST).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _nameable(path: str) -> bool:
    """Whether a page could have this path: the manifest could have been edited."""
    try:
        return bool(Page(path, ""))
    except ValueError:
        return False


def _claim(path: str, claimed: dict[str, str]) -> None:
    """Refuse a second page for one file; a file system that ignores case would keep only the later one."""
    key = path.casefold()
    if (other := claimed.get(key)) is not None:
        how = "is made twice" if other == path else f"and {other} differ only in case"
        raise BuildError(f"page {path} {how}; give one of the two another id")
    claimed[key] = path


def _inside(parent: Path, folder: Path) -> None:
    """Make a page's folder, unless a link on the way leads out of the folder of pages."""
    parent.mkdir(parents=True, exist_ok=True)
    if not parent.resolve().is_relative_to(folder.resolve()):
        raise BuildError(f"{parent} leads out of {folder}; remove the link")


def _put(page: Page, target: Path) -> str:
    """Write one page if it differs from what is there; gives what happened."""
    exists = target.is_file() and not target.is_symlink()
    if isinstance(page.content, Path):
        if exists and filecmp.cmp(page.content, target, shallow=False):
            return "unchanged"
        replace(target, page.content)
        return "changed" if exists else "added"
    data = page.data
    if exists and target.stat().st_size == len(data) and target.read_bytes() == data:
        return "unchanged"
    replace(target, data)
    return "changed" if exists else "added"


def _remove(old: Path, new: Path, folder: Path) -> None:
    """Delete a page that is no longer made, and its folders that are empty then."""
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

"""Publish the new site in place of the old one, completely or not at all.

Many changed files come as a new folder that is renamed. A few are moved into the folder that is there: all are ready
beside it, each takes its place in one step, and a list written beforehand lets the next build finish what a power
cut left; the cost is that of what changed, and a reader meets the mixture for the milliseconds that it takes.
"""

from __future__ import annotations

import json
import os
import posixpath
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from communique.errors import BuildError
from communique.pipeline.filesystem import has_same_content, link_or_copy, stat_tree, write_atomic
from communique.pipeline.signals import stop_signals_blocked

FEW = 2000  # files; moving so many takes about a twentieth of a second
MOVING = ".moving"  # in the new folder: its moving into the old one has begun


def recover_interrupted(public: Path, new_folder: Path, old_folder: Path) -> None:
    """Clear what an interrupted build left: finish a publication that had begun, delete all else.

    Raises:
        BuildError: the folder that is to become the site is something else.
    """
    if old_folder.exists() and not public.exists():
        old_folder.rename(public)
    if (new_folder / MOVING).is_file() and public.is_dir():
        _move_files(new_folder, public)
    for leftover in (new_folder, old_folder):
        if leftover.exists():
            shutil.rmtree(leftover)
    if public.is_symlink() or (public.exists() and not public.is_dir()):
        raise BuildError(f"{public} is not a folder; name another or remove it")
    if public.is_dir() and any(public.iterdir()) and not (public / "index.html").is_file():
        raise BuildError(f"{public} holds something else than a site; name another folder or empty it")
    public.parent.mkdir(parents=True, exist_ok=True)


def publish_site(
    new_folder: Path, public: Path, old_folder: Path, unchanged: Collection[str], present: Collection[str]
) -> None:
    """Publish what was built in `new_folder`, together with the unchanged files of the old site.

    Args:
        new_folder: the folder of what was made; it is gone afterwards.
        public: the folder of the site, which may be missing.
        old_folder: where the old site may go meanwhile.
        unchanged: the files of the old site that belong to the new one, by their paths in it; nothing else does.
        present: all files of the old site.
    """
    new_files = stat_tree(new_folder)
    new_prefix, public_prefix = f"{new_folder}/", f"{public}/"
    identical = [
        path
        for path in new_files
        if path in present and has_same_content(new_prefix + path, public_prefix + path)
    ]
    removed = [path for path in present if path not in new_files and path not in unchanged]
    is_small = len(new_files) - len(identical) + len(removed) <= FEW
    if public.exists() and is_small and not _has_path_conflict(new_files, present, public):
        for path in identical:
            (new_folder / path).unlink()
        with stop_signals_blocked():
            _publish_in_place(new_folder, public, removed, old_folder)
    else:
        for path in unchanged:
            link_or_copy(public / path, new_folder / path)
        with stop_signals_blocked():
            _swap_folders(new_folder, public, old_folder)
        shutil.rmtree(old_folder, ignore_errors=True)


def _has_path_conflict(new_files: Collection[str], present: Collection[str], public: Path) -> bool:
    """Return whether a file would have to become a folder, or the other way round."""
    public_prefix = f"{public}/"
    folders: set[str] = set()
    for path in new_files:
        folder = posixpath.dirname(path)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    # a path object for each of thousands of files takes longer than the look at it
    return any(os.path.isfile(public_prefix + folder) for folder in folders) or any(  # noqa: PTH113 - see above
        path not in present and os.path.isdir(public_prefix + path)  # noqa: PTH112 - see above
        for path in new_files
    )


def _publish_in_place(new_folder: Path, public: Path, removed: list[str], old_folder: Path) -> None:
    """Move files into the site. If one cannot be moved, those before it are put back."""
    moving = list(stat_tree(new_folder))
    for path in [*moving, *removed]:  # whatever a full disk could refuse comes before the first move
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        if (public / path).exists():
            link_or_copy(public / path, old_folder / path)
    write_atomic(new_folder / MOVING, json.dumps(removed).encode(errors="surrogateescape"))
    try:
        _move_files(new_folder, public)
    except OSError:
        (new_folder / MOVING).unlink()
        for path in moving:
            (public / path).unlink(missing_ok=True)
        for path in stat_tree(old_folder):
            (old_folder / path).replace(public / path)
        raise
    finally:
        shutil.rmtree(old_folder, ignore_errors=True)


def _move_files(new_folder: Path, public: Path) -> None:
    """Move every file from one folder into the other, and delete there what the list names; repeatable."""
    removed = json.loads((new_folder / MOVING).read_bytes())
    for path in sorted(stat_tree(new_folder)):
        if path != MOVING:
            (public / path).parent.mkdir(parents=True, exist_ok=True)
            (new_folder / path).replace(public / path)
    for path in removed:
        (public / path).unlink(missing_ok=True)
        for parent in (public / path).parents:
            if parent == public:
                break
            with suppress(OSError):  # not empty
                parent.rmdir()
                continue
            break
    shutil.rmtree(new_folder, ignore_errors=True)


def _swap_folders(new_folder: Path, public: Path, old_folder: Path) -> None:
    """Put the new folder in the old one's place; between the two renames there is no site."""
    if public.exists():
        public.rename(old_folder)
    try:
        new_folder.rename(public)
    except OSError:
        if old_folder.exists():
            old_folder.rename(public)
        raise

"""Publish the new site in place of the old one, completely or not at all.

Many changed files come as a new folder that is renamed. A few are moved into the folder that is there: all are ready
beside it, each takes its place in one step, and a list written beforehand lets the next build finish what a power
cut left; the cost is that of what changed, and a reader meets the mixture for the milliseconds that it takes.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import BuildError
from communique.pipeline.filesystem import has_same_content, link_or_copy, stat_tree, write_atomic
from communique.pipeline.workers import stop_signals_blocked

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


VERSION = 1
"""Of the form of a manifest."""


@dataclass(frozen=True, slots=True)
class DeployedFile:
    """A file as a host holds it: ``size`` in bytes, ``sha256`` in hexadecimal."""

    size: int
    sha256: str


DeployManifest = Mapping[str, DeployedFile]
"""Every file of a site by its path below public/."""


@dataclass(frozen=True, slots=True)
class DeployDelta:
    """The uploads and deletions that bring a host from one state to another.

    Args:
        upload: files that are new or have other bytes, with their sizes.
        delete: files that are gone.
        unchanged: how many are as they were.
    """

    upload: dict[str, int]
    delete: tuple[str, ...]
    unchanged: int

    @property
    def upload_size(self) -> int:
        """The number of bytes to upload."""
        return sum(self.upload.values())


def build_manifest(public: Path) -> DeployManifest:
    """Return the size and SHA-256 of every file of a finished site, by path.

    Raises:
        BuildError: there is no such folder, or a file cannot be read.
    """
    if not public.is_dir():
        raise BuildError(f"{public} does not exist yet; build it with `communique build`")
    files: dict[str, DeployedFile] = {}
    try:
        for folder, folders, names in os.walk(public):
            folders.sort()
            for name in names:
                file = Path(folder, name)
                with file.open("rb") as stream:
                    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                files[file.relative_to(public).as_posix()] = DeployedFile(file.stat().st_size, sha256)
    except OSError as error:
        raise BuildError(f"{error.filename} cannot be read: {error.strerror or error}") from error
    return dict(sorted(files.items()))


def format_manifest(files: DeployManifest) -> str:
    """Return a manifest as JSON, one file a line, so that two can be compared by eye."""
    lines = (f"{json.dumps(path, ensure_ascii=False)}: {_format_file(files[path])}" for path in sorted(files))
    joined = ",\n  ".join(lines)
    return f'{{"manifest": {VERSION}, "files": {{\n  {joined}\n}}}}\n'


def _format_file(file: DeployedFile) -> str:
    return json.dumps({"bytes": file.size, "sha256": file.sha256})


def read_deploy_manifest(file: Path) -> DeployManifest:
    """Read a manifest that was written before.

    Raises:
        BuildError: the file is none.
    """
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        if document["manifest"] != VERSION:
            raise BuildError(f"{file} is a manifest of another form; write one anew with --manifest")
        return {
            str(path): DeployedFile(int(entry["bytes"]), str(entry["sha256"]))
            for path, entry in document["files"].items()
        }
    except OSError as error:
        raise BuildError(f"{file} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(
            f"{file} is no manifest of a site; write one with `communique site --manifest`"
        ) from error


def compare_manifests(previous: DeployManifest, current: DeployManifest) -> DeployDelta:
    """Return what to upload and what to delete; best done in this order."""
    upload = {path: file.size for path, file in current.items() if previous.get(path) != file}
    removed = tuple(sorted(previous.keys() - current.keys()))
    return DeployDelta(upload, removed, len(current) - len(upload))

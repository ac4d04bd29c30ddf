"""Publish the new site in place of the old one, completely or not at all.

A second folder beside the site, the spare, is made what the new site is to be; then both exchange their names in one
step. So a reader, or a process that is killed, meets the old site or the new one, and never a mixture. The spare is
then the site before, and files that stay have a name in both; the next build changes in it only what differs.
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
from communique.pipeline.filesystem import exchange_names, has_same_content, link_or_copy, stat_tree
from communique.pipeline.workers import stop_signals_blocked


@dataclass(frozen=True, slots=True)
class SiteFolders:
    """The folder of a site and its neighbours, on one disk so that they can take each other's name."""

    public: Path

    @property
    def new(self) -> Path:
        """The folder of what a build makes; it is gone afterwards."""
        return self.public.with_name(f".{self.public.name}.new")

    @property
    def spare(self) -> Path:
        """The folder that is next to become the site; of no value, and made anew where it is missing."""
        return self.public.with_name(f".{self.public.name}.spare")

    @property
    def old(self) -> Path:
        """Where the old site stands between two renames, on systems that cannot exchange names."""
        return self.public.with_name(f".{self.public.name}.old")

    def recover(self) -> None:
        """Clear what an interrupted build left.

        Raises:
            BuildError: the folder that is to become the site is something else.
        """
        public = self.public
        if self.old.exists() and not public.exists():
            self.old.rename(public)
        for leftover in (self.new, self.old):
            if leftover.exists():
                shutil.rmtree(leftover)
        if public.is_symlink() or (public.exists() and not public.is_dir()):
            raise BuildError(f"{public} is not a folder; name another or remove it")
        if public.is_dir() and any(public.iterdir()) and not (public / "index.html").is_file():
            raise BuildError(f"{public} holds something else than a site; name another folder or empty it")
        public.parent.mkdir(parents=True, exist_ok=True)

    def publish(self, unchanged: Collection[str], present: Mapping[str, str]) -> None:
        """Publish what was built in the new folder, together with the unchanged files of the old site.

        Args:
            unchanged: the files of the old site that belong to the new one, by their paths in it; nothing else does.
            present: the signatures of all files of the old site, by path.
        """
        new_prefix, public_prefix = f"{self.new}/", f"{self.public}/"
        signatures, sources = dict[str, str](), dict[str, str]()
        for path, signature in stat_tree(self.new).items():
            is_same = path in present and has_same_content(new_prefix + path, public_prefix + path)
            signatures[path] = present[path] if is_same else signature
            sources[path] = (public_prefix if is_same else new_prefix) + path
        for path in unchanged:
            signatures[path], sources[path] = present[path], public_prefix + path
        if not self.public.exists() or signatures != present:
            _fill_spare(self.spare, self.new, signatures, sources)
            with stop_signals_blocked():
                self._swap()
        shutil.rmtree(self.new, ignore_errors=True)

    def _swap(self) -> None:
        """Put the spare in the site's place and keep the old site as the spare."""
        if not self.public.exists():
            self.spare.rename(self.public)
        elif not exchange_names(self.spare, self.public):
            self.public.rename(self.old)
            try:
                self.spare.rename(self.public)
            except OSError:
                self.old.rename(self.public)
                raise
            self.old.rename(self.spare)


def _fill_spare(
    spare: Path, new_folder: Path, signatures: Mapping[str, str], sources: Mapping[str, str]
) -> None:
    """Make a folder hold exactly some files, each by a second name; what it holds of them already stays.

    Args:
        spare: the folder; where most is new, the folder of what is new takes its place.
        new_folder: the folder of what was made.
        signatures: of each file that it is to hold, by path.
        sources: where each of them stands now.
    """
    new_count = sum(source.startswith(f"{new_folder}/") for source in sources.values())
    if spare.is_symlink() or not spare.is_dir() or new_count > len(sources) / 2:
        _discard(spare)
        new_folder.rename(spare)
    held, prefix = stat_tree(spare), f"{spare}/"
    for path, signature in held.items():
        if signatures.get(path) != signature:
            os.unlink(prefix + path)  # noqa: PTH108 - a path object for each of thousands takes longer than the step
            _remove_empty_parents(spare, path)
    for path, source in sources.items():
        if held.get(path) != signatures[path]:
            if os.path.isdir(prefix + path):  # noqa: PTH112 - likewise; a killed build left it empty
                shutil.rmtree(prefix + path)
            link_or_copy(source, prefix + path)


def _discard(folder: Path) -> None:
    """Remove what bears a name, whatever it is."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def _remove_empty_parents(folder: Path, path: str) -> None:
    with suppress(OSError):  # the first that is not empty ends it
        while path := posixpath.dirname(path):
            os.rmdir(folder / path)  # noqa: PTH106 - likewise


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

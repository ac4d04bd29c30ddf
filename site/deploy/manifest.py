"""Compare the finished site with an earlier state: what a host must be sent, and must delete."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import BuildError

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

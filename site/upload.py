"""What a host of the finished site must be sent, and what it must drop, since an earlier state of public/."""

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
class Sent:
    """A file as a host holds it: ``size`` in bytes, ``sha256`` in hexadecimal."""

    size: int
    sha256: str


Manifest = Mapping[str, Sent]
"""Every file of a site by its path below public/."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What brings a host from one state to another.

    Args:
        upload: files that are new or have other bytes, with their sizes.
        delete: files that are gone.
        unchanged: how many are as they were.
    """

    upload: dict[str, int]
    delete: tuple[str, ...]
    unchanged: int

    @property
    def size(self) -> int:
        """Bytes to send."""
        return sum(self.upload.values())


def manifest(public: Path) -> Manifest:
    """Look at every file of a finished site.

    Raises:
        BuildError: there is no such folder, or a file cannot be read.
    """
    if not public.is_dir():
        raise BuildError(f"{public} does not exist yet; build it with `communique build`")
    found: dict[str, Sent] = {}
    try:
        for at, folders, names in os.walk(public):
            folders.sort()
            for name in names:
                file = Path(at, name)
                with file.open("rb") as opened:
                    digest = hashlib.file_digest(opened, "sha256").hexdigest()
                found[file.relative_to(public).as_posix()] = Sent(file.stat().st_size, digest)
    except OSError as error:
        raise BuildError(f"{error.filename} cannot be read: {error.strerror or error}") from error
    return dict(sorted(found.items()))


def text(files: Manifest) -> str:
    """A manifest as JSON, one file a line, so that two can be compared by eye."""
    lines = (f"{json.dumps(path, ensure_ascii=False)}: {_told(files[path])}" for path in sorted(files))
    joined = ",\n  ".join(lines)
    return f'{{"manifest": {VERSION}, "files": {{\n  {joined}\n}}}}\n'


def _told(file: Sent) -> str:
    return json.dumps({"bytes": file.size, "sha256": file.sha256})


def read(file: Path) -> Manifest:
    """A manifest that was written before.

    Raises:
        BuildError: the file is none.
    """
    try:
        said: Any = json.loads(file.read_text(encoding="utf-8"))
        if said["manifest"] != VERSION:
            raise BuildError(f"{file} is a manifest of another form; write one anew with --manifest")
        return {str(path): Sent(int(one["bytes"]), str(one["sha256"])) for path, one in said["files"].items()}
    except OSError as error:
        raise BuildError(f"{file} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildError(
            f"{file} is no manifest of a site; write one with `communique site --manifest`"
        ) from error


def delta(before: Manifest, now: Manifest) -> Delta:
    """What to send and what to drop; the order in which it is best done is: send, then drop."""
    upload = {path: file.size for path, file in now.items() if before.get(path) != file}
    gone = tuple(sorted(before.keys() - now.keys()))
    return Delta(upload, gone, len(now) - len(upload))

"""Writing one file of the record: whole or not at all, and never over what was not read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def save(target: Path, text: str, *, new: bool = False) -> None:
    """Give a file its text in one step, so that a full disk or Ctrl-C leaves the old one.

    Args:
        target: the file.
        text: what it shall say.
        new: refuse where there is a file already.

    Raises:
        FileExistsError: there is, though ``new``.
        OSError: the disk refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        if new:
            os.link(beside, target)  # unlike a rename this fails where a file is
        else:
            beside.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def save_all(texts: Mapping[Path, str]) -> None:
    """Give several files their texts, all or none: what was written is taken back when one cannot be.

    Raises:
        OSError: the disk refuses.
    """
    before: dict[Path, bytes] = {}
    try:
        for target, text in texts.items():
            before[target] = target.read_bytes()
            save(target, text)
    except BaseException:
        for target, content in before.items():
            target.write_bytes(content)
        raise

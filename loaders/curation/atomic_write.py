"""Write a file of the dataset atomically, and never over what was not read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def save_text(target: Path, text: str, *, new: bool = False) -> None:
    """Replace a file's text in one step, so that a full disk or Ctrl-C leaves the old one.

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
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        if new:
            os.link(temporary, target)  # unlike a rename this fails where a file is
        else:
            temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def save_texts(texts: Mapping[Path, str]) -> None:
    """Replace the texts of several files, all or none: what was written is restored when one fails.

    Raises:
        OSError: the disk refuses.
    """
    previous: dict[Path, bytes] = {}
    try:
        for target, text in texts.items():
            previous[target] = target.read_bytes()
            save_text(target, text)
    except BaseException:
        for target, content in previous.items():
            target.write_bytes(content)
        raise

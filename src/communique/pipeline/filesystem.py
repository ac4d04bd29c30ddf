"""Write files in one step, and detect changed ones by their stat data, which is far quicker than reading them."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

_CHUNK_SIZE = 1 << 20  # bytes of a large file that are compared at once
_AT_FDCWD, _RENAME_EXCHANGE = (
    -100,
    2,
)  # of Linux: paths are relative to the working folder; exchange two names


def stat_signature(file: str | Path) -> str:
    """Return a string that changes whenever a file is written anew, or "" where there is no file.

    It changes with the size, the time of the last change or the file's number on the disk. Git judges likewise.
    """
    try:
        stats = os.stat(file, follow_symlinks=False)  # noqa: PTH116 - a path object takes longer than the look
    except OSError:
        return ""
    return f"{stats.st_size}-{stats.st_mtime_ns}-{stats.st_ino}"


def stat_tree(folder: Path) -> dict[str, str]:
    """Return the stat signature of every file below a folder by relative path; {} if it does not exist."""
    signatures: dict[str, str] = {}
    pending = [("", str(folder))]
    while pending:
        prefix, path = pending.pop()
        try:
            entries = os.scandir(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{prefix}{entry.name}/", entry.path))
                else:
                    stats = entry.stat(follow_symlinks=False)
                    signatures[prefix + entry.name] = f"{stats.st_size}-{stats.st_mtime_ns}-{stats.st_ino}"
    return signatures


def has_same_content(left_path: str | Path, right_path: str | Path) -> bool:
    """Return whether two files have the same bytes, reading no further than the first difference."""
    left_stats, right_stats = os.stat(left_path), os.stat(right_path)  # noqa: PTH116 - quicker than by path objects
    if (left_stats.st_dev, left_stats.st_ino) == (right_stats.st_dev, right_stats.st_ino):
        return True
    if left_stats.st_size != right_stats.st_size:
        return False
    with open(left_path, "rb") as left, open(right_path, "rb") as right:  # noqa: PTH123 - likewise
        while chunk := left.read(_CHUNK_SIZE):
            if chunk != right.read(_CHUNK_SIZE):
                return False
        return not right.read(1)


def write_atomic(target: Path, data: bytes | Path) -> None:
    """Replace a file's bytes, or copy another file to it, in one step: a reader sees the old or the new."""
    temporary = target.with_name(f".{os.getpid()}.part")
    try:
        if isinstance(data, Path):
            shutil.copyfile(data, temporary)
        else:
            temporary.write_bytes(data)
        temporary.replace(target)
    except BaseException:  # Ctrl-C included: nothing of ours may stay behind
        temporary.unlink(missing_ok=True)
        raise


def write_with_parents(data: bytes, target: Path) -> None:
    """Write a file that nobody reads yet, with the folders that it needs."""
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def mirror_folder(source: Path, target: Path) -> None:
    """Make a folder hold what another holds: copy files that differ in size or time, remove the others.

    Args:
        source: the folder; where there is none, the other is emptied.
        target: the folder that becomes like it.
    """
    wanted, present = _stat_contents(source), _stat_contents(target)
    for path in present.keys() - wanted.keys():
        (target / path).unlink()
    for path, signature in wanted.items():
        if present.get(path) == signature:
            continue
        copy = target / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        with suppress(FileNotFoundError):  # it was removed meanwhile
            shutil.copy2(source / path, copy, follow_symlinks=False)


def _stat_contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file below a folder, by relative path."""
    return {
        path: (stats.st_size, stats.st_mtime_ns)
        for path in stat_tree(folder)
        for stats in [(folder / path).lstat()]
    }


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """Make a file available at another path too: a hard link where the disk can, else a copy."""
    try:
        try:
            os.link(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - see stat_signature
            os.link(source, target)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108 - likewise
        shutil.copy2(source, target)


def exchange_names(left: Path, right: Path) -> bool:
    """Give two files or folders each other's name in one step; return False where the system knows no such step.

    Raises:
        OSError: one of them does not exist, or may not be renamed.
    """
    import ctypes

    rename = (
        getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    )
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):  # this file system, or this kernel
        return False
    raise OSError(number, os.strerror(number), str(left), None, str(right))

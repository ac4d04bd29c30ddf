"""Cache what was read from entry files between runs; deleting the cache changes no result."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from communique.pipeline.cache_key import code_fingerprint
from communique.pipeline.filesystem import write_atomic

_CACHE_FOLDERS: Final[dict[Path, Path]] = {}


def enable_cache(root: Path, folder: Path) -> None:
    """Enable the cache of a dataset, in `folder`, for this process and later ones.

    Args:
        root: the record's folder.
        folder: a folder of its own for this; it need not exist, and may be deleted at any time.
    """
    if __file__.endswith(".py"):  # without its source nobody can tell one version of the code from another
        _CACHE_FOLDERS[root] = folder


def is_enabled(root: Path) -> bool:
    """Return whether a dataset has a cache."""
    return root in _CACHE_FOLDERS


def read_cached(root: Path, name: str, key: str) -> str | None:
    """Return the text cached under a name, or None if its key differs or it is damaged.

    Args:
        root: the record's folder.
        name: a file name.
        key: all that it depends on; the code of ours that made it is taken in anyway.
    """
    if root not in _CACHE_FOLDERS:
        return None
    try:
        checksum, _, body = (_CACHE_FOLDERS[root] / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body.decode() if checksum == _entry_checksum(key, body) else None


def write_cached(root: Path, name: str, key: str, body: str) -> None:
    """Write a text to the cache; a failure to write is ignored."""
    if root not in _CACHE_FOLDERS:
        return
    folder, content = _CACHE_FOLDERS[root], body.encode()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomic(folder / name, b"%s\n%s" % (_entry_checksum(key, content), content))


def _entry_checksum(key: str, body: bytes) -> bytes:
    """Return the first line of a cached file: a checksum over its key, our code and its body."""
    hasher = hashlib.blake2b(f"{key}\n{_code_fingerprint()}\n".encode(), digest_size=20)
    hasher.update(body)
    return hasher.hexdigest().encode()


@cache
def _code_fingerprint() -> str:
    """Return a hash of our own source code and of the Python version."""
    package = Path(__file__).parent
    return f"{code_fingerprint(package, package.parent / 'schema')} {sys.version}"

"""What was learnt of a record's files and may be lost at any time: then it is learnt anew, and no answer differs."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

_FOLDERS: Final[dict[Path, Path]] = {}


def keep(root: Path, folder: Path) -> None:
    """From now on what is learnt of a record is kept in a folder, for this process and later ones.

    Args:
        root: the record's folder.
        folder: a folder of its own for this; it need not exist, and may be deleted at any time.
    """
    if __file__.endswith(".py"):  # without its source nobody can tell one version of the code from another
        _FOLDERS[root] = folder


def keeps(root: Path) -> bool:
    """Whether anything is kept of a record."""
    return root in _FOLDERS


def kept(root: Path, name: str, key: str) -> str | None:
    """What was kept under a name, if it was kept under this key and is whole.

    Args:
        root: the record's folder.
        name: a file name.
        key: all that it depends on; the code of ours that made it is taken in anyway.
    """
    if root not in _FOLDERS:
        return None
    try:
        seal, _, body = (_FOLDERS[root] / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body.decode() if seal == _seal(key, body) else None


def put(root: Path, name: str, key: str, body: str) -> None:
    """Keep something; where the disk or a right is wanting for that, the next run learns it anew."""
    if root not in _FOLDERS:
        return
    folder = _FOLDERS[root]
    draft = folder / f".{name}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            content = body.encode()
            draft.write_bytes(b"%s\n%s" % (_seal(key, content), content))
            draft.replace(folder / name)  # whoever reads at this moment reads the old or the new one
        finally:
            draft.unlink(missing_ok=True)


def _seal(key: str, body: bytes) -> bytes:
    """The first line of what is kept: it fits no other key, no other code and no damaged body."""
    state = hashlib.blake2b(f"{key}\n{_code()}\n".encode(), digest_size=20)
    state.update(body)
    return state.hexdigest().encode()


@cache
def _code() -> str:
    """What reads the record: our own code to the byte, and Python."""
    state = hashlib.blake2b(sys.version.encode())
    here = Path(__file__).parent
    sources = [Path(folder, name) for top in (here, here.parent / "schema") for folder, _, names in os.walk(top)
               for name in names if name.endswith(".py")]  # fmt: skip
    for source in sorted(sources):
        state.update(source.read_bytes())
    return state.hexdigest()

"""The new site takes the old one's place, whole or not at all, however the machine stops in the middle.

Many changed files come as a new folder that is renamed. A few are moved into the folder that is there: all are ready
beside it, each takes its place in one step, and a list written beforehand lets the next build finish what a power
cut left; the cost is that of what changed, and a reader meets the mixture for the milliseconds that it takes.
"""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from communique.errors import BuildError
from communique.site.census import census, equal
from communique.site.renewal import put
from communique.site.write import replace

FEW = 2000  # files; moving so many takes about a twentieth of a second
MOVING = ".moving"  # in the new folder: its moving into the old one has begun


def recover(public: Path, beside: Path, old: Path) -> None:
    """Clear what an interrupted build left: what it had begun to publish is published, all else is dropped.

    Raises:
        BuildError: the folder that is to become the site is something else.
    """
    if old.exists() and not public.exists():
        old.rename(public)
    if (beside / MOVING).is_file() and public.is_dir():
        _move(beside, public)
    for leftover in (beside, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    if public.is_symlink() or (public.exists() and not public.is_dir()):
        raise BuildError(f"{public} is not a folder; name another or remove it")
    if public.is_dir() and any(public.iterdir()) and not (public / "index.html").is_file():
        raise BuildError(f"{public} holds something else than a site; name another folder or empty it")
    public.parent.mkdir(parents=True, exist_ok=True)


def swap(beside: Path, public: Path, old: Path, stay: Collection[str], present: Collection[str]) -> None:
    """Publish what was made beside, together with what stays of the old site.

    Args:
        beside: the folder of what was made; it is gone afterwards.
        public: the folder of the site, which may be missing.
        old: where the old site may go meanwhile.
        stay: the files of the old site that belong to the new one, by their paths in it; nothing else does.
        present: all files of the old site.
    """
    new = census(beside)
    here, there = f"{beside}/", f"{public}/"
    same = [path for path in new if path in present and equal(here + path, there + path)]
    gone = [path for path in present if path not in new and path not in stay]
    few = len(new) - len(same) + len(gone) <= FEW
    if public.exists() and few and not _in_the_way(new, present, public):
        for path in same:
            (beside / path).unlink()
        with _settled():
            _begin(beside, public, gone, old)
    else:
        for path in stay:
            put(public / path, beside / path)
        with _settled():
            _rename(beside, public, old)
        shutil.rmtree(old, ignore_errors=True)


def _in_the_way(new: Collection[str], present: Collection[str], public: Path) -> bool:
    """Whether a file would have to become a folder, or the other way round."""
    place = f"{public}/"
    folders: set[str] = set()
    for path in new:
        folder = posixpath.dirname(path)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    # a path object for each of thousands of files takes longer than the look at it
    return any(os.path.isfile(place + folder) for folder in folders) or any(  # noqa: PTH113 - see above
        path not in present and os.path.isdir(place + path)  # noqa: PTH112 - see above
        for path in new
    )


def _begin(beside: Path, public: Path, gone: list[str], old: Path) -> None:
    """Move files into the site. If one cannot be moved, those before it are put back."""
    moving = list(census(beside))
    for path in [*moving, *gone]:  # whatever a full disk could refuse comes before the first move
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        if (public / path).exists():
            put(public / path, old / path)
    replace(beside / MOVING, json.dumps(gone).encode(errors="surrogateescape"))
    try:
        _move(beside, public)
    except OSError:
        (beside / MOVING).unlink()
        for path in moving:
            (public / path).unlink(missing_ok=True)
        for path in census(old):
            (old / path).replace(public / path)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _move(beside: Path, public: Path) -> None:
    """Move every file from one folder into the other, and remove there what the list says; again does no harm."""
    gone = json.loads((beside / MOVING).read_bytes())
    for path in sorted(census(beside)):
        if path != MOVING:
            (public / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).replace(public / path)
    for path in gone:
        (public / path).unlink(missing_ok=True)
        for parent in (public / path).parents:
            if parent == public:
                break
            with suppress(OSError):  # not empty
                parent.rmdir()
                continue
            break
    shutil.rmtree(beside, ignore_errors=True)


def _rename(beside: Path, public: Path, old: Path) -> None:
    """Put the new folder in the old one's place; between the two renames there is no site."""
    if public.exists():
        public.rename(old)
    try:
        beside.rename(public)
    except OSError:
        if old.exists():
            old.rename(public)
        raise


@contextmanager
def _settled() -> Iterator[None]:
    """Let signals wait until it is done."""
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)

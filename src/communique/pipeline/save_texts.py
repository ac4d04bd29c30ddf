"""Write texts of a person all or none, also where the disk is full or the process is killed: an undo journal.

Each new text is written whole into a hidden folder below a root, beside a second name of the old one. A journal then
says what is about to change, the files are renamed, and the journal goes: only then has it happened. Whoever comes
after a killed process takes the old names back (``undo_interrupted``), which needs no space on the disk.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from communique.pipeline.filesystem import link_or_copy, stat_signature

FOLDER: Final = ".saving"
"""The hidden folder, which is there only while something is saved, or after a kill until the next command."""

_JOURNAL: Final = "journal.json"


def save_text(target: Path, text: str, *, new: bool = False, root: Path | None = None) -> None:
    """Replace a text that a person wrote, so that a full disk, Ctrl-C or a kill leaves the old one.

    Args:
        target: the file; it keeps its mode.
        text: its new text.
        new: refuse where there is a file already.
        root: a folder above it, on the same disk, for what is needed meanwhile; by default its own.

    Raises:
        FileExistsError: there is, though ``new``.
        OSError: the disk refuses.
    """
    save_texts(root or target.parent, {target: text}, new=new)


def save_texts(
    root: Path, texts: Mapping[Path, str], removed: Iterable[Path] = (), *, new: bool = False
) -> None:
    """Write and remove several texts of a person, all or none.

    Args:
        root: a folder above all of them, on the same disk.
        texts: the files to write, there already or new; each keeps its mode.
        removed: files to remove too.
        new: refuse where there is one of the files already.

    Raises:
        FileExistsError: there is, though ``new``.
        OSError: the disk refuses.
    """
    changes = [*texts.items(), *((target, None) for target in removed)]
    if not changes:
        return
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root, wait=True):
        _undo(root)
        folder = root / FOLDER
        try:
            folder.mkdir()
            journal = [_stage(root, target, text, number) for number, (target, text) in enumerate(changes)]
            _write_durably(folder / "begun", json.dumps(journal))
            (folder / "begun").rename(folder / _JOURNAL)
            for number, (target, text) in enumerate(changes):
                if text is None:
                    target.unlink()
                elif new:
                    os.link(folder / f"{number}.new", target)  # unlike a rename this fails where a file is
                else:
                    (folder / f"{number}.new").replace(target)
            (folder / _JOURNAL).unlink()
        finally:
            _undo(root)


def undo_interrupted(root: Path) -> None:
    """Undo what a killed process had begun to save below a root, and remove its leavings.

    What was written there since stays as it is, and so does what a running process is about to save.
    """
    if (root / FOLDER).is_dir():
        with _locked(root, wait=False) as is_ours:
            if is_ours:
                _undo(root)


def _stage(root: Path, target: Path, text: str | None, number: int) -> tuple[str, str]:
    """Write a new text and link the old one; return the target's path and the signature that it will have."""
    new, old = root / FOLDER / f"{number}.new", root / FOLDER / f"{number}.old"
    target.parent.mkdir(parents=True, exist_ok=True)
    has_old = os.path.lexists(target)
    if has_old:
        link_or_copy(target, old)
    if text is not None:
        _write_durably(new, text)
        if has_old and target.exists():
            shutil.copymode(target, new)
    return target.relative_to(root).as_posix(), stat_signature(new)


def _write_durably(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _undo(root: Path) -> None:
    """Give every file that was replaced its old name back, if a journal says so, and remove the hidden folder."""
    folder = root / FOLDER
    if not folder.is_dir():
        return
    with suppress(FileNotFoundError, ValueError):  # no journal: all was renamed, or nothing
        for number, (path, signature) in enumerate(json.loads((folder / _JOURNAL).read_bytes())):
            target, old = root / path, folder / f"{number}.old"
            if not target.parent.resolve().is_relative_to(
                root.resolve()
            ):  # a journal of somebody else's making
                continue
            if stat_signature(target) != signature:  # it was not reached, or somebody has changed it since
                continue
            if old.exists() or old.is_symlink():
                old.replace(target)
            else:
                target.unlink(missing_ok=True)
        (folder / _JOURNAL).unlink()
    shutil.rmtree(folder)


@contextmanager
def _locked(root: Path, *, wait: bool) -> Iterator[bool]:
    """Hold a folder against other processes; yield False where another has it and is not waited for.

    Where a system or a disk has no such locks nothing is held: two at once may then undo each other, and say so.
    """
    is_ours, descriptor = True, -1
    with suppress(ImportError, OSError):
        import fcntl

        descriptor = os.open(root, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            is_ours = False
    try:
        yield is_ours
    finally:
        if descriptor >= 0:
            os.close(descriptor)

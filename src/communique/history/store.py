"""The folder ``releases/`` beside the entries: a folder for each, written whole or not at all, then never again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.errors import HistoryError
from communique.history.change import Change
from communique.history.manifest import Manifest
from communique.history.versions import is_version

MANIFEST, CHANGES, WORDS = "manifest.json", "changes.jsonl", "CHANGES.md"
"""The files of a release's folder."""

_CURE = "restore releases/ from git"


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release as its folder holds it; the changes are read when they are asked for."""

    folder: Path
    manifest: Manifest

    @property
    def version(self) -> str:
        """Its number."""
        return self.manifest.version

    def changes(self) -> list[Change]:
        """Every change against the release before.

        Raises:
            HistoryError: the file is missing, or a line of it is no change.
        """
        file = self.folder / CHANGES
        found = []
        for number, line in enumerate(_text(file).split("\n"), 1):
            if line:
                try:
                    found.append(Change.of(line))
                except ValueError as error:
                    raise HistoryError(f"{file}:{number}: this is no change ({error}); {_CURE}") from error
        return found


def releases(folder: Path) -> list[StoredRelease]:
    """Every release of a record, oldest first; none where the folder does not exist.

    Raises:
        HistoryError: a folder or a manifest is damaged, or a release between two others is missing.
    """
    if not folder.is_dir():
        return []
    found = sorted(map(_release, _folders(folder)), key=lambda one: one.manifest.number)
    before: str | None = None
    for one in found:
        if one.manifest.previous != before:
            missing = (
                f"follows {one.manifest.previous}" if one.manifest.previous else "says that it is the first"
            )
            where = f"but {before or 'nothing'} stands before it"
            raise HistoryError(f"{one.folder / MANIFEST}: {one.version} {missing}, {where}; {_CURE}")
        before = one.version
    return found


def write(folder: Path, manifest: Manifest, changes: Iterable[Change], words: str) -> StoredRelease:
    """Add a release to a record. A reader meets all of its files or none.

    Raises:
        HistoryError: there is such a release already.
    """
    final = folder / manifest.version
    if final.exists():
        raise HistoryError(f"{final} exists already; a release is never written twice")
    files = {
        MANIFEST: manifest.text().encode(),
        CHANGES: b"".join(change.line() for change in changes),
        WORDS: words.encode(),
    }
    # Beside the folder, not in it: what a run that is cut off leaves must not look like a part of the record.
    whole(final, files, folder.with_name(f".{folder.name}.{manifest.version}.new"))
    return StoredRelease(final, manifest)


def whole(final: Path, files: Mapping[str, bytes], making: Path) -> None:
    """Write the files of a folder elsewhere on the same disk and put them in its place; on failure, leave nothing."""
    shutil.rmtree(making, ignore_errors=True)  # of a run that was cut off
    try:
        making.mkdir(parents=True)
        for name, data in files.items():
            (making / name).write_bytes(data)
        final.parent.mkdir(parents=True, exist_ok=True)
        making.rename(final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def upto(found: Sequence[StoredRelease], version: str) -> list[StoredRelease]:
    """The releases up to and with one of them; all of them where there is no such one."""
    numbers = [one.version for one in found]
    return list(found[: numbers.index(version) + 1]) if version in numbers else list(found)


def _folders(folder: Path) -> Iterator[Path]:
    for one in sorted(folder.iterdir()):
        if not one.is_dir() or one.name.startswith("."):
            continue
        if not is_version(one.name):
            raise HistoryError(f"{one} is no release: its name is no release number; move it away")
        yield one


def _release(folder: Path) -> StoredRelease:
    file = folder / MANIFEST
    try:
        manifest = Manifest.of(_text(file))
    except ValueError as error:
        raise HistoryError(f"{file}: this is no manifest ({error}); {_CURE}") from error
    if manifest.version != folder.name:
        raise HistoryError(f"{file}: it is of release {manifest.version}, not of {folder.name}; {_CURE}")
    return StoredRelease(folder, manifest)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise HistoryError(f"{file} is missing; {_CURE}") from error
    except UnicodeDecodeError as error:
        raise HistoryError(f"{file} is not UTF-8 text; {_CURE}") from error

"""Cache what the last build wrote, so that files with unchanged inputs are not rendered again.

A thing (an event, a list) has a key, which says everything that its files are made of. The files of an earlier build
stay where they are if the key is the same and nobody has touched them since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from communique.pipeline.filesystem import stat_signature, stat_tree, write_atomic
from communique.pipeline.output_file import OutputFile, UnchangedFile

_CODE_FOLDERS = ("site", "schema", "releases")
_CODE_SUFFIXES = (".py", ".md")
_LIBRARIES = ("babel", "jinja2", "markupsafe", "pydantic", "sqlalchemy")


@dataclass(slots=True)
class BuildCache:
    """A cache of the generated files of the last build and of this one, by name.

    Args:
        folder: of the generated files; None where nothing is kept, so that everything is made anew.
        file: where the shelf is kept for the next build.
        previous: by thing, its key and the seals of its files.
        on_disk: the seals of the files as they are.
    """

    folder: Path | None = None
    file: Path | None = None
    previous: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    on_disk: dict[str, str] = field(default_factory=dict)
    current: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    _unchanged_paths: set[str] = field(default_factory=set)

    @classmethod
    def from_file(cls, work_folder: Path, folder: Path) -> BuildCache:
        """Return the cache that the last build left; an empty one if the file is absent or not valid."""
        file = work_folder / "shelf.json"
        try:
            previous = {
                name: (key, dict(files)) for name, (key, files) in json.loads(file.read_bytes()).items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            previous = {}
        return cls(folder, file, previous, stat_tree(folder) if previous else {})

    def get(self, name: str, key: str) -> list[UnchangedFile] | None:
        """Return the cached files of `name`, or None if `key` or a file on disk differs; "" is never cached."""
        cached_key, files = self.previous.get(name, ("", {}))
        if (
            not key
            or cached_key != key
            or any(self.on_disk.get(path) != signature for path, signature in files.items())
        ):
            return None
        self.current[name] = key, [*files]
        self._unchanged_paths.update(files)
        return [UnchangedFile(path, signature) for path, signature in files.items()]

    def is_intact(self, path: str, name: str = "") -> bool:
        """Return whether a file is as the last build wrote it; `name` defaults to its own path."""
        signature = self.previous.get(name or path, ("", {}))[1].get(path)
        return signature is not None and signature == self.on_disk.get(path)

    def put(self, name: str, key: str, pages: Sequence[OutputFile]) -> Iterator[OutputFile]:
        """Return an iterator over the files of `name` and record them under `key`."""
        self.current[name] = key, [page.path for page in pages]
        return iter(pages)

    def put_stream(self, name: str, key: str, pages: Iterator[OutputFile]) -> Iterator[OutputFile]:
        """Yield the files of `name` one by one, too many to hold together, and record them under `key`."""
        paths: list[str] = []
        for page in pages:
            paths.append(page.path)
            yield page
        self.current[name] = key, paths

    def to_file(self) -> None:
        """Write the cache for the next build, when all its files are written."""
        if self.folder is None or self.file is None:
            return
        unchanged_paths, folder = self._unchanged_paths, f"{self.folder}/"
        entries = {
            name: (
                key,
                {
                    path: self.on_disk[path] if path in unchanged_paths else stat_signature(folder + path)
                    for path in paths
                },
            )
            for name, (key, paths) in self.current.items()
        }
        write_atomic(self.file, json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode())


@cache
def code_fingerprint() -> bytes:
    """Return a digest of what all pages share: code, templates and the versions of the libraries."""
    package_root = Path(__file__).parent.parent
    hasher = hashlib.blake2b(digest_size=16)
    for name in _CODE_FOLDERS:
        for path in sorted((package_root / name).resolve().rglob("*")):
            if path.suffix in _CODE_SUFFIXES and path.is_file():
                hasher.update(f"{path.name}\0".encode())
                hasher.update(path.read_bytes())
    hasher.update(repr([metadata.version(name) for name in _LIBRARIES]).encode())
    return hasher.digest()

"""What the last build made of what: a page whose making has not changed is neither rendered nor written again.

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

from communique.site.census import census, seal
from communique.site.page import Kept, Page
from communique.site.write import replace

_ROOMS = ("site", "schema", "history")
_SHAPING = (".py", ".md")
_MAKERS = ("babel", "jinja2", "markupsafe", "pydantic", "sqlalchemy")


@dataclass(slots=True)
class Shelf:
    """The generated files of the last build and of this one, by the thing that they are made of.

    Args:
        folder: of the generated files; None where nothing is kept, so that everything is made anew.
        file: where the shelf is kept for the next build.
        last: by thing, its key and the seals of its files.
        there: the seals of the files as they are.
    """

    folder: Path | None = None
    file: Path | None = None
    last: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    there: dict[str, str] = field(default_factory=dict)
    now: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, work: Path, folder: Path) -> Shelf:
        """The shelf that the last build left; an empty one if it is absent or none of ours."""
        file = work / "shelf.json"
        try:
            last = {name: (key, dict(files)) for name, (key, files) in json.loads(file.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            last = {}
        return cls(folder, file, last, census(folder) if last else {})

    def kept(self, name: str, key: str) -> list[Kept] | None:
        """The files of a thing, if they are what would be made now; what has no key is not kept."""
        known, files = self.last.get(name, ("", {}))
        if not key or known != key or any(self.there.get(path) != seal for path, seal in files.items()):
            return None
        self.now[name] = key, [*files]
        self._kept.update(files)
        return [Kept(path, seal) for path, seal in files.items()]

    def intact(self, path: str, name: str = "") -> bool:
        """Whether a file is as the last build made it, of whatever; a file that is a thing alone is its own name."""
        known = self.last.get(name or path, ("", {}))[1].get(path)
        return known is not None and known == self.there.get(path)

    def made(self, name: str, key: str, pages: Sequence[Page]) -> Iterator[Page]:
        """Hand on the files of a thing, and remember them."""
        self.now[name] = key, [page.path for page in pages]
        return iter(pages)

    def streamed(self, name: str, key: str, pages: Iterator[Page]) -> Iterator[Page]:
        """Hand on the files of a thing one by one, where they are too many to be held together, and remember them."""
        paths: list[str] = []
        for page in pages:
            paths.append(page.path)
            yield page
        self.now[name] = key, paths

    def write(self) -> None:
        """Keep the shelf for the next build, when all its files are written."""
        if self.folder is None or self.file is None:
            return
        kept, folder = self._kept, f"{self.folder}/"
        found = {
            name: (key, {path: self.there[path] if path in kept else seal(folder + path) for path in paths})
            for name, (key, paths) in self.now.items()
        }
        replace(self.file, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


@cache
def making() -> bytes:
    """What all pages share: the code and the templates that make them, and the libraries they use."""
    room = Path(__file__).parent.parent
    state = hashlib.blake2b(digest_size=16)
    for name in _ROOMS:
        for path in sorted((room / name).resolve().rglob("*")):
            if path.suffix in _SHAPING and path.is_file():
                state.update(f"{path.name}\0".encode())
                state.update(path.read_bytes())
    state.update(repr([metadata.version(name) for name in _MAKERS]).encode())
    return state.digest()

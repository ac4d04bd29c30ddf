"""Keep the files of the last build by keys, so that what was made of the same is not made again.

A key says everything that its files are made of, besides an environment that all share, such as the code: in another
environment nothing is kept. The files stay where the last build left them, as long as nobody has touched them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from communique.pipeline.cache_key import KeyMaker, blake2b_hex
from communique.pipeline.filesystem import stat_signature, stat_tree, write_atomic
from communique.pipeline.output_file import OutputFile, UnchangedFile


class BuildCache:
    """A cache of the files in one folder.

    Args:
        file: where the keys stand for the next build; None where nothing is kept, so that everything is made anew.
        folder: of the files.
        environment: what all files share.
        shared_types: as for ``KeyMaker``.
    """

    def __init__(
        self,
        file: Path | None = None,
        folder: Path | None = None,
        environment: str = "",
        shared_types: Iterable[type] = (),
    ) -> None:
        self.file, self.folder, self.environment = file, folder, environment
        self._previous = _read_keys(file, environment) if file else {}
        self._current: dict[str, tuple[list[str], Any]] = {}
        self.on_disk = stat_tree(folder) if folder else {}
        """The stat signatures of all files in the folder, as the cache found them."""
        self._unchanged: set[str] = set()
        self._key_maker = KeyMaker(shared_types)

    def make_key(self, *parts: object) -> str:
        """Return the key of what is made from some parts; "" where nothing is kept."""
        return self._key_maker.make_key(*parts) if self.file else ""

    def get(self, key: str) -> list[UnchangedFile] | None:
        """Return the files of a key as the last build left them, or None if they must be made; "" is never kept."""
        if not key or key not in self._previous:
            return None
        signatures, facts = self._previous[key]
        if any(self.on_disk.get(path) != signature for path, signature in signatures.items()):
            return None
        self._current[key] = [*signatures], facts
        self._unchanged.update(signatures)
        return [UnchangedFile(path, signature) for path, signature in signatures.items()]

    def get_facts(self, key: str) -> Any:
        """Return what the last build put beside the files of a key; None where it put nothing."""
        return self._previous.get(key, ({}, None))[1]

    def put(self, key: str, files: Iterable[OutputFile]) -> Iterator[OutputFile]:
        """Yield files one by one, since they may be too many to hold together, and keep them under a key."""
        paths: list[str] = []
        for file in files:
            paths.append(file.path)
            yield file
        self.record(key, paths)

    def record(self, key: str, paths: Sequence[str], facts: Any = None) -> None:
        """Keep files that are written otherwise under a key.

        Args:
            key: says what they are made of.
            paths: of the files, relative to the folder.
            facts: what else came out, as JSON holds it.
        """
        if key:
            self._current[key] = [*paths], facts

    def get_or_build(
        self, key: str, build: Callable[[], Iterable[OutputFile]]
    ) -> Iterator[OutputFile | UnchangedFile]:
        """Yield the kept files of a key, or build them."""
        unchanged = self.get(key)
        yield from self.put(key, build()) if unchanged is None else unchanged

    def previous_file(self, path: str) -> Path | None:
        """Return a file that the last build made in the same environment, whatever of; None if it was touched."""
        signature = self.on_disk.get(path)
        is_intact = signature is not None and any(
            signatures.get(path) == signature for signatures, _ in self._previous.values()
        )
        return self.folder / path if self.folder and is_intact else None

    def save(self) -> None:
        """Write the keys for the next build, once all files are written."""
        if self.file is None or self.folder is None:
            return
        prefix = f"{self.folder}/"
        keys = {
            key: (
                {
                    path: self.on_disk[path] if path in self._unchanged else stat_signature(prefix + path)
                    for path in paths
                },
                facts,
            )
            for key, (paths, facts) in self._current.items()
        }
        content = json.dumps([self.environment, keys], ensure_ascii=False, separators=(",", ":"))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode(errors="surrogateescape")
        write_atomic(self.file, b"%s\n%s" % (blake2b_hex(data).encode(), data))


def _read_keys(file: Path, environment: str) -> dict[str, tuple[dict[str, str], Any]]:
    """Return the files of each key as the last build left them; {} where it was another one, or left none."""
    try:
        checksum, _, data = file.read_bytes().partition(b"\n")
        if checksum != blake2b_hex(data).encode():
            return {}
        made_in, keys = json.loads(data.decode(errors="surrogateescape"))
        return (
            {key: (dict(signatures), facts) for key, (signatures, facts) in keys.items()}
            if made_in == environment
            else {}
        )
    except (OSError, ValueError, TypeError, AttributeError):  # absent, or of another form
        return {}

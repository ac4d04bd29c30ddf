"""Keep the files of the last build by keys, so that what was made of the same is not made again.

A key says everything that its files are made of, besides an environment that all share, such as the code: in another
environment nothing is kept. The files stay where the last build left them, as long as nobody has touched them.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

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

    def put(self, key: str, files: Iterable[OutputFile], facts: Any = None) -> Iterator[OutputFile]:
        """Yield files one by one, since they may be too many to hold together, and keep them under a key."""
        paths: list[str] = []
        for file in files:
            paths.append(file.path)
            yield file
        self.record(key, paths, facts)

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


_CODE_SUFFIXES = (".html", ".py")


def blake2b_hex(data: bytes) -> str:
    """Return the BLAKE2b digest of `data` in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def code_fingerprint(*folders: Path) -> str:
    """Return a digest of the code and templates in some folders: what other code made is made again."""
    hasher = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(folder.resolve().rglob("*")):
            if path.suffix in _CODE_SUFFIXES and path.is_file():
                hasher.update(f"{path.name}\0".encode())
                hasher.update(path.read_bytes())
    return hasher.hexdigest()


class KeyMaker:
    """A maker of keys for one run.

    Args:
        shared_types: dataclasses whose objects stand in a dozen things, so that each is taken apart once.
    """

    def __init__(self, shared_types: Iterable[type] = ()) -> None:
        self._memo: dict[int, tuple[object, bytes]] = {}
        self._dispatch_table = _ReducerTable(dict.fromkeys(shared_types, self._reduce_shared))

    def make_key(self, *parts: object) -> str:
        """Return the key of what is made from some parts: dataclasses and simple values, but no sets."""
        return blake2b_hex(self._pickle_value(parts))

    def _pickle_value(self, value: object) -> bytes:
        """Pickle a value without pickle's memo, so that identical and equal parts give the same bytes."""
        packed = io.BytesIO()
        pickler = pickle.Pickler(packed, 5)
        pickler.fast = True
        pickler.dispatch_table = self._dispatch_table
        pickler.dump(value)
        return packed.getvalue()

    def _reduce_shared(self, item: object) -> tuple[Any, ...]:
        """Reduce an object of a shared type to its digest; it is referenced here, so its id stays unique."""
        memoized = self._memo.get(id(item))
        if memoized is None:
            packed = self._pickle_value(_field_values(item))
            memoized = self._memo[id(item)] = item, hashlib.blake2b(packed, digest_size=16).digest()
        return bytes, (memoized[1],)


class _ReducerTable(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """A dispatch table for pickle that reduces a dataclass to its fields, quicker than pickle's own way."""

    def __missing__(self, type_: type) -> Callable[[Any], tuple[Any, ...]]:
        if not hasattr(type_, "__dataclass_fields__"):
            raise KeyError(type_)
        get_fields = attrgetter(*(field.name for field in fields(type_)))
        self[type_] = lambda value: (dict, (), None, None, iter(((type_.__name__, get_fields(value)),)))
        return self[type_]


def _field_values(item: Any) -> tuple[Any, ...]:
    return tuple([getattr(item, name) for name in item.__dataclass_fields__])

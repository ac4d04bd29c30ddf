"""Make cache keys: equal things have equal keys, in whichever process they were made, and different ones do not."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

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

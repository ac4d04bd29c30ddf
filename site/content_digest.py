"""Hash the content of a view: equal views give equal digests, in whichever process they were built."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from communique.site.formats.feed_items import FeedItem
from communique.site.pages.components import EventRow

_SHARED_TYPES = (EventRow, FeedItem)
"""What stands in a dozen views or files, so that it is taken apart once."""


class ContentHasher:
    """A hasher of the views of one build.

    Args:
        shared: what all pages are made of besides their views.
    """

    def __init__(self, shared: bytes) -> None:
        self.shared = shared
        self._memo: dict[int, tuple[object, bytes]] = {}
        self._dispatch_table = _ReducerTable(self._reduce_shared)

    def hash_value(self, value: object) -> str:
        """Return the digest of a view, or of another simple value, in hexadecimal."""
        hasher = hashlib.blake2b(self.shared, digest_size=16)
        hasher.update(self._pickle_value(value))
        return hasher.hexdigest()

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
            packed = self._pickle_value(_FIELD_GETTERS[type(item)](item))
            memoized = self._memo[id(item)] = item, hashlib.blake2b(packed, digest_size=16).digest()
        return bytes, (memoized[1],)


class _ReducerTable(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """A dispatch table for pickle that reduces a dataclass to its fields, quicker than pickle's own way."""

    def __init__(self, reduce_shared: Callable[[Any], tuple[Any, ...]]) -> None:
        super().__init__(dict.fromkeys(_SHARED_TYPES, reduce_shared))

    def __missing__(self, type_: type) -> Callable[[Any], tuple[Any, ...]]:
        if not hasattr(type_, "__dataclass_fields__"):
            raise KeyError(type_)
        get_fields = _field_getter(type_)
        self[type_] = lambda value: (dict, (), None, None, iter(((type_.__name__, get_fields(value)),)))
        return self[type_]


def _field_getter(type_: type) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in fields(type_)))


_FIELD_GETTERS: dict[type, Callable[[Any], Any]] = {type_: _field_getter(type_) for type_ in _SHARED_TYPES}

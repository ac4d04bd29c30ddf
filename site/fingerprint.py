"""A short name for what a file is made of: the same for equal views, in whichever process they were made."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from communique.site.items import Item
from communique.site.views.parts import EventRow

_SHARED = (EventRow, Item)
"""What stands in a dozen views or files, so that it is taken apart once."""


class Fingerprints:
    """Fingerprints of the views of one build.

    Args:
        shared: what all pages are made of besides their views.
    """

    def __init__(self, shared: bytes) -> None:
        self.shared = shared
        self._lines: dict[int, tuple[object, bytes]] = {}
        self._table = _Reducers(self._line)

    def of(self, value: object) -> str:
        """The fingerprint of a view, or of another plain value."""
        state = hashlib.blake2b(self.shared, digest_size=16)
        state.update(self._pickled(value))
        return state.hexdigest()

    def _pickled(self, value: object) -> bytes:
        """Everything in a value, whether its parts are one object or equal ones: hence without pickle's memo."""
        packed = io.BytesIO()
        pickler = pickle.Pickler(packed, 5)
        pickler.fast = True
        pickler.dispatch_table = self._table
        pickler.dump(value)
        return packed.getvalue()

    def _line(self, one: object) -> tuple[Any, ...]:
        """An event's line; it is held, so that no other object can have its number."""
        known = self._lines.get(id(one))
        if known is None:
            packed = self._pickled(_TAKEN[type(one)](one))
            known = self._lines[id(one)] = one, hashlib.blake2b(packed, digest_size=16).digest()
        return bytes, (known[1],)


class _Reducers(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How objects are taken apart: a dataclass by its fields, which is quicker than its own way."""

    def __init__(self, line: Callable[[Any], tuple[Any, ...]]) -> None:
        super().__init__(dict.fromkeys(_SHARED, line))

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if not hasattr(kind, "__dataclass_fields__"):
            raise KeyError(kind)
        take = _parts(kind)
        self[kind] = lambda value: (dict, (), None, None, iter(((kind.__name__, take(value)),)))
        return self[kind]


def _parts(kind: type) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in fields(kind)))


_TAKEN: dict[type, Callable[[Any], Any]] = {kind: _parts(kind) for kind in _SHARED}

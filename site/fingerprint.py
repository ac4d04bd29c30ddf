"""A short name for what a view holds: the same for equal views, in whichever process they were made."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from communique.site.views import View
from communique.site.views.parts import EventRow


class Fingerprints:
    """Fingerprints of the views of one build.

    Args:
        shared: what all pages are made of besides their views.
    """

    def __init__(self, shared: bytes) -> None:
        self.shared = shared
        self._rows: dict[int, tuple[EventRow, bytes]] = {}
        self._table = _Reducers(self._row)

    def of(self, view: View) -> str:
        """The fingerprint of a view."""
        state = hashlib.blake2b(self.shared, digest_size=16)
        state.update(self._pickled(view))
        return state.hexdigest()

    def _pickled(self, value: object) -> bytes:
        """Everything in a value, whether its parts are one object or equal ones: hence without pickle's memo."""
        packed = io.BytesIO()
        pickler = pickle.Pickler(packed, 5)
        pickler.fast = True
        pickler.dispatch_table = self._table
        pickler.dump(value)
        return packed.getvalue()

    def _row(self, row: EventRow) -> tuple[Any, ...]:
        """An event's line stands on a dozen pages, so it is taken apart once."""
        known = self._rows.get(id(row))
        if known is None:
            parts = _parts(EventRow)(row)
            known = self._rows[id(row)] = row, hashlib.blake2b(self._pickled(parts), digest_size=16).digest()
        return bytes, (known[1],)


class _Reducers(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How objects are taken apart: a dataclass by its fields, which is quicker than its own way."""

    def __init__(self, row: Callable[[EventRow], tuple[Any, ...]]) -> None:
        super().__init__({EventRow: row})

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if not hasattr(kind, "__dataclass_fields__"):
            raise KeyError(kind)
        take = _parts(kind)
        self[kind] = lambda value: (dict, (), None, None, iter(((kind.__name__, take(value)),)))
        return self[kind]


@cache
def _parts(kind: type) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in fields(kind)))

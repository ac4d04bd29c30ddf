"""Write all events as JSON Lines, so that programs learn every column from the first lines alone.

Readers such as polars take the types of columns from the first hundred lines: what is null in all of these may be no
text later, and a key that comes later is lost. So the events by which a key or a value comes for the first time stand
before the others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from communique.site.pages.event.document_view import EventDocument

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode_event_line(document: EventDocument) -> bytes:
    """Return an event's JSON as one line of bytes that ends with a line feed."""
    return _encode(document).encode() + b"\n"


def list_value_paths(document: EventDocument) -> frozenset[str]:
    """Return where an event's JSON has a value, each with the value's type; null is none."""
    return frozenset(_iter_value_paths(document, ""))


def _iter_value_paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{path}:dict"
        for key, inner in value.items():
            yield from _iter_value_paths(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _iter_value_paths(inner, f"{path}[]")
    elif value is not None:
        yield f"{path}:{type(value).__name__}"


class EventLineWriter:
    """Writes the lines of all events to a file, those that bring something new before the others.

    Args:
        file: where they go.
        paths: what is known of the numbers of paths, which are the bits of what an event has.
    """

    def __init__(self, file: Path, paths: Iterable[str] = ()) -> None:
        self._file = file
        self._numbers = {path: number for number, path in enumerate(paths)}
        self._seen = 0

    def __enter__(self) -> EventLineWriter:
        """Open the file, and one for the others."""
        self._first = self._file.open("wb")
        self._others = TemporaryFile(dir=self._file.parent)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Append the others, and close the file."""
        with self._first, self._others:
            self._others.seek(0)
            shutil.copyfileobj(self._others, self._first, 1 << 20)

    @property
    def paths(self) -> list[str]:
        """All paths by their numbers."""
        return list(self._numbers)

    def number_paths(self, paths: Iterable[str]) -> int:
        """Return what an event has, as bits."""
        bits = 0
        for path in sorted(paths):
            bits |= 1 << self._numbers.setdefault(path, len(self._numbers))
        return bits

    def write(self, line: bytes, bits: int) -> None:
        """Write the line of the next event, by the order of ids."""
        (self._first if bits & ~self._seen else self._others).write(line)
        self._seen |= bits

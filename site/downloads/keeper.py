"""Files of tables that have not changed since the last build stay as they are."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Table

from communique.database import head
from communique.site.downloads.database_file import PATH
from communique.site.downloads.parquet_file import version
from communique.site.page import Kept, Page
from communique.site.shelf import Shelf

_WRITERS = (sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION, version())
"""What else lays out the same rows otherwise."""


class Keeper:
    """Knows which tables are as they were.

    Args:
        shelf: what the last build made.
        digests: of the tables, by name; without them nothing is kept.
        shared: what all files are made of besides their rows.
    """

    def __init__(self, shelf: Shelf, digests: Mapping[str, str], shared: bytes = b"") -> None:
        self.shelf, self.digests, self.shared = shelf, digests, shared

    def _key(self, tables: Iterable[Table], hidden: Collection[str]) -> str:
        state = [
            self.shared,
            head(),
            _WRITERS,
            sorted(hidden),
            *(self.digests[table.name] for table in tables),
        ]
        return hashlib.blake2b(repr(state).encode(), digest_size=16).hexdigest()

    def kept(self, name: str, tables: Iterable[Table], hidden: Collection[str]) -> list[Kept] | None:
        """The files of some tables, if they are what would be made now."""
        return self.shelf.kept(f"tables {name}", self._key(tables, hidden)) if self.digests else None

    def made(
        self, name: str, tables: Iterable[Table], hidden: Collection[str], pages: Iterable[Page]
    ) -> Iterator[Page]:
        """Hand on the files of some tables, and remember them."""
        if not self.digests:
            return iter(pages)
        return self.shelf.made(f"tables {name}", self._key(tables, hidden), [*pages])

    def database(self, hidden: Collection[str]) -> Path | None:
        """The SQLite file of the last build, if the same hands made it, whatever its tables hold now."""
        same = self.kept("hands", (), hidden) is not None
        deque(self.made("hands", (), hidden, ()), maxlen=0)
        return self.last("database", PATH) if same else None

    def last(self, name: str, path: str) -> Path | None:
        """A file that the last build made of some tables, whatever these hold now; None if it is not as it was."""
        return (
            self.shelf.folder / path
            if self.shelf.folder and self.shelf.intact(path, f"tables {name}")
            else None
        )

    def file(self, kept: Kept) -> Path:
        """Where a file that was kept lies."""
        if self.shelf.folder is None:
            raise ValueError(f"{kept.path} is kept nowhere")
        return self.shelf.folder / kept.path

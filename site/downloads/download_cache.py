"""Reuse the download files of tables that have not changed since the last build."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Table

from communique.database import head_revision
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.site.build_cache import BuildCache
from communique.site.downloads.parquet_file import pyarrow_version
from communique.site.downloads.sqlite_file import PATH

_WRITER_VERSIONS = (sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION, pyarrow_version())
"""What else lays out the same rows otherwise."""


class DownloadCache:
    """A cache of the last build's download files, by table.

    Args:
        shelf: what the last build made.
        digests: of the tables, by name; without them nothing is kept.
        shared: what all files are made of besides their rows.
    """

    def __init__(self, build_cache: BuildCache, digests: Mapping[str, str], shared: bytes = b"") -> None:
        self.build_cache, self.digests, self.shared = build_cache, digests, shared

    def _cache_key(self, tables: Iterable[Table], hidden: Collection[str]) -> str:
        state = [
            self.shared,
            head_revision(),
            _WRITER_VERSIONS,
            sorted(hidden),
            *(self.digests[table.name] for table in tables),
        ]
        return hashlib.blake2b(repr(state).encode(), digest_size=16).hexdigest()

    def get(self, name: str, tables: Iterable[Table], hidden: Collection[str]) -> list[UnchangedFile] | None:
        """Return the files of some tables if they are what would be built now, else None."""
        return (
            self.build_cache.get(f"tables {name}", self._cache_key(tables, hidden)) if self.digests else None
        )

    def put(
        self, name: str, tables: Iterable[Table], hidden: Collection[str], pages: Iterable[OutputFile]
    ) -> Iterator[OutputFile]:
        """Return the files of some tables unchanged, and store them for the next build."""
        if not self.digests:
            return iter(pages)
        return self.build_cache.put(f"tables {name}", self._cache_key(tables, hidden), [*pages])

    def previous_sqlite(self, hidden: Collection[str]) -> Path | None:
        """Return the last build's SQLite file, whatever its tables hold now, or None if other code wrote it."""
        same = self.get("hands", (), hidden) is not None
        deque(self.put("hands", (), hidden, ()), maxlen=0)
        return self.previous_file("database", PATH) if same else None

    def previous_file(self, name: str, path: str) -> Path | None:
        """Return a file that the last build made of some tables, whatever these hold now; None if altered."""
        return (
            self.build_cache.folder / path
            if self.build_cache.folder and self.build_cache.is_intact(path, f"tables {name}")
            else None
        )

    def unchanged_path(self, unchanged: UnchangedFile) -> Path:
        """Return the path on disk of an unchanged file."""
        if self.build_cache.folder is None:
            raise ValueError(f"{unchanged.path} is kept nowhere")
        return self.build_cache.folder / unchanged.path

"""The view model of the downloads page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from communique.site.pages.components import Link


@dataclass(frozen=True, slots=True)
class DownloadEntry:
    """A file to download; ``size`` is formatted for reading, ``sha256`` is in hexadecimal."""

    file: Link
    format: str
    text: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TableDownloads:
    """A table and its files; each file's link is labelled with its format and size."""

    name: str
    text: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """The downloads page: every file with its checksum, how to cite it, and its terms of use.

    ``missing`` says which format is not offered and why, "" where none is missing. ``undated`` counts the events
    that the calendar cannot hold. ``licence`` is "" where none is stated, ``edition`` before the first release.
    """

    template: ClassVar[str] = "data.html"

    path: str
    files: tuple[DownloadEntry, ...]
    tables: tuple[TableDownloads, ...]
    missing: str
    undated: int
    feeds: tuple[Link, ...]
    cite: str
    bibtex: tuple[str, ...]
    licence: str
    licence_url: str
    edition: str
    document: dict[str, Any]

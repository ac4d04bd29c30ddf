"""What the page of downloads may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from communique.site.views.parts import Ref


@dataclass(frozen=True, slots=True)
class Offer:
    """A file to take away: ``size`` in words, ``sha256`` in hexadecimal."""

    file: Ref
    format: str
    words: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TableOffer:
    """A table and its files, each with format and size for its words."""

    name: str
    words: str
    files: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """Every file, how to check it, how to cite it, and under which terms it may be used.

    ``missing`` says which format is not offered and why, "" where none is missing. ``undated`` counts the events
    that the calendar cannot hold. ``licence`` is "" where none is stated, ``edition`` before the first release.
    """

    template: ClassVar[str] = "data.md"

    path: str
    files: tuple[Offer, ...]
    tables: tuple[TableOffer, ...]
    missing: str
    undated: int
    feeds: tuple[Ref, ...]
    cite: str
    bibtex: tuple[str, ...]
    licence: str
    licence_url: str
    edition: str
    document: dict[str, Any]

"""What there is to download, described for people and machines: file, size, SHA-256, meaning."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.site.page import Page
from communique.site.publication import Publication

SUMS = "data/SHA256SUMS"
DATASET = "data/dataset.jsonld"

FORMATS = {
    ".sqlite": ("SQLite", "application/vnd.sqlite3"),
    ".zip": ("CSV in a Data Package", "application/zip"),
    ".jsonl": ("JSON Lines", "application/jsonl"),
    ".ics": ("iCalendar", "text/calendar"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
    ".csv": ("CSV", "text/csv"),
    ".json": ("JSON", "application/json"),
}
"""By the ending of a file: its format in a word, and its media type."""


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file. ``size`` is in bytes, ``sha256`` in hexadecimal; ``format`` and ``media`` say what it is."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, page: Page) -> Download:
        """What is to be said of a page's file."""
        if isinstance(page.content, Path):
            with page.content.open("rb") as file:
                return cls(
                    page.path, page.content.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
                )
        return cls(page.path, len(page.data), hashlib.sha256(page.data).hexdigest())

    @property
    def name(self) -> str:
        """Its name below ``data/``."""
        return self.path.removeprefix("data/")

    @property
    def format(self) -> str:
        """Its format in a word."""
        return FORMATS[posixpath.splitext(self.path)[1]][0]

    @property
    def media(self) -> str:
        """Its media type."""
        return FORMATS[posixpath.splitext(self.path)[1]][1]


def sums(downloads: Iterable[Download]) -> Page:
    """The checksums as ``sha256sum --check`` reads them, in ``data/``."""
    lines = (f"{one.sha256}  {one.name}\n" for one in sorted(downloads, key=lambda one: one.path))
    return Page(SUMS, "".join(lines))


def dataset(downloads: Iterable[Download], publication: Publication, span: tuple[str, str]) -> dict[str, Any]:
    """The record as schema.org's Dataset and DCAT's (version 3) at once, in JSON-LD, with every file.

    Args:
        downloads: the files.
        publication: the site.
        span: the first and the last day that any event may fall on, ISO 8601; "" where there is none.
    """
    found: dict[str, Any] = {
        "@context": [
            "https://schema.org",
            {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "spdx": "http://spdx.org/rdf/terms#",
            },
        ],
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": publication.identifier("data/index.md"),
        "name": publication.name,
        "dct:title": publication.name,
        "description": publication.description,
        "dct:description": publication.description,
        "isAccessibleForFree": True,
        "inLanguage": "en",
    }
    if publication.address:
        found["url"] = publication.link("data/index.md", DATASET)
    if publication.licence:
        licence = publication.licence
        found["license"] = licence.url or licence.name
        found["dct:license"] = {"@id": licence.url} if licence.url else licence.name
    if publication.release and not publication.between:
        found |= {"version": publication.release, "dcat:version": publication.release}
        found |= {"dateModified": publication.released, "dct:issued": publication.released}
    if all(span):
        found["temporalCoverage"] = "/".join(span)
    files = [_distribution(one, publication) for one in downloads]
    return found | {"distribution": files, "dcat:distribution": [{"@id": one["@id"]} for one in files]}


def dataset_page(document: dict[str, Any]) -> Page:
    """The description as a file of its own."""
    return Page(DATASET, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _distribution(one: Download, publication: Publication) -> dict[str, Any]:
    address = publication.link(one.path, DATASET)
    return {
        "@type": ["DataDownload", "dcat:Distribution"],
        "@id": publication.identifier(one.path),
        "name": one.name,
        "contentUrl": address,
        "dcat:downloadURL": {"@id": address},
        "encodingFormat": one.media,
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{one.media}"},
        "contentSize": f"{one.size} B",
        "dcat:byteSize": one.size,
        "sha256": one.sha256,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": one.sha256,
        },
    }

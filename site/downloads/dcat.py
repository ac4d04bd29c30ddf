"""Describe the downloads for people and machines: file, size, SHA-256 and meaning, as schema.org and DCAT."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.pipeline.output_file import OutputFile
from communique.site.site_metadata import SiteMetadata

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
    ".html": ("HTML", "text/html"),
    ".jsonld": ("JSON-LD", "application/ld+json"),
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".graphml": ("GraphML", "application/xml"),
}
"""By the ending of a file: its format in a word, and its media type."""


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file: ``size`` in bytes, ``sha256`` in hexadecimal, ``format`` and ``media`` type."""

    path: str
    size: int
    sha256: str

    @classmethod
    def from_file(cls, page: OutputFile) -> Download:
        """Return the description of an output file: its path, size and SHA-256."""
        if isinstance(page.content, Path):
            with page.content.open("rb") as file:
                return cls(
                    page.path, page.content.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
                )
        return cls(page.path, len(page.data), hashlib.sha256(page.data).hexdigest())

    @property
    def name(self) -> str:
        """The file's name below ``data/``."""
        return self.path.removeprefix("data/")

    @property
    def format(self) -> str:
        """The name of the file's format."""
        return FORMATS[posixpath.splitext(self.path)[1]][0]

    @property
    def media(self) -> str:
        """The file's media type."""
        return FORMATS[posixpath.splitext(self.path)[1]][1]


def build_checksums(downloads: Iterable[Download]) -> OutputFile:
    """Return the checksum file, as ``sha256sum --check`` reads it in ``data/``."""
    lines = (
        f"{download.sha256}  {download.name}\n"
        for download in sorted(downloads, key=lambda download: download.path)
    )
    return OutputFile(SUMS, "".join(lines))


def describe_dataset(
    downloads: Iterable[Download], publication: SiteMetadata, span: tuple[str, str]
) -> dict[str, Any]:
    """Return the dataset in JSON-LD as schema.org's and DCAT's (version 3) Dataset, with every file.

    Args:
        downloads: the files.
        publication: the site.
        span: the first and the last day that any event may fall on, ISO 8601; "" where there is none.
    """
    document: dict[str, Any] = {
        "@context": [
            "https://schema.org",
            {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "spdx": "http://spdx.org/rdf/terms#",
            },
        ],
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": publication.page_identifier("data/index.md"),
        "name": publication.name,
        "dct:title": publication.name,
        "description": publication.description,
        "dct:description": publication.description,
        "isAccessibleForFree": True,
        "inLanguage": "en",
    }
    if publication.address:
        document["url"] = publication.page_link("data/index.md", DATASET)
    if publication.licence:
        licence = publication.licence
        document["license"] = licence.url or licence.name
        document["dct:license"] = {"@id": licence.url} if licence.url else licence.name
    if publication.release and not publication.has_unreleased_changes:
        document |= {"version": publication.release, "dcat:version": publication.release}
        document |= {"dateModified": publication.released, "dct:issued": publication.released}
    if all(span):
        document["temporalCoverage"] = "/".join(span)
    files = [_describe_distribution(download, publication) for download in downloads]
    return document | {"distribution": files, "dcat:distribution": [{"@id": file["@id"]} for file in files]}


def build_dataset_file(document: dict[str, Any]) -> OutputFile:
    """Return the dataset's description as a file of its own."""
    return OutputFile(DATASET, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _describe_distribution(download: Download, publication: SiteMetadata) -> dict[str, Any]:
    address = publication.page_link(download.path, DATASET)
    return {
        "@type": ["DataDownload", "dcat:Distribution"],
        "@id": publication.page_identifier(download.path),
        "name": download.name,
        "contentUrl": address,
        "dcat:downloadURL": {"@id": address},
        "encodingFormat": download.media,
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{download.media}"},
        "contentSize": f"{download.size} B",
        "dcat:byteSize": download.size,
        "sha256": download.sha256,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": download.sha256,
        },
    }

"""The whole record as CSV files (RFC 4180), described by a Data Package (Frictionless, version 1), and in a ZIP."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Table

from communique.schema import metadata
from communique.site.downloads.archive import archive
from communique.site.downloads.table_schema import LEFT_OUT, table_schema, table_words
from communique.site.page import Page
from communique.site.publication import Publication

DESCRIPTOR = "data/datapackage.json"
ZIP = "data/communique-csv.zip"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RISKY = frozenset(_FORMULA)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.-][0-9]+)*")


class CsvPackage:
    """CSV files as they are added, and at the end their description and the archive of both.

    Args:
        publication: the site.
        folder: where the files are made.
    """

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.folder = publication, folder
        self.files: dict[str, Path] = {}
        self._kept: list[str] = []

    def add(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a table, columns in the order of the model; a table's rows may come in several calls."""
        if table.name in LEFT_OUT:
            return
        first = table.name not in self.files
        path = self.files.setdefault(table.name, self.folder / f"{table.name}.csv")
        with path.open("w" if first else "a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if first:
                writer.writerow([column.name for column in table.columns])
            writer.writerows(_cells(table, rows))

    def keep(self, table: Table, files: Sequence[Path]) -> None:
        """Take a table's file, the first of these, from the last build."""
        for path in files[:1]:
            self.files[table.name] = path
            self._kept.append(table.name)

    def pages(self, last: Path | None = None) -> Iterator[Page]:
        """The descriptor, and the archive of it and all CSV files.

        Args:
            last: the archive of the last build; what was kept of that is not packed again.
        """
        content, packed = self.content(), self.folder / "csv.zip"
        yield Page(DESCRIPTOR, content["datapackage.json"])
        archive(content, packed, last=last, same={f"csv/{name}.csv" for name in self._kept})
        yield Page(ZIP, packed)

    def content(self) -> dict[str, bytes | Path]:
        """The files of the archive: the descriptor first, then every table."""
        tables = {f"csv/{name}.csv": path for name, path in self.files.items()}
        return {"datapackage.json": self._described(), **tables}

    def _described(self) -> bytes:
        return (json.dumps(self.descriptor(), ensure_ascii=False, indent=1) + "\n").encode()

    def descriptor(self) -> dict[str, Any]:
        """``datapackage.json``: what each file, column and word is."""
        about = self.publication
        found: dict[str, Any] = {
            "profile": "tabular-data-package",
            "name": "communique",
            "title": about.name,
            "description": about.description,
        }
        if about.address:
            found["homepage"] = about.address
        if about.licence:
            path = {"path": about.licence.url} if about.licence.url else {}
            found["licenses"] = [{"title": about.licence.name, "name": _id(about.licence.name), **path}]
        if about.release:
            found["version"] = about.release
        tables = metadata.tables
        found["resources"] = [self._resource(tables[name], file) for name, file in self.files.items()]
        return found

    def _resource(self, table: Table, file: Path) -> dict[str, Any]:
        return {
            "name": table.name,
            "profile": "tabular-data-resource",
            "path": f"csv/{table.name}.csv",
            "description": table_words(table.name).description,
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": file.stat().st_size,
            "hash": f"sha256:{sha256(file)}",
            "schema": table_schema(table),
        }


def sha256(file: Path) -> str:
    """A file's SHA-256 in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def cell(value: Any) -> str:
    """A value as CSV holds it: nothing for null, ``true`` or ``false``, ISO 8601 days.

    A spreadsheet runs what begins like a formula, and a headline may be anyone's words; so such a text, unless it is
    a number, is put behind an apostrophe. The other formats hold it as it is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA) and not _NUMBER.fullmatch(value) else value


def _cells(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Rows as CSV holds them; most are so already, and looked at only once."""
    truths = [place for place, column in enumerate(table.columns) if isinstance(column.type, Boolean)]
    for row in rows:
        if not truths and _RISKY.isdisjoint([value[:1] for value in row if value.__class__ is str]):
            yield row
        else:
            yield [
                cell(bool(value) if place in truths and value is not None else value)
                for place, value in enumerate(row)
            ]


def _id(name: str) -> str:
    """A licence's name as an Open Definition id is written: ``CC BY 4.0`` is ``CC-BY-4.0``."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")

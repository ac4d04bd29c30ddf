"""The whole record as CSV files (RFC 4180), described by a Data Package (Frictionless, version 1), and in a ZIP."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Table

from communique.schema import metadata
from communique.site.downloads.table_schema import LEFT_OUT, table_schema, table_words
from communique.site.page import Page
from communique.site.publication import Publication

DESCRIPTOR = "data/datapackage.json"
ZIP = "data/communique-csv.zip"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.-][0-9]+)*")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell


class CsvPackage:
    """CSV files as they are added, and at the end their description and the archive of both."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.files: dict[str, bytes] = {}

    def add(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write one table, columns in the order of the model."""
        if table.name in LEFT_OUT:
            return
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([column.name for column in table.columns])
        writer.writerows([[cell(value) for value in row] for row in rows])
        self.files[table.name] = text.getvalue().encode()

    def pages(self) -> Iterator[Page]:
        """Every CSV file, the descriptor, and the archive of them all."""
        descriptor = json.dumps(self.descriptor(), ensure_ascii=False, indent=1) + "\n"
        files = {f"csv/{name}.csv": data for name, data in self.files.items()}
        yield from (Page(f"data/{path}", data) for path, data in files.items())
        yield Page(DESCRIPTOR, descriptor)
        yield Page(ZIP, archive({"datapackage.json": descriptor.encode(), **files}))

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
        found["resources"] = [self._resource(tables[name], data) for name, data in self.files.items()]
        return found

    def _resource(self, table: Table, data: bytes) -> dict[str, Any]:
        return {
            "name": table.name,
            "profile": "tabular-data-resource",
            "path": f"csv/{table.name}.csv",
            "description": table_words(table.name).description,
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": table_schema(table),
        }


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


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files that has no clock and no user in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            made.writestr(entry, data, compresslevel=9)
    return packed.getvalue()


def _id(name: str) -> str:
    """A licence's name as an Open Definition id is written: ``CC BY 4.0`` is ``CC-BY-4.0``."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")

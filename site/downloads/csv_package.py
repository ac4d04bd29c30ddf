"""Write the dataset as CSV files (RFC 4180) with a Data Package (Frictionless, version 1), and as a ZIP."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Boolean, Table

from communique.pipeline.output_file import OutputFile
from communique.schema.codebook.find_rule import explain_table
from communique.site.downloads.tables import EXCLUDED_TABLES, build_table_schema, get_table_entry
from communique.site.site_metadata import SiteMetadata

DESCRIPTOR = "data/datapackage.json"
ZIP = "data/communique-csv.zip"


class CsvPackage:
    """A set of CSV files to which rows are added, with its descriptor and the archive of both.

    Args:
        publication: the site.
        folder: where the files are made.
    """

    def __init__(self, publication: SiteMetadata, folder: Path) -> None:
        self.publication, self.folder = publication, folder
        self.files: dict[str, Path] = {}
        self._tables: dict[str, Table] = {}
        self._reused: list[str] = []

    def add_rows(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a table, columns in the order of the model; several calls may bring a table's rows."""
        if table.name in EXCLUDED_TABLES:
            return
        first = table.name not in self.files
        self._tables[table.name] = table
        path = self.files.setdefault(table.name, self.folder / f"{table.name}.csv")
        with path.open("w" if first else "a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if first:
                writer.writerow([column.name for column in table.columns])
            writer.writerows(_format_rows(table, rows))

    def reuse_table(self, table: Table, files: Sequence[Path]) -> None:
        """Take a table's file, the first of these, from the last build."""
        for path in files[:1]:
            self._tables[table.name] = table
            self.files[table.name] = path
            self._reused.append(table.name)

    def build_files(self, last: Path | None = None) -> Iterator[OutputFile]:
        """Yield the descriptor, and the archive of it and all CSV files.

        Args:
            last: the archive of the last build; what was kept of that is not packed again.
        """
        content, packed = self.archive_content(), self.folder / "csv.zip"
        yield OutputFile(DESCRIPTOR, content["datapackage.json"])
        write_zip(content, packed, last=last, same={f"csv/{name}.csv" for name in self._reused})
        yield OutputFile(ZIP, packed)

    def archive_content(self) -> dict[str, bytes | Path]:
        """Return the files of the archive by path: the descriptor first, then every table."""
        tables = {f"csv/{name}.csv": path for name, path in self.files.items()}
        return {"datapackage.json": self._encode_descriptor(), **tables}

    def _encode_descriptor(self) -> bytes:
        return (json.dumps(self.build_descriptor(), ensure_ascii=False, indent=1) + "\n").encode()

    def build_descriptor(self) -> dict[str, Any]:
        """Return ``datapackage.json``, which says what each file, column and term is."""
        site = self.publication
        package: dict[str, Any] = {
            "profile": "tabular-data-package",
            "name": "communique",
            "title": site.name,
            "description": site.description,
        }
        if site.address:
            package["homepage"] = site.address
        if site.licence:
            path = {"path": site.licence.url} if site.licence.url else {}
            package["licenses"] = [
                {"title": site.licence.name, "name": _licence_id(site.licence.name), **path}
            ]
        if site.release:
            package["version"] = site.release
        package["resources"] = [
            self._describe_resource(self._tables[name], file) for name, file in self.files.items()
        ]
        return package

    def _describe_resource(self, table: Table, file: Path) -> dict[str, Any]:
        return {
            "name": table.name,
            "profile": "tabular-data-resource",
            "path": f"csv/{table.name}.csv",
            "description": explain_table(table, get_table_entry(table.name).description),
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": file.stat().st_size,
            "hash": f"sha256:{file_sha256(file)}",
            "schema": build_table_schema(table),
        }


def file_sha256(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def format_cell(value: Any) -> str:
    """Return a value as CSV text: nothing for null, ``true`` or ``false``, ISO 8601 days.

    A text is as it is: that none begins like a formula, which a spreadsheet would run, is for the entries to see to.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)


def _format_rows(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield rows as CSV holds them; those of a table without truth values are so already."""
    boolean_positions = [
        position for position, column in enumerate(table.columns) if isinstance(column.type, Boolean)
    ]
    for row in rows:
        yield (
            [
                format_cell(bool(value) if position in boolean_positions and value is not None else value)
                for position, value in enumerate(row)
            ]
            if boolean_positions
            else row
        )


def _licence_id(name: str) -> str:
    """Return a licence's name as an Open Definition id: ``CC BY 4.0`` is ``CC-BY-4.0``."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")


_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
_MAX_COPIED = 1 << 30  # bytes; what is larger may need another form of header, and is packed anew
_NAME_LENGTH_OFFSET = 26  # where a file's own header says how long its name and its extra field are
_HEADER_SIZE = 30  # bytes before these (APPNOTE.TXT, 4.3.7)


def write_zip(
    files: Mapping[str, bytes | Path],
    target: Path,
    *,
    packed: bool = True,
    last: Path | None = None,
    same: Collection[str] = (),
) -> None:
    """Write a ZIP without clock, user or, if not packed, any trace of the library's version.

    Args:
        files: by their paths in it.
        target: the new archive.
        packed: whether the files are compressed.
        last: an archive that this function made with the same library.
        same: the paths of files that are the same there.
    """
    compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with (
        zipfile.ZipFile(target, "w", compression) as output,
        zipfile.ZipFile(last or io.BytesIO(_EMPTY_ZIP)) as earlier,
    ):
        known = {info.filename: info for info in earlier.infolist() if info.compress_type == compression}
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = compression
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = data.stat().st_size if isinstance(data, Path) else len(data)
            previous = known.get(path) if path in same else None
            if previous is not None and previous.file_size == entry.file_size < _MAX_COPIED:
                _copy_compressed(previous, earlier, entry, output)
                continue
            opened = data.open("rb") if isinstance(data, Path) else io.BytesIO(data)
            with opened as file, output.open(entry, "w") as into:
                shutil.copyfileobj(file, into, 1 << 20)


def _copy_compressed(
    info: zipfile.ZipInfo, earlier: zipfile.ZipFile, entry: zipfile.ZipInfo, output: zipfile.ZipFile
) -> None:
    """Copy a file as it is compressed, for which the library has no call of its own."""
    source, target = _open_stream(earlier), _open_stream(output)
    source.seek(info.header_offset + _NAME_LENGTH_OFFSET)
    lengths = source.read(_HEADER_SIZE - _NAME_LENGTH_OFFSET)
    name, extra = (int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
    source.seek(name + extra, io.SEEK_CUR)
    content = source.read(info.compress_size)
    entry.CRC, entry.compress_size, entry.header_offset = info.CRC, info.compress_size, output.start_dir
    target.seek(output.start_dir)
    target.write(entry.FileHeader(zip64=False) + content)
    output.start_dir = target.tell()
    output.filelist.append(entry)
    output.NameToInfo[entry.filename] = entry


def _open_stream(archive: zipfile.ZipFile) -> IO[bytes]:
    if archive.fp is None:
        raise ValueError("the archive is closed")
    return archive.fp


_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)  # an archive of nothing

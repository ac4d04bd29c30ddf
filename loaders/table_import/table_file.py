"""Read the rows of a table file: CSV, TSV, XLSX, Parquet or JSON Lines, each cell as text with its line."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.errors import Finding, RecordError, UsageError
from communique.pipeline.limited_process import run_limited

MAX_TABLE_SIZE: Final = 512 * 1024 * 1024
"""Bytes of a table file; what is larger is parted first."""
_SECONDS, _MEMORY = 300.0, 2 * 1024**3
"""What the reading of a workbook may take, whose size on the disk says nothing."""
DELIMITERS: Final = ",;\t|"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Args:
        number: its place below the header, from 1.
        line: its first line in the file, for findings; in a workbook the row as the spreadsheet numbers it.
        cells: its text by column; what is empty is "".
    """

    number: int
    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a table file is to be read, where that cannot be seen.

    Args:
        encoding: of its text; by default UTF-8, or what its byte order mark says.
        delimiter: what parts cells; by default a tab in ``.tsv``, else what the header has most of.
        sheet: of a workbook; by default its first.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def read_table(path: Path, table_format: TableFormat = TableFormat()) -> Iterator[TableRow]:
    """Yield the rows of a table file, by the ending of its name; rows without any cell are passed over.

    Raises:
        UsageError: the ending is none that is read, or what reads it is not installed.
        RecordError: the file cannot be read as what it says it is; with its line.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); name a file") from None
    if size > MAX_TABLE_SIZE:
        raise UsageError(f"{path} is larger than {MAX_TABLE_SIZE:,} bytes; part it")
    suffix = _table_suffix(path)
    if suffix in {".csv", ".tsv", ".txt"}:
        return _read_delimited(path, table_format)
    if suffix in {".jsonl", ".ndjson"}:
        return _read_json_lines(path, table_format)
    if suffix in {".xlsx", ".xlsm", ".ods"}:
        return _read_workbook(path, table_format)
    if suffix == ".parquet":
        return _read_parquet(path)
    raise UsageError(
        f"{path.name} is no table that is read; save it as .csv, .tsv, .xlsx, .parquet or .jsonl"
    )


def _read_delimited(path: Path, table_format: TableFormat) -> Iterator[TableRow]:
    text = _decode_text(path, table_format.encoding)
    header_line = text.partition("\n")[0]
    delimiter = table_format.delimiter or (
        "\t" if _table_suffix(path) == ".tsv" else max(DELIMITERS, key=header_line.count)
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _check_header(next(reader, []), path, 1)
        line = reader.line_num
        for number, cells in enumerate(reader, 1):
            first_line, line = line + 1, reader.line_num
            if row := _create_row(path, number, first_line, header, cells):
                yield row
    except csv.Error as error:
        cure = "close its quotation mark, or double one that belongs to the text"
        raise _table_error(
            path, reader.line_num, f"the line cannot be parted into cells ({error})", cure
        ) from None


def _decode_text(path: Path, encoding: str | None) -> str:
    """Return the text of a file, in the encoding that it is said or seen to have; line ends stay as they are."""
    content = _read_content(path)
    seen = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        return content.decode(encoding or seen or "utf-8")
    except LookupError:
        raise UsageError(f"there is no encoding {encoding!r}; write one such as utf-8 or cp1252") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"the text is not {encoding or seen or 'UTF-8'} (at byte {error.start:,})"
        raise _table_error(
            path, line, what, f"say what it is, as in encoding: {_guess_encoding(content)}"
        ) from None


def _table_suffix(path: Path) -> str:
    """Return the ending that names the format; text may be packed by gzip."""
    unpacked = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return unpacked.suffix.lower()


def _read_content(path: Path) -> bytes:
    if path.suffix.lower() != ".gz":
        return path.read_bytes()
    try:
        with gzip.open(path) as file:
            content = file.read(MAX_TABLE_SIZE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _table_error(path, 0, f"the file is no gzip ({error})", "pack it anew") from None
    if len(content) > MAX_TABLE_SIZE:
        raise UsageError(f"{path} is larger than {MAX_TABLE_SIZE:,} bytes when unpacked; part it")
    return content


def _guess_encoding(content: bytes) -> str:
    """Return the likeliest encoding, to be proposed and never taken unasked."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return "cp1252"
    best = from_bytes(content[:200_000]).best()
    return best.encoding if best else "cp1252"


def _read_json_lines(path: Path, table_format: TableFormat) -> Iterator[TableRow]:
    number = 0
    for line, text in enumerate(_decode_text(path, table_format.encoding).splitlines(), 1):
        if not text.strip():
            continue
        try:
            number, data = number + 1, json.loads(text)
        except (ValueError, RecursionError) as error:
            what = f"the line is no JSON ({getattr(error, 'msg', 'it holds too much')})"
            raise _table_error(path, line, what, "write one object a line") from None
        if not isinstance(data, dict):
            raise _table_error(path, line, "the line is no object", 'write {"column": value, …}')
        yield TableRow(number, line, {str(key): _format_cell(value) for key, value in data.items()})


def _read_workbook(path: Path, table_format: TableFormat) -> Iterator[TableRow]:
    try:
        if _unpacked_size(path) > MAX_TABLE_SIZE:
            raise MemoryError
        rows = run_limited(_read_sheet, path, table_format.sheet, seconds=_SECONDS, memory=_MEMORY)
    except ImportError:
        raise UsageError(
            "reading workbooks needs the extra `tables`; pip install 'communique[tables]'"
        ) from None
    except (MemoryError, TimeoutError):
        what = "the workbook unpacks to more than a table may hold"
        raise _table_error(
            path, 0, what, "remove what stands far outside the table, or save it as .csv"
        ) from None
    yield from _number_rows(path, rows)


def _unpacked_size(path: Path) -> int:
    """Return how large a workbook's parts say that they are; 0 where it is no archive, which its reader tells."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0


def _read_sheet(path: Path, sheet: str | None) -> list[list[str]]:
    """Return the cells of a sheet as texts; for a process of its own, as a small file may unpack to anything."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            names = workbook.sheet_names
            name = sheet or (names[0] if names else "")
            if name not in names:
                raise UsageError(f"{path.name} has no sheet {name!r}; it has {', '.join(names) or 'none'}")
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _table_error(
            path, 0, f"the workbook cannot be read ({error})", "save it anew as .xlsx"
        ) from None
    return [[_format_cell(cell) for cell in cells] for cells in rows]


def _read_parquet(path: Path) -> Iterator[TableRow]:
    try:
        import pyarrow  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError(
            "reading Parquet needs the extra `parquet`; pip install 'communique[parquet]'"
        ) from None
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            header = _check_header(file.schema_arrow.names, path, 0)
            number = 0
            for batch in file.iter_batches(batch_size=5_000):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    if row := _create_row(path, number, number, header, cells):
                        yield row
    except pyarrow.ArrowException as error:
        raise _table_error(path, 0, f"the file is no Parquet ({error})", "write it anew") from None


def _number_rows(path: Path, rows: Iterable[Sequence[Any]]) -> Iterator[TableRow]:
    """Yield the rows of a sheet below its header, its first row that holds anything."""
    header: list[str] | None = None
    number = 0
    for line, cells in enumerate(rows, 1):
        if header is None:
            texts = [_format_cell(cell) for cell in cells]
            header = _check_header(texts, path, line) if any(texts) else None
            continue
        number += 1
        if row := _create_row(path, number, line, header, cells):
            yield row
    if header is None:
        raise _table_error(path, 0, "the sheet is empty", "name another as sheet: …")


def _check_header(cells: Sequence[str], path: Path, line: int) -> list[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise _table_error(path, line, "there is no header", "let the first line name the columns")
    if len(names) > 4_096:  # each is looked for among all
        raise _table_error(
            path, line, f"{len(names):,} columns, and at most 4,096 are read", "leave out some"
        )
    for index, name in enumerate(names, 1):
        if not name:
            raise _table_error(path, line, f"column {index} has no name", "name it in the first line")
        if names.index(name) != index - 1:
            raise _table_error(path, line, f"two columns are called {name!r}", "rename one of them")
    return names


def _create_row(
    path: Path, number: int, line: int, header: Sequence[str], cells: Sequence[Any]
) -> TableRow | None:
    texts = [_format_cell(cell) for cell in cells]
    if not any(texts):
        return None
    if any(texts[len(header) :]):
        what = f"the row has {len(texts)} cells, the header {len(header)}"
        raise _table_error(path, line, what, "put a cell that holds the delimiter in quotes")
    texts += [""] * (len(header) - len(texts))
    return TableRow(number, line, dict(zip(header, texts, strict=False)))


def _format_cell(cell: object) -> str:
    """Return a cell's value as text: whole numbers without a point, days and times by ISO 8601, sets by `;`."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, list | tuple):
        return "; ".join(_format_cell(item) for item in cell)
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict) else str(cell)


def _table_error(path: Path, line: int, what: str, cure: str) -> RecordError:
    return RecordError([Finding(str(path.absolute()), line, 1 if line else 0, "", what, cure)])

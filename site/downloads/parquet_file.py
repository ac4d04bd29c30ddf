"""Write every table as a Parquet file where `pyarrow` is installed, and the three large ones by year."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.errors import BuildError
from communique.schema.models import Event, metadata
from communique.site.downloads.tables import Rows, get_table_entry, read_chunks, read_unpublished_ids
from communique.site.pages.select import get_column

MISSING = "Parquet files are not among them: the site was built without `communique[parquet]`."


def can_write_parquet() -> bool:
    """Return whether `pyarrow` is installed, so that Parquet can be written."""
    return importlib.util.find_spec("pyarrow") is not None


class ParquetFile:
    """A table as a Parquet file, with the types and the meaning of its columns.

    Args:
        table: the table.
        folder: where the file is made.
    """

    def __init__(self, table: Table, folder: Path) -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        files: Any = importlib.import_module("pyarrow.parquet")
        self.table, self.file = table, folder / f"{table.name}.parquet"
        self._arrow_schema = self._build_schema()
        self._writer = files.ParquetWriter(self.file, self._arrow_schema, compression="zstd")

    def _build_schema(self) -> Any:
        arrow, name = self._arrow, self.table.name
        types = {
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
            "real": arrow.float64(),
            "integer": arrow.int64(),
            "text": arrow.string(),
        }
        entries = {column.name: column for column in get_table_entry(name).columns}
        return arrow.schema(
            [
                arrow.field(
                    column.name,
                    types[entries[column.name].type],
                    bool(column.nullable),
                    {"description": entries[column.name].description},
                )
                for column in self.table.columns
            ],
            {"description": get_table_entry(name).description},
        )

    def add_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as SQLite stores them; several calls may bring a table's rows."""
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._arrow_schema)
        arrays = [
            self._build_array(values, field.type)
            for values, field in zip(columns, self._arrow_schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._arrow_schema))

    def _build_array(self, values: Sequence[Any], kind: Any) -> Any:
        """Return a column as an Arrow array; days are stored as text, booleans as numbers."""
        storage_types = {self._arrow.date32(): self._arrow.string(), self._arrow.bool_(): self._arrow.int8()}
        return self._arrow.array(values, storage_types.get(kind, kind)).cast(kind)

    def finish(self) -> Path:
        """Close the file and return its path."""
        self._writer.close()
        return self.file


TABLES = ("event", "participation", "claim")

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, and whoever reads as it does, writes an unknown value in a folder's name (Hive's setting
``hive.exec.default.partition.name``); readers give null for it."""


def write_partitions(session: Session, folder: Path) -> list[Path]:
    """Write ``TABLE/year=YYYY/part-0.parquet`` below a folder and return the files, sorted.

    The year is that of the first day on which the event may have begun; it is in the folder's name alone, as
    readers of such folders expect. Some thousand rows are in memory at once.

    Args:
        session: on the database.
        folder: a folder that does not exist or is empty.

    Raises:
        BuildError: Parquet cannot be written here, or the folder holds something.
    """
    if not can_write_parquet():
        raise BuildError("Parquet needs pyarrow; install `communique[parquet]`")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BuildError(f"{folder} is not an empty folder; remove it or name another")
    years = _event_years(session)
    hidden = read_unpublished_ids(session)
    written: list[Path] = []
    for name in TABLES:
        table = metadata.tables[name]
        key = table.columns.keys().index("id" if name == "event" else "event_id")
        files: dict[str, ParquetFile] = {}
        for rows in read_chunks(session, table, hidden):
            for year, own in _group_by_year(rows, key, years):
                if year not in files:
                    place = folder / name / f"year={year}"
                    place.mkdir(parents=True)
                    files[year] = ParquetFile(table, place)
                files[year].add_rows(own)
        for file in files.values():
            finished = file.finish()
            written.append(finished.rename(finished.with_name("part-0.parquet")))
    return sorted(written)


def _event_years(session: Session) -> dict[str, str]:
    """Return the year of each event by id, as its folder is called."""
    from sqlalchemy import select

    query = select(get_column(Event, "id"), get_column(Event, "start_earliest"))
    return {key: f"{day.year:04d}" if day else UNDATED for key, day in session.execute(query)}


def _group_by_year(rows: Rows, key: int, years: dict[str, str]) -> Iterator[tuple[str, Rows]]:
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault(years[row[key]], []).append(row)
    yield from sorted(groups.items())

"""Write every table as a Parquet file where `pyarrow` is installed, and all of them by year for other engines."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.errors import BuildError
from communique.schema.models import Event
from communique.schema.views import WIDE_VIEWS
from communique.schema.views.sql_view import VIEW_METADATA
from communique.site.downloads.tables import (
    EXCLUDED_TABLES,
    Rows,
    event_columns,
    exported_tables,
    get_table_entry,
    read_chunks,
    read_unpublished_ids,
)
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
        omitted: a column that the file leaves out, since the name of its folder says it.
    """

    def __init__(self, table: Table, folder: Path, omitted: str = "") -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        files: Any = importlib.import_module("pyarrow.parquet")
        self._names = [name for name in table.columns.keys() if name != omitted]  # noqa: SIM118  (a collection of columns)
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
                for column in map(self.table.columns.__getitem__, self._names)
            ],
            {"description": get_table_entry(name).description},
        )

    def add_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as SQLite stores them; several calls may bring a table's rows."""
        cells = list(zip(*rows, strict=True)) if rows else [()] * len(self.table.columns)
        columns = [
            cells[place] for place, name in enumerate(self.table.columns.keys()) if name in self._names
        ]
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


UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, and whoever reads as it does, writes an unknown value in a folder's name (Hive's setting
``hive.exec.default.partition.name``); readers give null for it."""

YEAR = "year"


def list_export_tables() -> list[Table]:
    """Return every table whose rows are not made from others, and the views made for analysis."""
    tables = [table for table in exported_tables() if table.name not in EXCLUDED_TABLES]
    return [*tables, *(view.table for view in WIDE_VIEWS)]


def write_partitions(session: Session, folder: Path) -> list[Path]:
    """Write every table and wide view below a folder and return the files, sorted.

    What belongs to an event stands in ``TABLE/year=YYYY/part-0.parquet``, all else in ``TABLE/part-0.parquet``. The
    year is a wide view's own, else that of the first day on which the event may have begun; it is in the folder's
    name alone, as readers of such folders expect. Some thousand rows are in memory at once.

    Args:
        session: on the database.
        folder: a folder that does not exist or is empty.

    Raises:
        BuildError: the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BuildError(f"{folder} is not an empty folder; remove it or name another")
    years, hidden = _event_years(session), read_unpublished_ids(session)
    written: list[Path] = []
    for table in list_export_tables():
        chunks = read_chunks(session, table, frozenset() if table.metadata is VIEW_METADATA else hidden)
        written += _write_table(table, chunks, years, folder / table.name)
    return sorted(written)


def _write_table(
    table: Table, chunks: Iterable[Rows], years: Mapping[str, str], folder: Path
) -> Iterator[Path]:
    """Write a table below its folder, a part for each year where it has one, and yield the files."""
    find_part = _part_finder(table, years)
    files: dict[str, ParquetFile] = {}
    for rows in chunks:
        groups: dict[str, list[tuple[Any, ...]]] = {} if rows else {"": []}
        for row in rows:
            groups.setdefault(find_part(row), []).append(row)
        for part, own in sorted(groups.items()):
            if part not in files:
                place = folder / part
                place.mkdir(parents=True)
                files[part] = ParquetFile(
                    table, place, YEAR if table.metadata is VIEW_METADATA and part else ""
                )
            files[part].add_rows(own)
    for file in files.values():
        finished = file.finish()
        yield finished.rename(finished.with_name("part-0.parquet"))


def _part_finder(table: Table, years: Mapping[str, str]) -> Callable[[Sequence[Any]], str]:
    """Return the function that names the part in which a row of a table stands."""
    names = table.columns.keys()
    if table.metadata is VIEW_METADATA:
        place = names.index(YEAR) if YEAR in names else None
        if place is None:
            return lambda row: ""
        return lambda row: f"{YEAR}={UNDATED if row[place] is None else f'{row[place]:04d}'}"
    events = event_columns(table)
    if not events:
        return lambda row: ""
    key = names.index(events[0])
    return lambda row: f"{YEAR}={years[row[key]]}"


def _event_years(session: Session) -> dict[str, str]:
    """Return the year of each event by id, as its folder is called."""
    from sqlalchemy import select

    query = select(get_column(Event, "id"), get_column(Event, "start_earliest"))
    return {key: f"{day.year:04d}" if day else UNDATED for key, day in session.execute(query)}

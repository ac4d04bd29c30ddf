"""The record's three large tables as Parquet cut by year, for engines that read only the parts that they need."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from communique.errors import BuildError
from communique.schema import Event, metadata
from communique.site.downloads.parquet_file import ParquetFile, available
from communique.site.downloads.tables import Rows, chunks, unpublished
from communique.site.queries.rows import column

TABLES = ("event", "participation", "claim")

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""How Hive, and whoever reads as it does, writes an unknown value in a folder's name (Hive's setting
``hive.exec.default.partition.name``); readers give null for it."""


def partitioned(session: Session, folder: Path) -> list[Path]:
    """Write ``TABLE/year=YYYY/part-0.parquet`` below a folder, and give the files.

    The year is that of the first day on which the event may have begun; it is in the folder's name alone, as
    readers of such folders expect. Some thousand rows are in memory at once.

    Args:
        session: on the database.
        folder: a folder that does not exist or is empty.

    Raises:
        BuildError: Parquet cannot be written here, or the folder holds something.
    """
    if not available():
        raise BuildError("Parquet needs pyarrow; install `communique[parquet]`")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BuildError(f"{folder} is not an empty folder; remove it or name another")
    years = _years(session)
    hidden = unpublished(session)
    made: list[Path] = []
    for name in TABLES:
        table = metadata.tables[name]
        key = table.columns.keys().index("id" if name == "event" else "event_id")
        files: dict[str, ParquetFile] = {}
        for rows in chunks(session, table, hidden):
            for year, own in _by_year(rows, key, years):
                if year not in files:
                    place = folder / name / f"year={year}"
                    place.mkdir(parents=True)
                    files[year] = ParquetFile(table, place)
                files[year].add(own)
        for file in files.values():
            whole = file.finished()
            made.append(whole.rename(whole.with_name("part-0.parquet")))
    return sorted(made)


def rows_of(folder: Path, table: str) -> Any:
    """A table that was written so, whole again, as Arrow reads it with its years."""
    dataset: Any = importlib.import_module("pyarrow.dataset")
    return dataset.dataset(folder / table, partitioning="hive").to_table()


def _years(session: Session) -> dict[str, str]:
    """The year of each event, as its folder is called."""
    from sqlalchemy import select

    query = select(column(Event, "id"), column(Event, "start_earliest"))
    return {key: f"{day.year:04d}" if day else UNDATED for key, day in session.execute(query)}


def _by_year(rows: Rows, key: int, years: dict[str, str]) -> Iterator[tuple[str, Rows]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(years[row[key]], []).append(row)
    yield from sorted(found.items())

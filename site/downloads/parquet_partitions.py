"""Write the three large tables as Parquet partitioned by year, for engines that read only what they need."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from communique.errors import BuildError
from communique.schema.models import Event, metadata
from communique.site.downloads.parquet_file import ParquetFile, can_write_parquet
from communique.site.downloads.tables import Rows, read_chunks, read_unpublished_ids
from communique.site.pages.select import get_column

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


def read_partitions(folder: Path, table: str) -> Any:
    """Return a partitioned table as one Arrow table with its years."""
    dataset: Any = importlib.import_module("pyarrow.dataset")
    return dataset.dataset(folder / table, partitioning="hive").to_table()


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

"""The whole record to take away: one file for each format, made together, then described and summed up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.site.downloads.calendar_file import calendar
from communique.site.downloads.catalogue import Download
from communique.site.downloads.csv_package import ZIP, CsvPackage
from communique.site.downloads.database_again import DatabaseAgain
from communique.site.downloads.database_file import PATH, DatabaseFile
from communique.site.downloads.keeper import Keeper
from communique.site.downloads.parquet_file import ParquetFile, available
from communique.site.downloads.table_schema import LEFT_OUT
from communique.site.downloads.tables import Rows, chunks, told, unpublished
from communique.site.items import Gathered
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.shelf import Shelf

LINES = "data/events.jsonl"

__all__ = ["Download", "downloads"]


def downloads(
    session: Session,
    gathered: Gathered,
    publication: Publication,
    lines: Path,
    made: Path,
    keeper: Keeper | None = None,
) -> Iterator[Page | Kept]:
    """Every file of data. Each table is read once for all formats that hold tables, some rows at a time.

    Args:
        session: on the database that the pages were made from, in the same transaction.
        gathered: what was kept of the events' pages.
        publication: the site.
        lines: a file with every event's JSON, a line each.
        made: a folder in which files are made.
        keeper: knows the files of the last build; without it, all are made.
    """
    keeper = keeper or Keeper(Shelf(), {})
    hidden = unpublished(session)
    package, tables = CsvPackage(publication, made), told()
    same: Iterable[Page | Kept] | None = keeper.kept("database", tables, hidden)
    last = keeper.database(hidden)
    with ExitStack() as open_files:
        file = None
        if same is None:
            file = open_files.enter_context(DatabaseAgain(made, last) if last else DatabaseFile(made))
        for table in tables:
            kept = keeper.kept(table.name, [table], hidden)
            rows: Iterator[Rows] = iter(())
            if kept is None or (file and not last):
                rows = chunks(session, table, hidden)
                rows = file.taken(table, rows) if file else rows
            if kept is None:
                yield from keeper.made(table.name, [table], hidden, _of_table(table, rows, package, made))
                continue
            deque(rows, maxlen=0)
            package.keep(table, [keeper.file(one) for one in kept])
            yield from kept
        if file:
            same = keeper.made("database", tables, hidden, [Page(PATH, file.finished())])
    yield from same or ()
    packed = package.pages(keeper.last("package", ZIP))
    yield from keeper.kept("package", tables, hidden) or keeper.made("package", tables, hidden, packed)
    yield Page(LINES, lines)
    yield calendar(gathered.items.values(), publication)


def _of_table(table: Table, chunks: Iterable[Rows], package: CsvPackage, made: Path) -> list[Page]:
    """A table as CSV and as Parquet."""
    shown = table.name not in LEFT_OUT
    columnar = ParquetFile(table, made) if shown and available() else None
    for rows in chunks:
        package.add(table, rows)
        if columnar:
            columnar.add(rows)
    pages = [Page(f"data/csv/{table.name}.csv", package.files[table.name])] if shown else []
    if columnar:
        pages.append(Page(f"data/parquet/{table.name}.parquet", columnar.finished()))
    return pages

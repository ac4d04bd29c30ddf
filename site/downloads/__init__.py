"""The whole record to take away: one file for each format, made together, then described and summed up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy.orm import Session

from communique.schema import metadata
from communique.site.downloads.calendar_file import calendar
from communique.site.downloads.catalogue import Download
from communique.site.downloads.csv_package import CsvPackage
from communique.site.downloads.database_file import PATH, DatabaseFile
from communique.site.downloads.keeper import Keeper
from communique.site.downloads.parquet_file import ParquetFile, available
from communique.site.downloads.table_schema import LEFT_OUT
from communique.site.downloads.tables import chunks, unpublished
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
    package, tables = CsvPackage(publication, made), metadata.sorted_tables
    same = keeper.kept("database", tables, hidden)
    with ExitStack() as open_files:
        file = None if same else open_files.enter_context(DatabaseFile(made))
        for table in tables:
            kept = keeper.kept(table.name, [table], hidden)
            columnar = None if kept or not available() or table.name in LEFT_OUT else ParquetFile(table, made)
            for rows in () if kept and not file else chunks(session, table, hidden):
                if file:
                    file.add(table, rows)
                if not kept:
                    package.add(table, rows)
                if columnar:
                    columnar.add(rows)
            if kept:
                package.files[table.name] = keeper.file(kept[0])
                yield from kept
            elif table.name not in LEFT_OUT:
                pages = [Page(f"data/csv/{table.name}.csv", package.files[table.name])]
                pages += [Page(f"data/parquet/{table.name}.parquet", columnar.finished())] if columnar else []
                yield from keeper.made(table.name, [table], hidden, pages)
        if file:
            yield from keeper.made("database", tables, hidden, [Page(PATH, file.finished())])
    yield from same or ()
    same = keeper.kept("package", tables, hidden)
    yield from same or keeper.made("package", tables, hidden, package.pages())
    yield Page(LINES, lines)
    yield calendar(gathered.items.values(), publication)

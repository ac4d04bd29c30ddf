"""The whole record to take away: one file for each format, made together, then described and summed up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from communique.site.downloads.calendar_file import calendar
from communique.site.downloads.catalogue import Download
from communique.site.downloads.csv_package import CsvPackage
from communique.site.downloads.database_file import PATH, DatabaseFile
from communique.site.downloads.parquet_file import available, parquet
from communique.site.downloads.tables import tables
from communique.site.items import Gathered
from communique.site.page import Page
from communique.site.publication import Publication

__all__ = ["Download", "downloads"]


def downloads(session: Session, gathered: Gathered, publication: Publication) -> Iterator[Page]:
    """Every file of data. Each table is read once for all formats that hold tables.

    Args:
        session: on the database that the pages were made from, in the same transaction.
        gathered: what was kept of the events' pages.
        publication: the site.
    """
    package, columnar = CsvPackage(publication), available()
    with DatabaseFile() as file:
        for table, rows in tables(session):
            file.add(table, rows)
            package.add(table, rows)
            if columnar:
                yield from parquet(table, rows)
        yield Page(PATH, file.data())
    yield from package.pages()
    yield Page("data/events.jsonl", b"".join(gathered.lines))
    yield calendar(gathered.items.values(), publication)

"""Build the files that a release freezes: the same bytes for the same dataset on any machine."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from communique.site.downloads.csv_package import CsvPackage, write_zip
from communique.site.downloads.sqlite_file import SqliteFile
from communique.site.downloads.tables import read_tables
from communique.site.formats.event_lines import EventLineWriter, encode_event_line, list_value_paths
from communique.site.pages.event.event_pages import build_event_pages
from communique.site.pages.registry import SiteRegistry
from communique.site.site_metadata import SiteMetadata

DATABASE, PACKAGE, LINES = "communique.sqlite", "communique-csv.zip", "events.jsonl"


def build_frozen_files(session: Session, publication: SiteMetadata) -> dict[str, bytes]:
    """Return the frozen files of a release by name.

    Which files the database was loaded from is told of the entries only: a release's manifest holds the hash of
    the frozen database, so the database cannot hold the manifest's. The CSV files are packed as they are, because
    implementations of zlib compress the same bytes differently.

    Args:
        session: on the database.
        publication: the site that the release is of.
    """
    with TemporaryDirectory() as folder:
        package = CsvPackage(publication, Path(folder))
        with SqliteFile(Path(folder)) as file:
            for table, chunks in read_tables(session):
                path = table.columns.keys().index("path") if table.name == "entry_file" else None
                for rows in chunks:
                    own = [row for row in rows if path is None or not row[path].startswith("releases/")]
                    file.add_rows(table, own)
                    package.add_rows(table, own)
            database = file.finish().read_bytes()
        packed = Path(folder) / PACKAGE
        write_zip(package.archive_content(), packed, packed=False)
        package_bytes = packed.read_bytes()
        with EventLineWriter(Path(folder) / LINES) as lines:
            for page in build_event_pages(session, SiteRegistry.load(session)):
                bits = lines.number_paths(list_value_paths(page.document))
                lines.write(encode_event_line(page.document), bits)
        lines_bytes = (Path(folder) / LINES).read_bytes()
    return {DATABASE: database, PACKAGE: package_bytes, LINES: lines_bytes}

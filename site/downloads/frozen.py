"""The files that a release freezes: the same bytes for the same record on any machine, for a hash to seal."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from communique.site.downloads.archive import archive
from communique.site.downloads.csv_package import CsvPackage
from communique.site.downloads.database_file import DatabaseFile
from communique.site.downloads.tables import tables
from communique.site.exports import json_line
from communique.site.publication import Publication
from communique.site.queries import event_pages
from communique.site.queries.registry import Registry

DATABASE, PACKAGE, LINES = "communique.sqlite", "communique-csv.zip", "events.jsonl"


def frozen(session: Session, publication: Publication, revision: str | None = None) -> dict[str, bytes]:
    """The files by name.

    Which files the database was loaded from is told of the entries only: a release's manifest holds the hash of
    the frozen database, so the database cannot hold the manifest's. The CSV files are packed as they are, because
    implementations of zlib compress the same bytes differently.

    Args:
        session: on the database.
        publication: the site that the release is of.
        revision: of the frozen database's schema; the newest by default.
    """
    with TemporaryDirectory() as made:
        package = CsvPackage(publication, Path(made))
        with DatabaseFile(Path(made), revision) as file:
            for table, chunks in tables(session):
                path = table.columns.keys().index("path") if table.name == "entry_file" else None
                for rows in chunks:
                    own = [row for row in rows if path is None or not row[path].startswith("releases/")]
                    file.add(table, own)
                    package.add(table, own)
            database = file.finished().read_bytes()
        packed = Path(made) / PACKAGE
        archive(package.content(), packed, packed=False)
        package_bytes = packed.read_bytes()
    lines = b"".join(json_line(page.document) for page in event_pages(session, Registry.load(session)))
    return {DATABASE: database, PACKAGE: package_bytes, LINES: lines}

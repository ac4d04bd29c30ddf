"""Build the downloads of the whole dataset, one file for each format, for others to describe and sum up."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.orm import Session

from communique.database import head_revision
from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.schema.views import CODEBOOK, EDGE, EVENT_WIDE, WIDE_VIEWS, WideView
from communique.site.downloads.calendar_file import build_calendar
from communique.site.downloads.codebook_files import build_codebook, build_codebook_files
from communique.site.downloads.csv_package import ZIP, CsvPackage
from communique.site.downloads.network_files import build_geojson, build_graphml
from communique.site.downloads.parquet_file import ParquetFile, can_write_parquet
from communique.site.downloads.sqlite_file import PATH, SqliteFile
from communique.site.downloads.tables import (
    EXCLUDED_TABLES,
    Rows,
    exported_tables,
    read_chunks,
    read_unpublished_ids,
)
from communique.site.formats.feed_items import FeedIndex
from communique.site.formats.json_ld import GRAPH, build_graph_file
from communique.site.site_metadata import SiteMetadata

LINES = "data/events.jsonl"


def build_downloads(
    session: Session,
    feed_index: FeedIndex,
    publication: SiteMetadata,
    lines: Path,
    folder: Path,
    cache: BuildCache,
    table_digests: Mapping[str, str],
) -> Iterator[OutputFile | UnchangedFile]:
    """Yield every data file; each table is read once for all formats, some rows at a time.

    Args:
        session: on the database that the pages were made from, in the same transaction.
        feed_index: what was kept of the events' pages.
        publication: the site.
        lines: a file with every event's JSON, a line each.
        folder: a folder in which files are made.
        cache: knows the files of the last build.
        table_digests: of the rows of every table, by its name; {} where nothing is kept.
    """
    hidden = read_unpublished_ids(session)
    package, tables = CsvPackage(publication, folder), exported_tables()

    def make_key(name: str, *inputs: Table) -> str:
        return cache.make_key(
            "tables",
            name,
            head_revision(),
            sorted(hidden),
            [table_digests.get(table.name) for table in inputs],
        )

    same: Iterable[OutputFile | UnchangedFile] | None = cache.get(make_key("database", *tables))
    with ExitStack() as open_files:
        file = open_files.enter_context(SqliteFile(folder)) if same is None else None
        for table in tables:
            key = make_key(table.name, table)
            unchanged = cache.get(key)
            rows: Iterator[Rows] = iter(())
            if unchanged is None or file:
                rows = read_chunks(session, table, hidden)
                rows = file.write_table(table, rows) if file else rows
            if unchanged is None:
                yield from cache.put(key, _build_table_files(table, rows, package, folder))
                continue
            deque(rows, maxlen=0)
            package.reuse_table(table, [cache.folder / file.path for file in unchanged if cache.folder])
            yield from unchanged
        if file:
            same = cache.put(make_key("database", *tables), [OutputFile(PATH, file.finish())])
    yield from same or ()
    codebook_key = make_key(CODEBOOK.name, *tables)
    codebook = cache.get(codebook_key)
    if codebook is None:
        entries = build_codebook(session, hidden)
        chunk = [tuple(row.values()) for row in entries]
        files = _build_table_files(CODEBOOK.table, [chunk], package, folder)
        yield from cache.put(codebook_key, [*files, *build_codebook_files(entries, publication)])
    else:
        package.reuse_table(CODEBOOK.table, [cache.folder / file.path for file in codebook if cache.folder])
        yield from codebook
    for view in WIDE_VIEWS:
        key = make_key(view.name, *tables)
        unchanged = cache.get(key)
        if unchanged is None:
            chunks = [*read_chunks(session, view.table, frozenset())]
            files = _build_table_files(view.table, chunks, package, folder)
            yield from cache.put(key, [*files, *_build_drawable_files(view, chunks, publication)])
        else:
            package.reuse_table(view.table, [cache.folder / file.path for file in unchanged if cache.folder])
            yield from unchanged
    previous_package = cache.previous_file(ZIP)
    yield from cache.get_or_build(
        make_key("package", *tables), partial(package.build_files, previous_package)
    )
    yield OutputFile(LINES, lines)
    yield from cache.get_or_build(
        make_key(GRAPH, *tables), lambda: (build_graph_file(lines, publication, folder / "events.jsonld"),)
    )
    yield build_calendar(feed_index.items.values(), publication)


def _build_drawable_files(
    view: WideView, chunks: Iterable[Rows], publication: SiteMetadata
) -> Iterator[OutputFile]:
    """Yield what maps and networks are drawn from."""
    if view is EVENT_WIDE:
        yield build_geojson(chunks, publication)
    elif view is EDGE:
        yield build_graphml(chunks)


def _build_table_files(
    table: Table, chunks: Iterable[Rows], package: CsvPackage, folder: Path
) -> list[OutputFile]:
    """Return a table's CSV and Parquet files."""
    is_exported = table.name not in EXCLUDED_TABLES
    columnar = ParquetFile(table, folder) if is_exported and can_write_parquet() else None
    for rows in chunks:
        package.add_rows(table, rows)
        if columnar:
            columnar.add_rows(rows)
    pages = [OutputFile(f"data/csv/{table.name}.csv", package.files[table.name])] if is_exported else []
    if columnar:
        pages.append(OutputFile(f"data/parquet/{table.name}.parquet", columnar.finish()))
    return pages

"""Build the page that runs SQL on the published database in the browser, with its SQLite build."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.pipeline.output_file import OutputFile
from communique.schema.data_dictionary import build_data_dictionary
from communique.schema.ddl import ddl_statements
from communique.site.downloads.dcat import Download
from communique.site.example_queries import EXAMPLE_QUERIES, ExampleQuery, QueryableRelation, QueryPage
from communique.site.npm_assets import install_packages
from communique.site.pages.components import Link

PATH = "query.md"
PACKAGE = "@sqlite.org/sqlite-wasm"
FILES = {"index.mjs": "sqlite3.js", "sqlite3.wasm": "sqlite3.wasm"}
"""What a browser needs of the package, and its name on the site: some servers do not know what `.mjs` is."""
SEARCH = "event_search_fts"
KINDS = {"table": "table", "view": "view", "virtual": "full text"}


@dataclass(frozen=True, slots=True)
class SqliteEngine:
    """The SQLite build for browsers: version and files; ``missing`` says why there is none."""

    version: str = ""
    folder: str = ""
    files: tuple[OutputFile, ...] = ()
    missing: str = "it was not asked for"


def load_sqlite_engine(work: Path) -> SqliteEngine:
    """Return the SQLite build for browsers that the lock file pins, or the reason why it is missing.

    Args:
        work: the record's folder for what can be made again.
    """
    npm_packages = install_packages(work)
    if npm_packages.folder is None:
        return SqliteEngine(missing=npm_packages.missing)
    source = npm_packages.folder / PACKAGE
    version = str(json.loads((source / "package.json").read_bytes())["version"])
    folder = f"assets/sqlite-{version}"
    files = tuple(
        OutputFile(f"{folder}/{name}", (source / "dist" / package_file).read_bytes())
        for package_file, name in FILES.items()
    )
    return SqliteEngine(version, folder, files, "")


def select_answered(session: Session) -> tuple[ExampleQuery, ...]:
    """Return the ready questions that this record has an answer to."""
    return tuple(
        question
        for question in EXAMPLE_QUERIES
        if session.execute(text(f"SELECT 1 FROM {question.source} LIMIT 1")).first()  # noqa: S608  # our own
    )


def build_query_page(
    database: Download, size_words: str, engine: SqliteEngine, questions: tuple[ExampleQuery, ...]
) -> QueryPage:
    """Build the SQL page for a published database and its SQLite build."""
    return QueryPage(
        path=PATH,
        engine=engine.folder,
        version=engine.version.partition("-")[0],
        file=Link(database.name, database.path),
        size=database.size,
        size_words=size_words,
        fresh=database.sha256[:12],
        questions=questions,
        relations=tuple(describe_relations()),
    )


def describe_relations() -> Iterator[QueryableRelation]:
    """Yield the views, the full-text table and the tables that can be queried, in the dictionary's order."""
    data_dictionary = build_data_dictionary()
    descriptions = {view.name: view.description for view in data_dictionary.views}
    descriptions[SEARCH] = "Full text of titles, names, summaries, notes and provisions; ask it with MATCH."
    descriptions |= {table.name: table.description for table in data_dictionary.tables}
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in ddl_statements("sqlite"):
            connection.execute(statement)
        kinds = {row[1]: row[2] for row in connection.execute("PRAGMA table_list")}
        for name, description in descriptions.items():
            columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,))
            yield QueryableRelation(
                name,
                KINDS[kinds[name]],
                description,
                tuple((column, kind.lower()) for column, kind in columns),
            )

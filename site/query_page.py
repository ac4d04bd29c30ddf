"""The page that asks the published database in the reader's browser, and SQLite for browsers beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from communique.schema.ddl import statements
from communique.schema.dictionary import dictionary
from communique.site.downloads.catalogue import Download
from communique.site.javascript import packages
from communique.site.page import Page
from communique.site.questions import QUESTIONS
from communique.site.views.parts import Ref
from communique.site.views.query import QueryPage, Relation

PATH = "query.md"
PACKAGE = "@sqlite.org/sqlite-wasm"
FILES = {"index.mjs": "sqlite3.js", "sqlite3.wasm": "sqlite3.wasm"}
"""What a browser needs of the package, and its name on the site: some servers do not know what `.mjs` is."""
SEARCH = "event_search_fts"
KINDS = {"table": "table", "view": "view", "virtual": "full text"}


@dataclass(frozen=True, slots=True)
class Engine:
    """SQLite for browsers: its version and its files on the site; without it, ``missing`` says why."""

    version: str = ""
    folder: str = ""
    files: tuple[Page, ...] = ()
    missing: str = "it was not asked for"


def engine(work: Path) -> Engine:
    """SQLite for browsers, as the lock file pins it.

    Args:
        work: the record's folder for what can be made again.
    """
    found = packages(work)
    if found.folder is None:
        return Engine(missing=found.missing)
    source = found.folder / PACKAGE
    version = str(json.loads((source / "package.json").read_bytes())["version"])
    folder = f"assets/sqlite-{version}"
    files = tuple(
        Page(f"{folder}/{name}", (source / "dist" / kept).read_bytes()) for kept, name in FILES.items()
    )
    return Engine(version, folder, files, "")


def query_page(database: Download, size_words: str, engine: Engine) -> QueryPage:
    """The page for a finished database."""
    return QueryPage(
        path=PATH,
        engine=engine.folder,
        version=engine.version.partition("-")[0],
        file=Ref(database.name, database.path),
        size=database.size,
        size_words=size_words,
        fresh=database.sha256[:12],
        questions=QUESTIONS,
        relations=tuple(relations()),
    )


def relations() -> Iterator[Relation]:
    """What can be asked, as SQLite itself sees it: views first, full text, then tables in the dictionary's order."""
    book = dictionary()
    words = {view.name: view.description for view in book.views}
    words[SEARCH] = "Full text of titles, names, summaries, notes and provisions; ask it with MATCH."
    words |= {table.name: table.description for table in book.tables}
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements("sqlite"):
            connection.execute(statement)
        kinds = {row[1]: row[2] for row in connection.execute("PRAGMA table_list")}
        for name, description in words.items():
            columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (name,))
            yield Relation(
                name,
                KINDS[kinds[name]],
                description,
                tuple((column, kind.lower()) for column, kind in columns),
            )

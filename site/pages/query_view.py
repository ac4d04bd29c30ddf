"""The view model of the page that runs SQL in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import Link


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A question in English and as SQL that every SQLite from 3.38 on understands."""

    title: str
    sql: str

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the SQL, each with the number of spaces before it."""
        return tuple((len(line) - len(line.lstrip()), line.lstrip()) for line in self.sql.splitlines())


@dataclass(frozen=True, slots=True)
class QueryableRelation:
    """A table or view: name, ``kind``, what a row is, and its columns with their types."""

    name: str
    kind: str
    text: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """The page that runs SQL in the browser.

    Args:
        path: the page's own.
        engine: the folder of SQLite for browsers, relative to the site; "" where this build has none.
        version: SQLite's own.
        file: the database to take away.
        size: of that file, in bytes.
        size_words: the same for people.
        fresh: part of the file's checksum, so that no browser takes an earlier file for it.
        questions: those that are ready.
        relations: every table and view that a reader may want.
    """

    template: ClassVar[str] = "query.html"

    path: str
    engine: str
    version: str
    file: Link
    size: int
    size_words: str
    fresh: str
    questions: tuple[ExampleQuery, ...]
    relations: tuple[QueryableRelation, ...]

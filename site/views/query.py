"""What the page that asks the database in the browser may show: questions, tables, and where everything is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.parts import Ref


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, and in SQL that every SQLite from 3.38 on understands."""

    title: str
    sql: str

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Its SQL line by line, each with the number of spaces before it."""
        return tuple((len(line) - len(line.lstrip()), line.lstrip()) for line in self.sql.splitlines())


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view: its name, ``kind`` in a word, what a row is, and its columns, each with its type."""

    name: str
    kind: str
    words: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """SQL in the browser.

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

    template: ClassVar[str] = "query.md"

    path: str
    engine: str
    version: str
    file: Ref
    size: int
    size_words: str
    fresh: str
    questions: tuple[Question, ...]
    relations: tuple[Relation, ...]

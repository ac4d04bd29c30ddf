"""What the site asks of a database by key, statement by statement: for a page, for a run of pages, for a word."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from communique.database import connect
from communique.schema.search import Dialect, search_query
from communique.site.queries import RUN, event_ids
from communique.site.queries.material import Material

PAGES: Final = 25
"""So many events, evenly over the record."""

WORD: Final = "hotline"

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one sort of asking comes to.

    Args:
        name: of the sort.
        statements: how many SELECTs it sends.
        slowest: milliseconds of the slowest of them, the median over all that was asked.
        together: milliseconds of all of them, likewise.
    """

    name: str
    statements: int
    slowest: float
    together: float


def keyed(url: str) -> list[Asked]:
    """Ask a loaded database, and time each statement again by itself, with its rows fetched: the median of three."""
    engine = connect(url, read_only=True)
    try:
        with engine.connect() as connection:
            ids = event_ids(Session(connection))
            pages = [[one, one] for one in ids[:: max(1, len(ids) // PAGES)]]
            runs = [[part[0], part[-1]] for part in (ids[at : at + RUN] for at in range(0, len(ids), RUN))]
            sorts: dict[str, list[Callable[[], object]]] = {
                "an event's page": [_material(connection, *bounds) for bounds in pages],
                f"a run of {RUN} pages": [_material(connection, *b) for b in runs[:: max(1, len(runs) // 5)]],
                f"`communique find {WORD}`": [lambda: _found(connection)],
            }
            return [_asked(connection, name, asks) for name, asks in sorts.items()]
    finally:
        engine.dispose()


def _material(connection: Connection, first: str, last: str) -> Callable[[], object]:
    return lambda: Material.load(Session(connection), first, last)


def _found(connection: Connection) -> object:
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    query = search_query(dialect, WORD)
    return connection.execute(text(query.sql), query.parameters).all()


def _asked(connection: Connection, name: str, asks: list[Callable[[], object]]) -> Asked:
    counts, slowest, together = [], [], []
    for ask in asks:
        with _listening(connection) as sent:
            ask()
        took = [_milliseconds(connection, *one) for one in sent]
        counts.append(len(took))
        slowest.append(max(took))
        together.append(sum(took))
    return Asked(name, max(counts), median(slowest), median(together))


@contextmanager
def _listening(connection: Connection) -> Iterator[list[Statement]]:
    """Every SELECT that is sent meanwhile."""
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        sent.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _milliseconds(connection: Connection, sql: str, values: Any) -> float:
    took = []
    for _ in range(3):
        cursor = connection.connection.cursor()
        begin = time.perf_counter()
        cursor.execute(sql, values or ())
        cursor.fetchall()
        took.append((time.perf_counter() - begin) * 1000)
    return median(took)

"""Time each statement that the site sends by key: for a page, for a batch of pages, for a search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from communique.database import connect
from communique.schema.search import Dialect, build_search_query
from communique.site.pages.event.event_pages import RUN, published_event_ids
from communique.site.pages.event.rows import EventRows

SAMPLED_PAGES: Final = 25
"""So many events, evenly over the record."""

SEARCH_TERM: Final = "hotline"

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class QueryTiming:
    """The timing of one sort of query.

    Args:
        name: of the sort.
        statements: how many SELECTs it sends.
        slowest: milliseconds of the slowest of them, the median over all that was asked.
        total: milliseconds of all of them, likewise.
    """

    name: str
    statements: int
    slowest: float
    total: float


def time_point_queries(url: str) -> list[QueryTiming]:
    """Run each sort of query on a loaded database and return its timing, statement by statement."""
    engine = connect(url, read_only=True)
    try:
        with engine.connect() as connection:
            ids = published_event_ids(Session(connection))
            pages = [[event_id] for event_id in ids[:: max(1, len(ids) // SAMPLED_PAGES)]]
            runs = [ids[start : start + RUN] for start in range(0, len(ids), RUN)]
            sorts: dict[str, list[Callable[[], object]]] = {
                "an event's page": [_event_rows_query(connection, page) for page in pages],
                f"a run of {RUN} pages": [
                    _event_rows_query(connection, run) for run in runs[:: max(1, len(runs) // 5)]
                ],
                f"`communique find {SEARCH_TERM}`": [lambda: _run_search(connection)],
            }
            return [_time_queries(connection, name, queries) for name, queries in sorts.items()]
    finally:
        engine.dispose()


def _event_rows_query(connection: Connection, ids: Sequence[str]) -> Callable[[], object]:
    return lambda: EventRows.load(Session(connection), ids)


def _run_search(connection: Connection) -> object:
    dialect: Dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    query = build_search_query(dialect, SEARCH_TERM)
    return connection.execute(text(query.sql), query.parameters).all()


def _time_queries(connection: Connection, name: str, queries: list[Callable[[], object]]) -> QueryTiming:
    counts, slowest, totals = [], [], []
    for query in queries:
        with _record_statements(connection) as sent:
            query()
        durations = [_time_statement(connection, *statement) for statement in sent]
        counts.append(len(durations))
        slowest.append(max(durations))
        totals.append(sum(durations))
    return QueryTiming(name, max(counts), median(slowest), median(totals))


@contextmanager
def _record_statements(connection: Connection) -> Iterator[list[Statement]]:
    """Yield a list that receives every SELECT sent meanwhile."""
    sent: list[Statement] = []

    def record_statement(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        sent.append((statement, values))

    event.listen(connection, "before_cursor_execute", record_statement)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", record_statement)


def _time_statement(connection: Connection, sql: str, values: Any) -> float:
    durations = []
    for _ in range(3):
        cursor = connection.connection.cursor()
        begin = time.perf_counter()
        cursor.execute(sql, values or ())
        cursor.fetchall()
        durations.append((time.perf_counter() - begin) * 1000)
    return median(durations)

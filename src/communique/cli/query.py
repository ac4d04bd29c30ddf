"""``communique query``: any question in SQL, and no way to change a thing."""

from __future__ import annotations

import csv
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection


@example(
    'communique query "select kind, count(*) from event group by kind"',
    "communique query \"select * from event_overview where date like '2024%'\" --csv > 2024.csv",
    "communique query --json < question.sql",
)
def query(
    sql: Annotated[
        str | None,
        typer.Argument(metavar="SQL", help="One SELECT; from stdin by default.", show_default=False),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, with a header.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As a JSON list of objects.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Stop after so many rows; 0 for all.")] = 10_000,
    timeout: Annotated[float, typer.Option(min=0.1, help="Stop after so many seconds.")] = 60.0,
) -> None:
    """Ask the database. See the views event_overview, event_source, participation_overview, claim_overview."""
    if csv and json:
        raise UsageError("--csv and --json exclude each other; choose one")
    if sql is None and sys.stdin.isatty():
        raise UsageError('no question; write one, as communique query "select count(*) from event"')
    question = sql if sql is not None else sys.stdin.read()
    try:
        with run.reading(run.current(), guarded=True) as connection, _bounded(connection, timeout):
            columns, rows = _answer(connection, question, limit)
    except DatabaseError as error:
        raise _meant(error) from error
    cut = bool(limit) and len(rows) > limit
    rows = rows[:limit] if cut else rows
    if json:
        terminal.as_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif csv:
        _as_csv(columns, rows)
    else:
        _as_table(columns, rows)
    counted = terminal.counted(len(rows), "row")
    terminal.summary(f"{counted}, and there are more: raise --limit" if cut else counted)


def _answer(connection: Connection, question: str, limit: int) -> tuple[list[str], list[Sequence[Any]]]:
    """The columns, and one row more than the limit where there are more.

    Raises:
        UsageError: the question is none.
    """
    if not question.strip():
        raise UsageError("the question is empty; write a SELECT")
    cursor = connection.exec_driver_sql(question.strip().rstrip(";"))
    if not cursor.returns_rows:
        raise UsageError("this asks nothing; write a SELECT")
    rows = cursor.fetchmany(limit + 1) if limit else cursor.fetchall()
    return list(cursor.keys()), [tuple(row) for row in rows]


CANCELLED = "57014"
"""PostgreSQL's code for a statement that took too long."""

# SQLite's and PostgreSQL's words for a name that they do not know.
_UNKNOWN = re.compile(
    r"no such (?:table|column): (?:\w+\.)?(\w+)|(?:relation|column) \"?(?:\w+\.)?(\w+)\"? does not"
)


def _meant(error: DatabaseError) -> DatabaseError:
    """The error with the name that was probably meant."""
    found = _UNKNOWN.search(str(error))
    if not found:
        return error
    from communique.loaders.validate import did_you_mean
    from communique.schema import metadata
    from communique.schema.overview import VIEWS

    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    known = {*metadata.tables, *columns, *(view.name for view in VIEWS)}.union(
        *(view.columns for view in VIEWS)
    )
    near = did_you_mean(found[1] or found[2], known)
    return DatabaseError(f"{error}; {near or 'see communique schema dictionary'}")


@contextmanager
def _bounded(connection: Connection, seconds: float) -> Iterator[None]:
    """Stop a question that runs away.

    Raises:
        DatabaseError: it did not end in time.
    """
    from sqlalchemy.exc import DBAPIError

    late = threading.Event()
    server = connection.dialect.name == "postgresql"
    driver: Any = connection.connection.driver_connection

    def stop() -> None:
        late.set()
        if not server:
            driver.interrupt()

    if server:  # stops by itself, and tells so at the same moment as the clock here
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except DBAPIError as error:
        if late.is_set() or getattr(error.orig, "sqlstate", "") == CANCELLED:
            late_words = f"no answer within {seconds:g} s; narrow the question or raise --timeout"
            raise DatabaseError(late_words) from error
        raise
    finally:
        timer.cancel()


def _as_csv(columns: list[str], rows: list[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _as_table(columns: list[str], rows: list[Sequence[Any]]) -> None:
    """A table on a terminal; elsewhere columns parted by tabs, which programs cut."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            terminal.result("\t".join("" if value is None else " ".join(str(value).split()) for value in row))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    terminal.console().print(table)

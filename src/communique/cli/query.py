"""Implement ``communique query``: run any question in SQL, and change nothing."""

from __future__ import annotations

import csv
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands.database import read_only_connection
from communique.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection


@add_examples(
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
    statement = sql if sql is not None else sys.stdin.read()
    try:
        with (
            read_only_connection(context.current_context().settings, guarded=True) as connection,
            _time_limit(connection, timeout),
        ):
            columns, rows = _run_query(connection, statement, limit)
    except DatabaseError as error:
        raise _with_suggestion(error) from error
    is_truncated = bool(limit) and len(rows) > limit
    rows = rows[:limit] if is_truncated else rows
    if json:
        terminal.print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif csv:
        _print_csv(columns, rows)
    else:
        _print_table(columns, rows)
    row_count = terminal.pluralize(len(rows), "row")
    terminal.print_summary(f"{row_count}, and there are more: raise --limit" if is_truncated else row_count)


def _run_query(connection: Connection, statement: str, limit: int) -> tuple[list[str], list[Sequence[Any]]]:
    """Return the columns, and the rows, one more than the limit where there are more.

    Raises:
        UsageError: the question is none.
    """
    if not statement.strip():
        raise UsageError("the question is empty; write a SELECT")
    cursor = connection.exec_driver_sql(statement.strip().rstrip(";"))
    if not cursor.returns_rows:
        raise UsageError("this asks nothing; write a SELECT")
    rows = cursor.fetchmany(limit + 1) if limit else cursor.fetchall()
    return list(cursor.keys()), [tuple(row) for row in rows]


QUERY_CANCELED = "57014"
"""PostgreSQL's code for a statement that took too long."""

# SQLite's and PostgreSQL's words for a name that they do not know.
_UNKNOWN_NAME = re.compile(
    r"no such (?:table|column): (?:\w+\.)?(\w+)|(?:relation|column) \"?(?:\w+\.)?(\w+)\"? does not"
)


def _with_suggestion(error: DatabaseError) -> DatabaseError:
    """Return the error with the name that was probably meant."""
    match = _UNKNOWN_NAME.search(str(error))
    if not match:
        return error
    from communique.loaders.validate import did_you_mean
    from communique.schema import metadata
    from communique.schema.views import VIEWS

    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    known = {*metadata.tables, *columns, *(view.name for view in VIEWS)}.union(
        *(view.columns for view in VIEWS)
    )
    suggestion = did_you_mean(match[1] or match[2], known)
    return DatabaseError(f"{error}; {suggestion or 'see communique schema dictionary'}")


@contextmanager
def _time_limit(connection: Connection, seconds: float) -> Iterator[None]:
    """Cancel a query that does not end within ``seconds`` while the context is open.

    Raises:
        DatabaseError: it did not end in time.
    """
    from sqlalchemy.exc import DBAPIError

    timed_out = threading.Event()
    is_postgresql = connection.dialect.name == "postgresql"
    driver: Any = connection.connection.driver_connection

    def cancel_query() -> None:
        timed_out.set()
        if not is_postgresql:
            driver.interrupt()

    if is_postgresql:  # stops by itself, and tells so at the same moment as the clock here
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
    timer = threading.Timer(seconds, cancel_query)
    timer.daemon = True
    timer.start()
    try:
        yield
    except DBAPIError as error:
        if timed_out.is_set() or getattr(error.orig, "sqlstate", "") == QUERY_CANCELED:
            message = f"no answer within {seconds:g} s; narrow the question or raise --timeout"
            raise DatabaseError(message) from error
        raise
    finally:
        timer.cancel()


def _print_csv(columns: list[str], rows: list[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _print_table(columns: list[str], rows: list[Sequence[Any]]) -> None:
    """Print a table on a terminal; elsewhere columns parted by tabs, which programs cut."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            terminal.print_result(
                "\t".join("" if value is None else " ".join(str(value).split()) for value in row)
            )
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    terminal.rich_console().print(table)

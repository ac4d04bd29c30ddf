"""Ask the database: one event with its evidence, any question in SQL, or how much it holds."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from communique.commands.database import read_only_connection, read_only_session
from communique.commands.record import Home, resolve_settings
from communique.errors import DatabaseError, UsageError
from communique.pipeline.limited_process import run_limited
from communique.schema.event_types import EVENT_TYPES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from communique.settings import Settings
    from communique.site.pages.event.event_view import EventPage
    from communique.site.pages.follow_up.open_questions_view import QuestionGroup

COUNT_QUERIES: Final[dict[str, str]] = {
    "entries": "SELECT count(*) FROM source",
    "publishers with entries": "SELECT count(DISTINCT publisher_id) FROM source",
    "events": "SELECT count(*) FROM event WHERE record_status = 'published'",
    **{event_type.plural: f"SELECT count(*) FROM {kind}" for kind, event_type in EVENT_TYPES.items()},  # noqa: S608
    "provisions": "SELECT count(*) FROM provision",
    "events with two or more sources": "SELECT count(*) FROM event WHERE source_count >= 2",
    "events with two or more independent sources": "SELECT count(*) FROM event WHERE independent_source_count >= 2",
    "links": "SELECT count(*) FROM event_link",
    "claims": "SELECT count(*) FROM claim",
    "rulings": "SELECT count(*) FROM ruling",
    "rulings left unresolved": "SELECT count(*) FROM ruling WHERE decision = 'unresolved'",
    "events on which sources disagree": "SELECT count(*) FROM event WHERE disagreement <> 'none'",
    "states and territories taking part": (
        "SELECT count(DISTINCT actor_id) FROM participation JOIN actor ON actor.id = actor_id "
        "WHERE actor.kind IN ('state', 'territory')"
    ),
    "people taking part": "SELECT count(DISTINCT person_id) FROM participation_person",
    "places with events": "SELECT count(DISTINCT place_id) FROM event",
    "series with events": "SELECT count(DISTINCT series_id) FROM event",
    "topics with events": "SELECT count(DISTINCT topic_id) FROM event_topic",
}
"""What is counted, in the order in which it is shown, and the question to the database."""


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event as the database has it, and, where the id asked for is an old one, why it moved; else ""."""

    page: EventPage
    redirect: str


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a question in SQL; truncated where there were more rows than the limit."""

    columns: tuple[str, ...]
    rows: tuple[Sequence[Any], ...]
    is_truncated: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the database holds: counts by what is counted, and the years of the first and the last event."""

    counts: dict[str, int]
    first_year: str | None
    last_year: str | None


def show(home: Home, event: str) -> ShownEvent:
    """Return an event with every value, source and claim, under its new id if it was redirected.

    Raises:
        UsageError: there is no such event, or it was split or withdrawn.
        DatabaseError: there is no database of the newest schema.
    """
    from communique.schema.models import Redirect
    from communique.site.pages.event.event_pages import build_event_page

    with read_only_session(resolve_settings(home)) as session:
        _check_not_retired(session, event)
        redirect = session.get(Redirect, event)
        page = build_event_page(session, event if redirect is None else redirect.target_id)
        if page is None:
            raise UsageError(f"there is no event {event!r}; {_suggest_event_id(session, event)}")
        note = "" if redirect is None else f"{event} is now {redirect.target_id}: {redirect.because}"
    return ShownEvent(page, note)


def list_ids(home: Home, table: str, beginning: str = "", limit: int = 100) -> dict[str, str]:
    """Return ids of a table of the database that begin with a text, each with its name; none without a database.

    Args:
        home: the record.
        table: ``event``, ``person`` or another table with ids and names.
        beginning: what the ids begin with.
        limit: at most so many.
    """
    from sqlalchemy import select

    from communique.schema.models import metadata

    columns = metadata.tables[table].columns
    name = columns["title"] if "title" in columns else columns["name"]
    statement = select(columns["id"], name).where(columns["id"].startswith(beginning, autoescape=True))
    try:
        with read_only_connection(resolve_settings(home)) as connection:
            return {row[0]: row[1] or "" for row in connection.execute(statement.order_by("id").limit(limit))}
    except DatabaseError:
        return {}


def query(home: Home, sql: str, *, limit: int = 10_000, timeout: float = 60.0) -> QueryResult:
    """Return the answer to one SELECT; nothing can be changed by it.

    Args:
        home: the record.
        sql: the question.
        limit: at most so many rows; 0 for all.
        timeout: seconds after which it is stopped.

    Raises:
        UsageError: the question is none.
        DatabaseError: the database refuses it, or did not end in time.
    """
    settings = resolve_settings(home)
    try:
        if settings.database.startswith("postgresql"):  # which ends a statement by itself
            columns, rows = _answer(settings, sql, limit, timeout)
        else:
            columns, rows = run_limited(_answer_from_file, settings, sql, limit, seconds=timeout)
    except TimeoutError:
        raise DatabaseError(_NO_ANSWER.format(timeout)) from None
    except MemoryError:
        raise DatabaseError(
            "the question needs too much memory; narrow it, or ask for fewer or shorter values"
        ) from None
    except DatabaseError as error:
        raise _with_suggestion(error) from error
    is_truncated = bool(limit) and len(rows) > limit
    return QueryResult(columns, rows[:limit] if is_truncated else rows, is_truncated)


def stats(home: Home) -> Statistics:
    """Count what the database holds.

    Raises:
        DatabaseError: there is no database of the newest schema.
    """
    with read_only_connection(resolve_settings(home)) as connection:
        counts = {
            name: int(connection.exec_driver_sql(question).scalar_one())
            for name, question in COUNT_QUERIES.items()
        }
        row = connection.exec_driver_sql("SELECT min(start_earliest), max(start_earliest) FROM event").one()
    first, last = (str(day)[:4] if day else None for day in row)
    return Statistics(counts, first, last)


def list_due(home: Home, as_of: dt.date) -> tuple[QuestionGroup, ...]:
    """Return what the record leaves open on a day, by sort: outcomes, rulings to look at again, texts read once.

    Raises:
        DatabaseError: there is no database of the newest schema.
    """
    from communique.site.pages.event_index import EventIndex
    from communique.site.pages.follow_up.open_questions import find_open_questions
    from communique.site.pages.registry import SiteRegistry

    with read_only_session(resolve_settings(home)) as session:
        registry = SiteRegistry.load(session)
        return find_open_questions(session, EventIndex.load(session, registry), registry, as_of)


def _check_not_retired(session: Session, event: str) -> None:
    """Check that an id was neither withdrawn nor split."""
    from sqlmodel import select

    from communique.schema.models import Split, SplitTarget, Withdrawal

    if (withdrawal := session.get(Withdrawal, event)) is not None:
        raise UsageError(f"{event} was withdrawn: {withdrawal.because}")
    if (split := session.get(Split, event)) is not None:
        parts = session.scalars(select(SplitTarget.target_id).where(SplitTarget.split_id == event))
        raise UsageError(f"{event} was split into {', '.join(sorted(parts))}: {split.because}")


def _suggest_event_id(session: Session, event: str) -> str:
    from sqlalchemy import text

    from communique.errors import did_you_mean

    known = set(session.execute(text("SELECT id FROM event")).scalars())
    return did_you_mean(event, known) or f"look for it with communique find {event}"


def _answer(
    settings: Settings, statement: str, limit: int, timeout: float | None
) -> tuple[tuple[str, ...], tuple[Sequence[Any], ...]]:
    """Return the columns, and the rows, one more than the limit where there are more.

    Args:
        settings: name the database.
        statement: the question.
        limit: at most so many rows; 0 for all.
        timeout: seconds after which PostgreSQL ends it; None on SQLite.
    """
    from sqlalchemy.exc import DBAPIError

    if not statement.strip():
        raise UsageError("the question is empty; write a SELECT")
    with read_only_connection(settings, guarded=True) as connection:
        if timeout is not None:
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(timeout * 1000)}")
        try:
            cursor = connection.exec_driver_sql(statement.strip().rstrip(";"))
            if not cursor.returns_rows:
                raise UsageError("this asks nothing; write a SELECT")
            rows = cursor.fetchmany(limit + 1) if limit else cursor.fetchall()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != QUERY_CANCELED:
                raise
            raise TimeoutError from error
        return tuple(cursor.keys()), tuple(tuple(row) for row in rows)


def _answer_from_file(
    settings: Settings, statement: str, limit: int
) -> tuple[tuple[str, ...], tuple[Sequence[Any], ...]]:
    """Return the columns and rows that SQLite finds; for a process of its own, whose memory it limits."""
    with closing(sqlite3.connect(":memory:")) as any_database:
        any_database.execute(f"PRAGMA hard_heap_limit = {SQLITE_MEMORY}")  # it holds for the whole process
    return _answer(settings, statement, limit, None)


SQLITE_MEMORY = 1024**3
"""Bytes that SQLite may take for one question."""

_NO_ANSWER = "no answer within {:g} s; narrow the question or raise --timeout"

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
    from communique.errors import did_you_mean
    from communique.schema.models import metadata
    from communique.schema.views import VIEWS

    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    known = {*metadata.tables, *columns, *(view.name for view in VIEWS)}.union(
        *(view.columns for view in VIEWS)
    )
    name = match[1] or match[2]
    suggestion = "" if name in known else did_you_mean(name, known)  # a column of another table
    return DatabaseError(f"{error}; {suggestion or 'see communique schema dictionary'}")

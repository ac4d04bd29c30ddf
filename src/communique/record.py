"""Open a record's database to read it from Python: typed events with who took part, sources, claims and rulings."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Engine, Row, String, select, text
from sqlmodel import Session

from communique.database import (
    SchemaState,
    connect,
    head_revision,
    read_revision,
    read_schema_state,
    require_current_schema,
)
from communique.database.connection import limit_questions
from communique.errors import DatabaseError, UsageError, did_you_mean
from communique.frames import create_pandas_frame, create_polars_frame
from communique.schema.dates import DateError, parse_date
from communique.schema.models import (
    Actor,
    Claim,
    Event,
    EventKind,
    Participation,
    Ruling,
    Source,
    SourceEvent,
    metadata,
)
from communique.schema.views import VIEWS
from communique.schema.vocabulary import RecordStatus

if TYPE_CHECKING:
    import pandas
    import polars

Model = TypeVar("Model")

_BATCH = 500
"""Events whose parts are read together."""


@dataclass(frozen=True, slots=True)
class ParsedClaim:
    """What a source states of one value, with the value as Python has it."""

    claim: Claim
    value: Any


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event with all that the record holds about it besides its own row."""

    event: Event
    participants: tuple[Participation, ...]
    sources: tuple[Source, ...]
    claims: tuple[ParsedClaim, ...]
    disagreements: tuple[Ruling, ...]

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id

    @property
    def title(self) -> str:
        """Its headline in our own words."""
        return self.event.title


class OpenRecord:
    """A record's database, open for reading alone; a context manager.

    Args:
        engine: on a database of the newest schema.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> OpenRecord:
        """Return the record."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        self.close()

    def close(self) -> None:
        """Close every connection to the database."""
        self._engine.dispose()

    def events(
        self,
        *,
        kind: str | None = None,
        actor: str | None = None,
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
    ) -> Iterator[RecordedEvent]:
        """Yield published events, the oldest first, those without a first day at the end.

        Args:
            kind: only those of a kind, as ``meeting``.
            actor: only those in which an actor took part in any role, as ``JP``.
            since: only those that cannot have begun before a day, a month or a year, as ``2024-01-01`` or ``2024``.
            until: only those that may have begun by the end of one.

        Raises:
            UsageError: there is no such kind or actor, a date is none, or the two exclude each other.
        """
        columns = Event.__dict__["__table__"].c
        conditions: list[ColumnElement[bool]] = [columns.record_status == RecordStatus.PUBLISHED]
        if kind is not None:
            conditions.append(columns.kind == kind)
        if actor is not None:
            taking_part = Participation.__dict__["__table__"].c
            conditions.append(
                columns.id.in_(select(taking_part.event_id).where(taking_part.actor_id == actor))
            )
        first = None if since is None else _read_span("since", since)[0]
        last = None if until is None else _read_span("until", until)[1]
        if first and last and first > last:
            raise UsageError(f"since={str(since)!r} is after until={str(until)!r}; exchange them")
        if first:
            conditions.append(columns.start_earliest >= first)
        if last:
            conditions.append(columns.start_earliest <= last)
        order = (columns.start_earliest.is_(None), columns.start_earliest, columns.id)
        with self.session() as session:
            for name, given, known in (("kind", kind, EventKind), ("actor", actor, Actor)):
                if given is not None:
                    _check_known(name, given, session, known)
            ids = list(session.scalars(select(columns.id).where(*conditions).order_by(*order)))
            for start in range(0, len(ids), _BATCH):
                yield from _load_events(session, ids[start : start + _BATCH])

    def query(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries, its ``:name`` replaced by the parameters.

        Raises:
            DBAPIError: the database refuses it; nothing can be changed.
        """
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(sql), parameters).mappings()]

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session of SQLModel's, which can only read.

        Every table and view is a class of ``communique.schema``, and rows know what they refer to and what refers
        to them, as ``event.place.name`` or ``actor.participations``, while the session is open.
        """
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def to_pandas(self, table: str = "event_wide") -> pandas.DataFrame:
        """Return a table or view as a data frame of pandas, alike from either database.

        Raises:
            UsageError: pandas is not installed, or there is no such table.
        """
        return create_pandas_frame(*self._read_table(table))

    def to_polars(self, table: str = "event_wide") -> polars.DataFrame:
        """Return a table or view as a data frame of polars, alike from either database.

        Raises:
            UsageError: polars is not installed, or there is no such table.
        """
        return create_polars_frame(*self._read_table(table))

    def _read_table(self, name: str) -> tuple[Sequence[Column[Any]], Sequence[Row[Any]]]:
        """Return the columns of a table or view and its rows by key."""
        tables = {**metadata.tables, **{view.name: view.table for view in VIEWS}}
        if name not in tables:
            hint = did_you_mean(name, tables) or "see `communique schema dictionary`"
            raise UsageError(f"there is no table or view {name!r}; {hint}")
        table = tables[name]
        is_file = self._engine.dialect.name == "sqlite"
        keys = [
            column if is_file or not isinstance(column.type, String) else column.collate("C")
            for column in table.primary_key
        ]
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).order_by(*(key.nulls_first() for key in keys))).all()
        return list(table.columns), rows


def open_record(
    where: str | os.PathLike[str],
    *,
    seconds: float = 60.0,
    cache: str | os.PathLike[str] | None = None,
    sha256: str | None = None,
    max_bytes: int | None = None,
) -> OpenRecord:
    """Open a record's database for reading alone.

    A file may come from anyone: it is opened read-only, its tables are no views in disguise, its schema runs no
    function that could do harm, no extension is loaded, and a view that never ends is ended. One that a site offers
    is downloaded, and again only when it has changed.

    Args:
        where: a file, the URL of a database as ``postgresql+psycopg://…``, or where a site has its file, as
            ``https://…/data/communique.sqlite``.
        seconds: after which SQLite ends a question.
        cache: of a download, the folder for the copy; by default Communiqué's in the user's folder for caches.
        sha256: of a download, the digest that the file must have, as the site's ``SHA256SUMS`` says.
        max_bytes: of a download, how large it may be; by default 2 GiB.

    Raises:
        DatabaseError: it is none, or of another schema than this Communiqué reads, or cannot be had.
    """
    address = os.fspath(where)
    is_remote = address.startswith(("https://", "http://"))
    if is_remote:
        from communique.database.remote_file import MAX_BYTES, download_database

        folder = Path(cache) if cache is not None else None
        size = MAX_BYTES if max_bytes is None else max_bytes
        address = str(download_database(address, folder, max_bytes=size, sha256=sha256))
    elif (cache, sha256, max_bytes) != (None, None, None):
        raise UsageError("cache, sha256 and max_bytes are for a file that is downloaded")
    url = address if "://" in address else f"sqlite:///{Path(address).absolute()}"
    engine = connect(url, read_only=True)
    if engine.dialect.name == "sqlite":
        limit_questions(engine, seconds)
    try:
        if is_remote and read_schema_state(engine) in (SchemaState.OLDER, SchemaState.NEWER):
            raise DatabaseError(
                f"{os.fspath(where)} has the schema {read_revision(engine)}, and this Communiqué reads "
                f"{head_revision()}; install the version that made it, or ask for a newer build"
            )
        require_current_schema(engine)
    except DatabaseError:
        engine.dispose()
        raise
    return OpenRecord(engine)


def _load_events(session: Session, ids: Sequence[str]) -> Iterator[RecordedEvent]:
    """Yield events in the order of their ids, each part of all of them read by one SELECT."""
    events = {row.id: row for row in _select_of(session, Event, "id", ids)}
    participants = _group_by_event(_select_of(session, Participation, "event_id", ids))
    claims = _group_by_event(_select_of(session, Claim, "event_id", ids))
    rulings = _group_by_event(_select_of(session, Ruling, "event_id", ids))
    reports = _group_by_event(_select_of(session, SourceEvent, "event_id", ids))
    cited = sorted({report.source_id for rows in reports.values() for report in rows})
    sources = {row.id: row for row in _select_of(session, Source, "id", cited)}
    for key in ids:
        yield RecordedEvent(
            events[key],
            tuple(participants[key]),
            tuple(sources[report.source_id] for report in reports[key]),
            tuple(ParsedClaim(claim, json.loads(claim.value)) for claim in claims[key]),
            tuple(rulings[key]),
        )


def _select_of(session: Session, model: type[Model], column: str, ids: Sequence[str]) -> list[Model]:
    table = cast("Any", model).__table__
    return list(session.scalars(select(model).where(table.c[column].in_(ids)).order_by(*table.primary_key)))


def _group_by_event(rows: Sequence[Model]) -> defaultdict[str, list[Model]]:
    groups: defaultdict[str, list[Model]] = defaultdict(list)
    for row in rows:
        groups[cast("Any", row).event_id].append(row)
    return groups


def _check_known(name: str, given: str, session: Session, model: type[Any]) -> None:
    """Check that an id stands in a table: a slip would find nothing, and look like an answer."""
    ids = set(session.scalars(select(model.__table__.c.id)))
    if given not in ids:
        hint = did_you_mean(given, ids)
        raise UsageError(f"there is no {name} {given!r}" + (f"; {hint}" if hint else ""))


def _read_span(name: str, given: dt.date | str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day, a month, a year or another date in EDTF.

    Raises:
        UsageError: it is no date, or has no first or last day.
    """
    if isinstance(given, dt.date):
        day = given.date() if isinstance(given, dt.datetime) else given
        return day, day
    try:
        span = parse_date(given)
    except DateError as error:
        raise UsageError(f"{name}={given!r} is no date: {error}") from error
    if span.start_earliest is None or span.end_latest is None:
        raise UsageError(f"{name}={given!r} has an open end; write a year, a month or a day, as 2024-07")
    return span.start_earliest, span.end_latest

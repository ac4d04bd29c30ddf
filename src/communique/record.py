"""Open a record's database to read it from Python: typed events with who took part, sources, claims and rulings."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Engine, select, text
from sqlalchemy.orm import Session

from communique.database import connect, require_current_schema
from communique.database.connection import limit_questions
from communique.errors import DatabaseError, UsageError, did_you_mean
from communique.schema.models import (
    Actor,
    Claim,
    Event,
    EventKind,
    Participation,
    Ruling,
    Source,
    SourceEvent,
)
from communique.schema.vocabulary import RecordStatus

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
            since: only those that cannot have begun before a day, as ``2024-01-01``.
            until: only those that may have begun by a day.

        Raises:
            UsageError: there is no such kind or actor, or a day is none.
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
        if since is not None:
            conditions.append(columns.start_earliest >= _read_day(since))
        if until is not None:
            conditions.append(columns.start_earliest <= _read_day(until))
        order = (columns.start_earliest.is_(None), columns.start_earliest, columns.id)
        with Session(self._engine, expire_on_commit=False) as session:
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

    def to_pandas(self, table: str = "event_wide") -> Any:
        """Return a table or view as a data frame of pandas.

        Raises:
            UsageError: pandas is not installed, or there is no such table.
        """
        return _import_library("pandas").DataFrame(self._read_table(table))

    def to_polars(self, table: str = "event_wide") -> Any:
        """Return a table or view as a data frame of polars.

        Raises:
            UsageError: polars is not installed, or there is no such table.
        """
        return _import_library("polars").DataFrame(self._read_table(table), infer_schema_length=None)

    def _read_table(self, name: str) -> list[dict[str, Any]]:
        from communique.schema.models import metadata
        from communique.schema.views import VIEWS, WIDE_VIEWS

        wide = {view.name: view.table for view in WIDE_VIEWS}
        table = wide.get(name, metadata.tables.get(name))
        with self._engine.connect() as connection:
            if table is not None:
                return [dict(row) for row in connection.execute(select(table)).mappings()]
            if name not in {view.name for view in VIEWS}:
                raise UsageError(f"there is no table or view {name!r}; see `communique schema dictionary`")
            rows = connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608  (a name of our own)
            return [dict(row) for row in rows.mappings()]


def open_record(where: str | os.PathLike[str], *, seconds: float = 60.0) -> OpenRecord:
    """Open a record's database for reading alone.

    A file may come from anyone: it is opened read-only, its tables are no views in disguise, its schema runs no
    function that could do harm, no extension is loaded, and a view that never ends is ended.

    Args:
        where: a file, or the URL of a database as ``postgresql+psycopg://…``.
        seconds: after which SQLite ends a question.

    Raises:
        DatabaseError: it is none, or of another schema than this Communiqué reads.
    """
    address = os.fspath(where)
    url = address if "://" in address else f"sqlite:///{Path(address).absolute()}"
    engine = connect(url, read_only=True)
    if engine.dialect.name == "sqlite":
        limit_questions(engine, seconds)
    try:
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


def _read_day(day: dt.date | str) -> dt.date:
    """Return a day.

    Raises:
        UsageError: it is none.
    """
    try:
        return dt.date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise UsageError(f"{day!r} is no day; write it as 2024-07-28") from error


def _import_library(name: str) -> Any:
    """Return a library that only some need.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"{name} is not here; install it with `pip install {name}`") from error

"""What one batch of files comes to: its rows where nothing is wrong with them, and what is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from pathlib import Path

from sqlalchemy import Date
from sqlalchemy import Enum as Choice

from communique.errors import Finding, RecordError
from communique.loaders.check import errors, examine_within
from communique.loaders.coherence import Elsewhere
from communique.loaders.files import read_file
from communique.loaders.lives import Lives
from communique.loaders.read import take_in
from communique.loaders.record import Record
from communique.loaders.rows.event import event_rows
from communique.loaders.rows.rows import Row, Rows
from communique.loaders.rows.source import source_rows
from communique.loaders.scan import Reported
from communique.loaders.weighing.weigh import dossiers
from communique.schema import metadata
from communique.schema.vocabulary import Relation

PlainRow = tuple[str | int | float | None, ...]
"""A row in the order of its table's columns, as both databases take it: days in ISO 8601, words as text."""


@dataclass(slots=True)
class Told:
    """What a batch comes to.

    Args:
        unread: what is wrong with files that cannot be understood at all.
        misread: files that report other events than their text seemed to, with the events.
        findings: what else is wrong or strange.
        rows: rows by table, of sources and of events; none where a finding is an error.
        addresses: where each file's article was read, of those that say so.
        wholes: for each event those that it is said to be a part of.
    """

    unread: list[Finding] = field(default_factory=list)
    misread: Reported = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[PlainRow]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    wholes: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every batch rests on.

    Args:
        root: the record's folder.
        record: the registry and the rulings.
        reported: the events that each file seems to report.
        known: the ids of the whole record.
        elsewhere: what was released.
        keep: whether files, once understood, are kept for the next load of this process.
    """

    root: Path
    record: Record
    reported: Reported
    known: Lives
    elsewhere: Elsewhere
    keep: bool

    def tell(self, paths: Iterable[str]) -> Told:
        """Read the files of a batch and work out what they come to."""
        told = Told()
        record = self.read(paths, told)
        moved = record.redirects()
        gathered = dossiers(record)
        for path, article in record.articles.items():
            events = tuple(sorted({event.id for event in article.model.events}))
            if events != self.reported[path]:
                told.misread[path] = events
            if article.model.source.url:
                told.addresses[path] = article.model.source.url
            for event in article.model.events:
                parts = {moved.get(k.target, k.target) for k in event.links if k.relation is Relation.PART_OF}
                if parts:
                    told.wholes.setdefault(moved.get(event.id, event.id), set()).update(parts)
        if told.unread or told.misread:
            return told
        reconciled, told.findings = examine_within(gathered, record, self.known, self.elsewhere)
        if not errors(told.findings):
            rows = Rows()
            for article in record.articles.values():
                rows.extend(source_rows(article))
            for weighed in reconciled:
                rows.extend(event_rows(weighed, record.registry))
            told.rows = {table: plain(table, of.values()) for table, of in rows.tables.items() if of}
        return told

    def read(self, paths: Iterable[str], told: Told) -> Record:
        """The files with the registry and the rulings; what cannot be understood is told."""
        record = replace(self.record, articles={}, hashes={})
        for path in paths:
            try:
                told.unread += take_in(record, read_file(self.root, Path(path)), keep=self.keep)
            except RecordError as error:
                told.unread += error
        return record


def plain(table: str, rows: Iterable[Row]) -> list[PlainRow]:
    """A table's rows without Python's own types, which take longest to send and to store."""
    special = _special(table)
    made: list[PlainRow] = []
    for row in rows:
        values = list(row.values())
        for place in special:
            value = values[place]
            if value is not None:
                values[place] = value.value if isinstance(value, Enum) else str(value)
        made.append(tuple(values))
    return made


@cache
def _special(table: str) -> tuple[int, ...]:
    """The places of the columns whose values are days or words of a list."""
    columns = metadata.tables[table].columns
    return tuple(n for n, column in enumerate(columns) if isinstance(column.type, Date | Choice))


def typed(columns: Sequence[tuple[str, bool]], rows: Iterable[PlainRow]) -> Iterator[Row]:
    """Rows as the rest of the loader handles them.

    Args:
        columns: each column's name, and whether it holds days.
        rows: plain rows.
    """
    for row in rows:
        yield {
            name: dt.date.fromisoformat(str(value)) if day and value is not None else value
            for (name, day), value in zip(columns, row, strict=True)
        }

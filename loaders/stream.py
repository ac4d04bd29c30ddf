"""From the whole record to the database: poured into an empty one as it is read, compared with one that is full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Date

from communique.errors import Finding
from communique.loaders import known
from communique.loaders.apply import apply
from communique.loaders.batch import PlainRow
from communique.loaders.check import require
from communique.loaders.coherence import Elsewhere
from communique.loaders.plan import FileChanges, Plan, Poured, TableChange, difference
from communique.loaders.pour import pour
from communique.loaders.published import Published
from communique.loaders.record import Record, source_id
from communique.loaders.rows.partition import DECISIONS, PUBLISHED, registry_tables
from communique.loaders.rows.plain import laid_out, typed
from communique.loaders.rows.release import release_rows
from communique.loaders.rows.rows import Rows, key_columns
from communique.loaders.rows.source import file_rows, registry_rows, ruling_rows
from communique.loaders.whole import Whole, until_read_right
from communique.schema import metadata

LAST = frozenset(("event_link",))
"""Tables whose rows lead from an event of one batch to one of another, which must be there."""


def fill(
    root: Path, connection: Connection, now: Mapping[str, str], files: FileChanges, told: Published
) -> Plan:
    """Load everything into a database that holds nothing.

    Args:
        root: the record's folder.
        connection: the database.
        now: the hash of each file.
        files: the same as news.
        told: what the releases say.

    Raises:
        RecordError: the record is wrong; nothing was written.
    """
    whole = Whole(
        root, tuple(now), Elsewhere(released=frozenset(told.first), given_up=told.given_up), laid_out
    )

    def once() -> Plan:
        with connection.begin_nested():
            return _fill(whole, connection, now, files, told)

    return until_read_right(once)


def _fill(
    whole: Whole, connection: Connection, now: Mapping[str, str], files: FileChanges, told: Published
) -> Plan:
    poured, later = Poured(), dict[str, list[PlainRow]]()
    if whole.sound():
        pour(connection, metadata.tables["entry_file"], list(now.items()))
        apply(Plan(files, difference(Rows(), registry_rows(whole.record.registry))), connection)
    for batch in whole.told():
        if not whole.sound():
            continue
        poured.take(batch.rows)
        for table in metadata.sorted_tables:
            rows = batch.rows.get(table.name, [])
            if table.name in LAST:
                later.setdefault(table.name, []).extend(rows)
            elif rows:
                pour(connection, table, rows)
    findings = _required(whole)
    for name, rows in later.items():
        pour(connection, metadata.tables[name], rows)
    rest = ruling_rows(whole.record)
    rest.extend(release_rows(told))
    apply(Plan(files, difference(Rows(), rest)), connection)
    return Plan(files, findings=findings, poured=poured)


def compare(
    root: Path,
    connection: Connection,
    now: Mapping[str, str],
    files: FileChanges,
    told: Published | None,
) -> Plan:
    """Work out what everything would change in a database that holds something.

    Args:
        root: the record's folder.
        connection: the database; only read.
        now: the hash of each file.
        files: how they differ from those last loaded.
        told: what the releases say, where they are to be compared too.

    Raises:
        RecordError: the record is wrong.
    """
    whole = Whole(root, tuple(now), known.elsewhere(connection, Record(), set(), told), laid_out)
    return until_read_right(lambda: _compare(whole, connection, now, files, told))


def _compare(
    whole: Whole,
    connection: Connection,
    now: Mapping[str, str],
    files: FileChanges,
    told: Published | None,
) -> Plan:
    changes: dict[str, TableChange] = {}
    titles: dict[str, str] = {}
    for batch in whole.told():
        if not whole.sound():
            continue
        want = _typed(batch.rows)
        have = known.event_rows_of(connection, frozenset(key[0] for key in want.table("event")))
        have.extend(known.sources(connection, (key[0] for key in want.table("source"))))
        if found := difference(have, want):
            _merge(changes, found)
            titles |= {key[0]: row["title"] for key, row in want.table("event").items()}
    findings = _required(whole)
    have = known.event_rows_of(connection, known.events(connection) - whole.known.known)
    gone = known.source_ids(connection) - {source_id(path) for path in whole.reported}
    have.extend(known.sources(connection, gone))
    have.extend(known.table_rows(connection, ("entry_file", *registry_tables(), *DECISIONS)))
    titles |= {key[0]: row["title"] for key, row in have.table("event").items()}
    want = file_rows(now)
    want.extend(registry_rows(whole.record.registry))
    want.extend(ruling_rows(whole.record))
    if told:
        have.extend(known.table_rows(connection, PUBLISHED))
        want.extend(release_rows(told))
    _merge(changes, difference(have, want))
    return Plan(files, changes, findings, titles)


def _required(whole: Whole) -> list[Finding]:
    findings = sorted({*whole.findings})
    require(findings)
    return findings


def _merge(changes: dict[str, TableChange], more: Mapping[str, TableChange]) -> None:
    for name, change in more.items():
        into = changes.setdefault(name, TableChange())
        into.insert += change.insert
        into.update += change.update
        into.delete += change.delete


def _typed(plain: Mapping[str, Iterable[PlainRow]]) -> Rows:
    rows = Rows()
    for name, found in plain.items():
        keys = key_columns(name)
        for row in typed(_columns(name), found):
            rows.tables[name][tuple(row[key] for key in keys)] = row
    return rows


@cache
def _columns(name: str) -> tuple[tuple[str, bool], ...]:
    """A table's columns, and whether each holds days."""
    return tuple((column.name, isinstance(column.type, Date)) for column in metadata.tables[name].columns)

"""Engines with real transactions, for reading only or with one writer at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import QueuePool

from communique.database.error_messages import MEMORY, parse_database_url, translate_errors
from communique.errors import DatabaseError
from communique.settings import Settings

WAIT_SECONDS = 5.0
"""How long one writer waits for another before it gives up."""

MAX_VALUE = 256 * 1024**2
"""Bytes of one value that SQLite reads or makes for a reader."""

WRITE_CACHE_KIB = 32_768
"""Memory that SQLite may keep pages in while it writes."""

_WRITE_OPTION = "communique_writing"
_ADVISORY_LOCK = int.from_bytes(b"commniq")  # PostgreSQL knows advisory locks by a number of 63 bits
_ALLOWED_PRAGMAS = {
    *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"),
    *("foreign_key_list", "database_list", "data_version", "collation_list", "compile_options"),
}


def connect(where: Settings | str | URL, *, read_only: bool = False, guarded: bool = True) -> Engine:
    """Return an engine for a database; opens nothing yet and creates no file.

    Args:
        where: the settings, whose home folder a relative SQLite path is relative to, or a URL.
        read_only: for queries: the database itself refuses every change, and so does each connection.
        guarded: with read_only on SQLite, look at each step of a statement that somebody else wrote. The look is
            a call of Python's, in which a Ctrl-C is swallowed and taken for a refusal; so not for our own SELECTs.

    Raises:
        DatabaseError: the URL is none, or of a database that Communiqué does not know.
    """
    url = (
        parse_database_url(where.database, where.home)
        if isinstance(where, Settings)
        else parse_database_url(where, Path())
    )
    if url.get_backend_name() == "sqlite":
        return _create_sqlite_engine(url, read_only, guarded)
    # A statement that is prepared can be only one: `commit; delete …` cannot leave a read-only transaction.
    try:
        engine = create_engine(url, connect_args={"prepare_threshold": 0} if read_only else {})
    except ModuleNotFoundError as error:
        raise DatabaseError("PostgreSQL's driver is not here; install `communique[postgresql]`") from error
    if read_only:
        event.listen(engine, "connect", lambda driver, _: setattr(driver, "read_only", True))
    return engine


def _create_sqlite_engine(url: URL, read_only: bool, guarded: bool) -> Engine:
    """Return a SQLite engine with foreign keys, a write-ahead log and explicit transactions.

    Python's driver begins by itself, late, and never before DDL; so it is put in autocommit and every
    transaction is begun explicitly (SQLAlchemy documentation, "SQLite: enabling non-legacy transactions").
    """
    file = None if url.database in MEMORY else Path(str(url.database))
    if read_only and file is not None:
        engine = create_engine(url, creator=_read_only_creator(file), poolclass=QueuePool)
    else:
        engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def configure_connection(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None
        driver.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute("PRAGMA recursive_triggers = ON")  # else REPLACE would pass by the search index
        if read_only:
            driver.execute("PRAGMA query_only = ON")
            # A file may come from anyone: its views call no function that is not known to be safe.
            driver.execute("PRAGMA trusted_schema = OFF")
            driver.execute("PRAGMA cell_size_check = ON")
            driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
            if guarded:
                driver.set_authorizer(_authorize_read)
        elif file is not None:
            driver.execute("PRAGMA journal_mode = WAL")  # people read while a load writes

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITE_OPTION, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def limit_questions(engine: Engine, seconds: float) -> None:
    """Let SQLite end each question that takes longer, also one that a file asks by a view; it looks between rows."""
    end = time.monotonic() + seconds

    @event.listens_for(engine, "connect")
    def watch(driver: sqlite3.Connection, _record: object) -> None:
        driver.set_progress_handler(lambda: time.monotonic() > end, 100_000)

    @event.listens_for(engine, "before_cursor_execute")
    def restart(*_statement: object) -> None:
        nonlocal end
        end = time.monotonic() + seconds


def _read_only_creator(file: Path) -> Callable[[], sqlite3.Connection]:
    file_uri = f"{file.absolute().as_uri()}?mode=ro"  # as_uri escapes `?`, `#` and `%` in names
    return lambda: sqlite3.connect(file_uri, uri=True, check_same_thread=False, timeout=WAIT_SECONDS)


def _authorize_read(action: int, first: str | None, _second: str | None, *_place: str | None) -> int:
    """Return SQLite's verdict on one step of a query: no writing, attaching or switching off of guards."""
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = _second != "load_extension"
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _ALLOWED_PRAGMAS
    elif action == sqlite3.SQLITE_UPDATE:
        # FTS5 asks for this when it opens its own tables; a file opened with mode=ro stays as it is
        allowed = first == "sqlite_master"
    else:
        allowed = action in {
            *(sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE),
            *(sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT),
        }
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


@contextmanager
def write_transaction(
    engine: Engine, wait: float = WAIT_SECONDS, *, foreign_keys: bool = True
) -> Iterator[Connection]:
    """Open a transaction that no other writer shares; commits at the end, rolls back on any exception.

    Args:
        engine: from ``connect``, not read-only.
        wait: seconds to wait for another writer to end.
        foreign_keys: False only for migrations on SQLite, which copy tables that others point at.

    Raises:
        DatabaseError: another writer did not end in time, or the database refused something.
    """
    milliseconds = max(1, int(wait * 1000))
    with translate_errors(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                _lock_for_writing(connection, milliseconds)
                yield connection
            return
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {milliseconds}")
        driver.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")  # heeded only outside a transaction
        driver.execute(
            f"PRAGMA cache_size = -{WRITE_CACHE_KIB}"
        )  # with less, a large load writes pages twice
        connection.execution_options(**{_WRITE_OPTION: True})
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _lock_for_writing(connection: Connection, milliseconds: int) -> None:
    """Lock the schema's version row, so that PostgreSQL lets only one writer work at a time.

    A row's lock is known to everything that speaks PostgreSQL's protocol; advisory locks are not (CockroachDB
    takes them and does nothing, YugabyteDB had none for long). They serve only until the row is there.
    """
    timeout = text("SELECT set_config('lock_timeout', :timeout, true)")
    connection.execute(timeout, {"timeout": f"{milliseconds}ms"})
    if not _lock_version_row(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        _lock_version_row(connection)  # another writer may have made it meanwhile
    connection.execute(timeout, {"timeout": "0"})


def _lock_version_row(connection: Connection) -> bool:
    """Lock the version row until the transaction ends; return False where there is none yet."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return False
    row = text("SELECT version_num FROM alembic_version FOR UPDATE")
    return connection.execute(row).first() is not None

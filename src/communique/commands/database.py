"""Create a database, walk it along its migrations, and connect to one that is only read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.commands.record import Home, resolve_settings
from communique.commands.signals import uninterruptible

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from communique.settings import Settings


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """The schema that a database has.

    Args:
        database: its name, without a password.
        revision: its revision; None where it has none yet.
        head: the revision that this Communiqué works with.
        state: how the two stand to each other, in one word.
    """

    database: str
    revision: str | None
    head: str
    state: str


def upgrade_database(home: Home, revision: str = "head") -> DatabaseStatus:
    """Create the database or bring it up to a revision, all or nothing, and return its status."""
    from communique.database import connect
    from communique.migrations import commands as migrations

    settings = resolve_settings(home)
    engine = connect(settings)
    try:
        with uninterruptible("the database was upgraded"):
            migrations.upgrade(engine, revision)
    finally:
        engine.dispose()
    return read_database_status(settings)


def downgrade_database(home: Home, revision: str) -> DatabaseStatus:
    """Take the database back to a revision, losing what only later ones hold, and return its status."""
    from communique.database import connect
    from communique.migrations import commands as migrations

    settings = resolve_settings(home)
    engine = connect(settings)
    try:
        with uninterruptible("the database was downgraded"):
            migrations.downgrade(engine, revision)
    finally:
        engine.dispose()
    return read_database_status(settings)


def read_database_status(home: Home) -> DatabaseStatus:
    """Return which schema the database has."""
    from communique.database import (
        connect,
        format_database_name,
        head_revision,
        read_revision,
        read_schema_state,
    )

    engine = connect(resolve_settings(home))
    try:
        revision, state = read_revision(engine), read_schema_state(engine).name.lower()
        return DatabaseStatus(format_database_name(engine), revision, head_revision(), state)
    finally:
        engine.dispose()


@contextmanager
def read_only_connection(settings: Settings, *, guarded: bool = False) -> Iterator[Connection]:
    """Yield a read-only connection to a database of the newest schema; guarded for foreign SQL.

    Raises:
        DatabaseError: there is none, or it has another schema; says what to do.
    """
    from communique.database import connect, require_current_schema, translate_errors

    engine = connect(settings, read_only=True, guarded=guarded)
    try:
        require_current_schema(engine)
        with translate_errors(engine), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def read_only_session(settings: Settings) -> Iterator[Session]:
    """Yield a session of SQLAlchemy's on a read-only connection.

    Raises:
        DatabaseError: there is no database, or it has another schema; says what to do.
    """
    from sqlalchemy.orm import Session

    with read_only_connection(settings) as connection, Session(connection) as session:
        yield session

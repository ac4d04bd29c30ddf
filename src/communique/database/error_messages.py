"""Messages for a wrong database setting and for the error codes of both databases, each with what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from communique.errors import DatabaseError

_BUSY = "{name} is locked: another command is writing to it; let that end, then run this again"
_FULL = "the disk of {name} is full; free some space and run this again, nothing was changed"
_DENIED = "{name} may not be read or written by this user; change its permissions, or name another database"
_READ_ONLY = "this connection to {name} may only read; change the record through its entry files and `load`"

# https://www.sqlite.org/rescode.html, primary codes (the low byte of the extended ones)
_SQLITE_MESSAGES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: "{name} is not a SQLite database; name another file, or move this one away",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged; move it away and make it anew with `communique build`",
    sqlite3.SQLITE_TOOBIG: "a value takes too much memory ({detail}); ask for fewer or shorter values",
    sqlite3.SQLITE_IOERR: "{name} could not be read or written ({detail}); check the disk and run this again",
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes and classes of two characters
_POSTGRESQL_MESSAGES = {
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _DENIED,
    "28": "the server refused to let us in to {name} ({detail}); check user and password in the URL",
    "3D": "there is no database {name}; create it (`createdb`), then run `communique db upgrade`",
    "08": "the connection to {name} was lost ({detail}); run this again",
    "57": "the server of {name} ended the connection ({detail}); run this again",
}

_FOREIGN_KEY_VIOLATION, _DEPENDENT_OBJECTS = "23503", "2BP01"


def database_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite database, or None for one in memory and for PostgreSQL."""
    name = engine.url.database
    return Path(str(name)) if engine.dialect.name == "sqlite" and name not in MEMORY else None


def format_database_name(engine: Engine | None) -> str:
    """Return a database's name for messages: the file, or the URL without its password."""
    if engine is None:
        return "the database"
    return str(database_file(engine) or engine.url.render_as_string(hide_password=True))


@contextmanager
def translate_errors(engine: Engine | None = None) -> Iterator[None]:
    """Turn any error of the database into a ``DatabaseError`` of one line with a cure.

    Args:
        engine: whose database it is, to name it.

    Raises:
        DatabaseError: in place of SQLAlchemy's and the drivers' errors, which it keeps as its cause.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseError(explain_database_error(error, engine)) from error


def explain_database_error(error: Exception, engine: Engine | None = None) -> str:
    """Return one line for people: what is wrong with the database and what to do."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    detail = " ".join(str(cause).split("\n", 1)[0].split()) or type(cause).__name__
    sentence = (
        _foreign_object_sentence(cause) or _sqlite_sentence(cause, engine) or _postgresql_sentence(cause)
    )
    if sentence is None and isinstance(error, IntegrityError):
        sentence = "{name} refused a row, and nothing was changed: {detail}"
    return (sentence or "{name} refused the statement: {detail}").format(
        name=format_database_name(engine), detail=detail
    )


_OWN_KEY = (
    "change its foreign key to ON DELETE CASCADE or SET NULL, or take its rows out, and run this again; "
    "nothing was changed"
)


def _foreign_object_sentence(cause: BaseException) -> str | None:
    """Return the sentence where something that others added to the database is in the way, or None."""
    if getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return (
            "{name} refused a row: by a FOREIGN KEY a table refers to one that goes or is missing; if it is a table "
            f"of your own, {_OWN_KEY}"
        )
    state, diagnosis = getattr(cause, "sqlstate", None), getattr(cause, "diag", None)
    if diagnosis is None or state not in (_FOREIGN_KEY_VIOLATION, _DEPENDENT_OBJECTS):
        return None
    detail = "; ".join(str(diagnosis.message_detail or "").splitlines()).replace("{", "{{").replace("}", "}}")
    if state == _DEPENDENT_OBJECTS:
        return (
            f"something of your own in {{name}} is made of what is to be made anew ({detail}); drop it, run this "
            "again, and create it again; nothing was changed"
        )
    if " is still referenced " not in detail:
        return None
    table, key = f"{diagnosis.schema_name}.{diagnosis.table_name}", diagnosis.constraint_name
    return f"{{name}} refused a row, as {table} refers by {key} to one that goes ({detail}); if yours, {_OWN_KEY}"


def _sqlite_sentence(cause: BaseException, engine: Engine | None) -> str | None:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN:
        return _cannot_open(engine)
    if "not authorized" in str(cause):  # inside a statement SQLite gives it no code of its own
        return _READ_ONLY
    if code == sqlite3.SQLITE_READONLY:
        # The file system forbids it; a connection of ours that may only read is stopped before (AUTH).
        return _DENIED
    return _SQLITE_MESSAGES.get(code)


def _cannot_open(engine: Engine | None) -> str:
    """Return the reason why a SQLite file cannot be opened, as the file system shows it."""
    file = database_file(engine) if engine is not None else None
    if file is None:
        return "{name} cannot be opened ({detail})"
    if file.is_dir():
        return "{name} is a folder; name a file in it, such as sqlite:///communique.db"
    if not file.parent.is_dir():
        return "{name} is in a folder that does not exist; make the folder, or name another file"
    if not file.exists():
        return "there is no record in {name} yet; make one with `communique db upgrade`"
    return _DENIED


def _postgresql_sentence(cause: BaseException) -> str | None:
    state = getattr(cause, "sqlstate", None) or ""
    if not state and type(cause).__module__.startswith("psycopg") and "Operational" in type(cause).__name__:
        return "{name} cannot be reached ({detail}); start the server, or correct COMMUNIQUE_DATABASE"
    return _POSTGRESQL_MESSAGES.get(state) or _POSTGRESQL_MESSAGES.get(state[:2])


MEMORY = (None, "", ":memory:")
"""What SQLAlchemy's URLs of a SQLite database in memory name as the database."""


def parse_database_url(where: str | URL, home: Path) -> URL:
    """Return the checked URL, with a supported driver and an absolute SQLite path."""
    try:
        url = make_url(where)
    except ArgumentError:
        raise _invalid_url_error(
            f"{str(where)!r} is no database URL", f"for a file write `sqlite:///{where}`"
        ) from None
    display_url = url.render_as_string(hide_password=True)
    backend, _, driver = url.drivername.partition("+")
    if backend == "sqlite" and driver in {"", "pysqlite"}:
        if url.host or url.username:
            raise _invalid_url_error(
                f"{display_url!r} names a host", "for a file write three slashes: `sqlite:///communique.db`"
            )
        if url.database in MEMORY:
            return url
        return url.set(database=str(home.absolute() / str(url.database)))
    if backend == "postgresql" and driver in {"", "psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if backend in {"postgres", "postgresql"}:
        cure = url.set(drivername="postgresql+psycopg").render_as_string(hide_password=True)
        raise _invalid_url_error(f"{display_url!r} names no driver that Communiqué uses", f"write `{cure}`")
    raise _invalid_url_error(
        f"{display_url!r} is of a database that Communiqué does not know", "use sqlite or postgresql+psycopg"
    )


def _invalid_url_error(what: str, cure: str) -> DatabaseError:
    return DatabaseError(f"the database setting {what}; {cure}")

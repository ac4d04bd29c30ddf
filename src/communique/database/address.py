"""From the database setting to a URL that can be connected to, or to words on what to write instead."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from communique.errors import DatabaseError

MEMORY = (None, "", ":memory:")
"""What SQLAlchemy's URLs of a SQLite database in memory name as the database."""


def address(where: str | URL, home: Path) -> URL:
    """The URL, checked, with a driver that Communiqué brings and an absolute SQLite path."""
    try:
        url = make_url(where)
    except ArgumentError:
        raise _refusal(
            f"{str(where)!r} is no database URL", f"for a file write `sqlite:///{where}`"
        ) from None
    shown = url.render_as_string(hide_password=True)
    backend, _, driver = url.drivername.partition("+")
    if backend == "sqlite" and driver in {"", "pysqlite"}:
        if url.host or url.username:
            raise _refusal(
                f"{shown!r} names a host", "for a file write three slashes: `sqlite:///communique.db`"
            )
        if url.database in MEMORY:
            return url
        return url.set(database=str(home.absolute() / str(url.database)))
    if backend == "postgresql" and driver in {"", "psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if backend in {"postgres", "postgresql"}:
        cure = url.set(drivername="postgresql+psycopg").render_as_string(hide_password=True)
        raise _refusal(f"{shown!r} names no driver that Communiqué uses", f"write `{cure}`")
    raise _refusal(
        f"{shown!r} is of a database that Communiqué does not know", "use sqlite or postgresql+psycopg"
    )


def _refusal(what: str, cure: str) -> DatabaseError:
    return DatabaseError(f"the database setting {what}; {cure}")

"""Parsing of the database setting into a URL that can be connected to, or into an error with a cure."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from communique.errors import DatabaseError

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

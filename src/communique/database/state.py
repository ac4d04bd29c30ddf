"""Which schema a database has, and whether this Communiqué may work with it."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from communique.database.words import database_file, name_of, translated
from communique.errors import DatabaseError

_REVISION_FILE = re.compile(r"([0-9]{4})_[a-z0-9_]+\.py").fullmatch


class State(Enum):
    """How a database stands to the migrations that this Communiqué brings."""

    MISSING = auto()
    """There is no database, or an empty one."""
    CURRENT = auto()
    OLDER = auto()
    NEWER = auto()
    """Its revision is unknown here, so a newer Communiqué made it."""
    FOREIGN = auto()
    """It holds tables, but none that migrations of ours made."""


@cache
def revisions() -> tuple[str, ...]:
    """The schema revisions that this Communiqué knows, oldest first.

    Read off the names of the migrations (``NNNN_verb_noun.py``), so that asking costs no import of Alembic.
    """
    names = (path.name for path in (Path(__file__).parents[1] / "migrations" / "versions").iterdir())
    return tuple(sorted(match[1] for match in map(_REVISION_FILE, names) if match))


def head() -> str:
    """The schema revision that this Communiqué works with."""
    return revisions()[-1]


def revision(database: Engine | Connection) -> str | None:
    """The schema revision of a database; None where no migration has run.

    Raises:
        DatabaseError: it cannot be read.
    """
    if isinstance(database, Engine):
        file = database_file(database)
        if file is not None and not file.exists():
            return None
        with translated(database), database.connect() as connection:
            return revision(connection)
    if not inspect(database).has_table("alembic_version"):
        return None
    found = database.execute(text("SELECT version_num FROM alembic_version ORDER BY version_num")).scalars()
    return ", ".join(found) or None


def state(engine: Engine) -> State:
    """How the database stands to this Communiqué's migrations. Makes no file.

    Raises:
        DatabaseError: it cannot be read.
    """
    found = revision(engine)
    if found is not None:
        known = State.OLDER if found in revisions() else State.NEWER
        return State.CURRENT if found == head() else known
    file = database_file(engine)
    if file is not None and not file.exists():
        return State.MISSING
    with translated(engine), engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return State.FOREIGN if tables else State.MISSING


def require_current(engine: Engine) -> None:
    """Return only if the database has the schema that this Communiqué works with.

    Raises:
        DatabaseError: it has another, or there is none; says what to do.
    """
    match state(engine):
        case State.MISSING:
            name = name_of(engine)
            raise DatabaseError(f"there is no record in {name} yet; make one with `communique db upgrade`")
        case State.OLDER:
            raise DatabaseError(
                f"{name_of(engine)} was made by an older Communiqué: revision {revision(engine)}, "
                f"and this one needs {head()}; bring it up to date with `communique db upgrade`"
            )
        case State.NEWER | State.FOREIGN as wrong:
            raise DatabaseError(refusal(engine, wrong))
        case State.CURRENT:
            return


def refusal(engine: Engine, wrong: State) -> str:
    """Why a database is not touched at all, and what to do."""
    if wrong is State.NEWER:
        found = revision(engine)
        return f"{name_of(engine)} was made by a newer Communiqué: revision {found}; update Communiqué"
    return (
        f"{name_of(engine)} holds tables of something else; "
        "set COMMUNIQUE_DATABASE to a database of its own for the record"
    )

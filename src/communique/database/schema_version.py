"""The schema revision of a database, and whether this Communiqué may work with it."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from communique.database.error_messages import database_file, format_database_name, translate_errors
from communique.errors import DatabaseError

_REVISION_FILE = re.compile(r"([0-9]{4})_[a-z0-9_]+\.py").fullmatch


class SchemaState(Enum):
    """The state of a database's schema, compared with the migrations of this Communiqué."""

    MISSING = auto()
    """There is no database, or an empty one."""
    CURRENT = auto()
    OLDER = auto()
    NEWER = auto()
    """Its revision is unknown here, so a newer Communiqué made it."""
    FOREIGN = auto()
    """It holds tables, but none that migrations of ours made."""


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the schema revisions that this Communiqué knows, oldest first.

    Read off the names of the migrations (``NNNN_verb_noun.py``), so that asking costs no import of Alembic.
    """
    names = (path.name for path in (Path(__file__).parents[1] / "migrations" / "versions").iterdir())
    return tuple(sorted(match[1] for match in map(_REVISION_FILE, names) if match))


def head_revision() -> str:
    """Return the schema revision that this Communiqué works with."""
    return known_revisions()[-1]


def read_revision(database: Engine | Connection) -> str | None:
    """Return the schema revision of a database, or None where no migration has run.

    Raises:
        DatabaseError: it cannot be read.
    """
    if isinstance(database, Engine):
        file = database_file(database)
        if file is not None and not file.exists():
            return None
        with translate_errors(database), database.connect() as connection:
            return read_revision(connection)
    if (
        "alembic_version" not in inspect(database).get_table_names()
    ):  # nor is it a view, which could do anything
        return None
    versions = database.execute(
        text("SELECT version_num FROM alembic_version ORDER BY version_num")
    ).scalars()
    return ", ".join(versions) or None


def read_schema_state(engine: Engine) -> SchemaState:
    """Return the state of a database's schema; creates no file.

    Raises:
        DatabaseError: it cannot be read.
    """
    revision = read_revision(engine)
    if revision is not None:
        state = SchemaState.OLDER if revision in known_revisions() else SchemaState.NEWER
        return SchemaState.CURRENT if revision == head_revision() else state
    file = database_file(engine)
    if file is not None and not file.exists():
        return SchemaState.MISSING
    with translate_errors(engine), engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return SchemaState.FOREIGN if tables else SchemaState.MISSING


def require_current_schema(engine: Engine) -> None:
    """Return only if the database has the schema that this Communiqué works with.

    Raises:
        DatabaseError: it has another, or there is none; says what to do.
    """
    match read_schema_state(engine):
        case SchemaState.MISSING:
            name = format_database_name(engine)
            raise DatabaseError(f"there is no record in {name} yet; make one with `communique db upgrade`")
        case SchemaState.OLDER:
            raise DatabaseError(
                f"{format_database_name(engine)} was made by an older Communiqué: revision {read_revision(engine)}, "
                f"and this one needs {head_revision()}; bring it up to date with `communique db upgrade`"
            )
        case SchemaState.NEWER | SchemaState.FOREIGN as wrong:
            raise DatabaseError(refusal_message(engine, wrong))
        case SchemaState.CURRENT:
            if file := database_file(engine):
                _require_plain_tables(engine, file)


def _require_plain_tables(engine: Engine, file: Path) -> None:
    """Refuse a file that is not what it seems: a view or generated column in a table's place runs when it is read."""
    from communique.schema.models import metadata

    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE %'"
    generated = (
        "SELECT held.name FROM sqlite_master AS held, pragma_table_xinfo(held.name) AS col "
        "WHERE held.type = 'table' AND col.hidden > 1"
    )
    with translate_errors(engine), engine.connect() as connection:
        table_names = {*connection.exec_driver_sql(tables).scalars()} - {
            *connection.exec_driver_sql(generated).scalars()
        }
    if disguised := sorted(metadata.tables.keys() - table_names):
        raise DatabaseError(
            f"{file} is no record: {disguised[0]} is not the table that Communiqué makes; get it anew"
        )


def refusal_message(engine: Engine, wrong: SchemaState) -> str:
    """Return the message on why a database is not touched at all, and what to do."""
    if wrong is SchemaState.NEWER:
        revision = read_revision(engine)
        name = format_database_name(engine)
        return f"{name} was made by a newer Communiqué: revision {revision}; update Communiqué"
    return (
        f"{format_database_name(engine)} holds tables of something else; "
        "set COMMUNIQUE_DATABASE to a database of its own for the record"
    )

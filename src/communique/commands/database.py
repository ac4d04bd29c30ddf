"""Look after a record: its database and migrations, and files of it for other engines and for editors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.record import Home, Progress, resolve_settings
from communique.commands.signals import uninterruptible
from communique.extras import require_extra

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


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written, and its size in bytes."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class EditorSchemas:
    """The JSON Schemas of a record: how many there are, and which were out of date."""

    count: int
    stale: tuple[Path, ...]


def export_parquet(home: Home, folder: Path, *, progress: Progress = nullcontext) -> tuple[ExportedFile, ...]:
    """Write every table and wide view as Parquet files, by year where they belong to an event, and return them.

    Raises:
        DatabaseError: there is no database of the newest schema.
        UsageError: the extra `parquet` is missing.
        BuildError: the folder holds something.
    """
    require_extra("parquet", "writing Parquet")
    from communique.site.downloads.parquet_file import write_partitions

    with read_only_session(resolve_settings(home)) as session, progress("writing"):
        return tuple(ExportedFile(file, file.stat().st_size) for file in write_partitions(session, folder))


def check_schemas(home: Home) -> EditorSchemas:
    """Return which JSON Schemas in ``schema/`` are not what this Communiqué writes."""
    from communique.loaders.curation.editor_schemas import MODELS, list_stale_schemas

    folder = resolve_settings(home).home / "schema"
    return EditorSchemas(len(MODELS), tuple(folder / name for name in list_stale_schemas(folder)))


def write_schemas(home: Home) -> EditorSchemas:
    """Write the JSON Schemas that are out of date and return which they were."""
    from communique.loaders.curation.editor_schemas import MODELS, render_schema, schema_file_name
    from communique.pipeline.save_texts import save_text

    schemas = check_schemas(home)
    names = {schema_file_name(name): name for name in MODELS}
    for file in schemas.stale:
        save_text(file, render_schema(names[file.name]))
    return schemas


def write_record_schemas(home: Home) -> EditorSchemas:
    """Write the JSON Schemas with the record's own ids, as far as it can be read; return which were out of date."""
    from communique.loaders.curation.editor_schemas import MODELS, schema_file_name
    from communique.loaders.curation.record_schemas import render_record_schema
    from communique.loaders.read import read_with_findings
    from communique.pipeline.save_texts import save_text

    settings = resolve_settings(home)
    dataset, _ = read_with_findings(settings.entries)
    stale = []
    for name in MODELS:
        file, text = settings.home / "schema" / schema_file_name(name), render_record_schema(name, dataset)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            save_text(file, text)
            stale.append(file)
    return EditorSchemas(len(MODELS), tuple(stale))

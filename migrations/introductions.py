"""Find with which revision of the schema each table, column and word came, for the codebook.

Going through all migrations takes seconds, so what they come to is a file, which
``python -m communique.migrations.introductions`` writes; a test holds it against the newest schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Enum, inspect, text

from communique.database import connect, known_revisions
from communique.schema.models import metadata

_CHECKED_WORDS = re.compile(r"(\w+) IN \(('[^)]*')\)")


@cache
def read_introductions() -> dict[str, str]:
    """Return the revision with which each thing came: a table, ``table.column`` or ``List.word``."""
    by_revision = json.loads(files("communique.migrations").joinpath("introductions.json").read_text("utf-8"))
    return {name: revision for revision, names in by_revision.items() for name in names}


def find_introductions() -> dict[str, list[str]]:
    """Return what came with each revision, oldest first, by walking through the migrations."""
    from communique.migrations.commands import upgrade

    seen: set[str] = set()
    introductions = {}
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/walk.db")
        for revision in known_revisions():
            upgrade(engine, revision)
            with engine.connect() as connection:
                names = set(iter_introduced_names(connection)) - seen
            seen |= names
            introductions[revision] = sorted(names)
        engine.dispose()
    return {revision: names for revision, names in introductions.items() if names}


def iter_introduced_names(connection: Connection) -> Iterator[str]:
    """Yield what a database holds of the tables, columns and words of today's models."""
    inspector = inspect(connection)
    for name in set(inspector.get_table_names()) & set(metadata.tables):
        yield name
        table = metadata.tables[name]
        yield from (
            f"{name}.{column['name']}" for column in inspector.get_columns(name) if column["name"] in table.c
        )
        sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})
        for column_name, listed in _CHECKED_WORDS.findall(sql.scalar_one()):
            kind = table.c[column_name].type if column_name in table.c else None
            if isinstance(kind, Enum) and kind.enum_class:
                allowed = {word.strip().strip("'") for word in listed.split(",")} & set(kind.enums)
                yield from (f"{kind.enum_class.__name__}.{word}" for word in allowed)


if __name__ == "__main__":
    document = json.dumps(find_introductions(), indent=1)
    Path(__file__).with_name("introductions.json").write_text(f"{document}\n", encoding="utf-8")

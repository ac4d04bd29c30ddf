"""The schema as SQL, for people who want to see or make it without Communiqué."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Dialect as Compiler
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from communique.schema.models import metadata
from communique.schema.overview import VIEWS
from communique.schema.search import Dialect, create_search

DIALECTS: dict[Dialect, Callable[..., Compiler]] = {
    "postgresql": postgresql.dialect,
    "sqlite": sqlite.dialect,
}


def statements(dialect: Dialect) -> list[str]:
    """What makes an empty database of the newest schema: tables, indexes, search and views, in order."""
    # The style of bound values is named because in others `%` in a condition comes out doubled.
    compiler = DIALECTS[dialect](paramstyle="named")
    made: list[str] = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=compiler)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=compiler)) for index in indexes]
    made += create_search(dialect)
    made += [view.create(dialect) for view in VIEWS]
    return [statement.strip().expandtabs(2).replace(", \n", ",\n") for statement in made]


def ddl(dialect: Dialect) -> str:
    """``statements`` as one script."""
    return "".join(f"{statement};\n\n" for statement in statements(dialect))

"""The schema as SQL, for people who want to read it or create it without Communiqué."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Dialect as Compiler
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from communique.schema.models import SORTED_TABLES
from communique.schema.search import Dialect, create_search_index
from communique.schema.views import VIEWS

DIALECTS: dict[Dialect, Callable[..., Compiler]] = {
    "postgresql": postgresql.dialect,
    "sqlite": sqlite.dialect,
}


def ddl_statements(dialect: Dialect) -> list[str]:
    """Return the statements that fill an empty database: tables, indexes, search and views, in order."""
    # The style of bound values is named because in others `%` in a condition comes out doubled.
    compiler = DIALECTS[dialect](paramstyle="named")
    statements: list[str] = []
    for table in SORTED_TABLES:
        statements.append(str(CreateTable(table).compile(dialect=compiler)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=compiler)) for index in indexes]
    statements += create_search_index(dialect)
    statements += [view.create_statement(dialect) for view in VIEWS]
    return [statement.strip().expandtabs(2).replace(", \n", ",\n") for statement in statements]


def ddl_script(dialect: Dialect) -> str:
    """Return all statements of ``ddl_statements`` as one SQL script."""
    return "".join(f"{statement};\n\n" for statement in ddl_statements(dialect))

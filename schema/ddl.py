"""The schema as SQL, for people who want to see or make it without Communiqué."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Dialect as Compiler
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from communique.schema.models import metadata
from communique.schema.overview import VIEWS
from communique.schema.search import Dialect, create_search

NEWEST = "9999"

DIALECTS: dict[Dialect, Callable[..., Compiler]] = {
    "postgresql": postgresql.dialect,
    "sqlite": sqlite.dialect,
}


PLAIN = "0008"
"""The oldest schema that can still be made: later ones only add what makes answers quick, and say so of each part."""


def statements(dialect: Dialect, revision: str = NEWEST) -> list[str]:
    """What makes an empty database: tables, indexes, search and views, in order.

    Args:
        dialect: whose SQL.
        revision: the schema's, from ``PLAIN`` on; the newest by default.
    """
    # The style of bound values is named because in others `%` in a condition comes out doubled.
    compiler = DIALECTS[dialect](paramstyle="named")
    made: list[str] = []
    for table in metadata.sorted_tables:
        if table.info.get("since", PLAIN) > revision:
            continue
        made.append(str(CreateTable(table).compile(dialect=compiler)))
        indexes = [index for index in table.indexes if index.info.get("since", PLAIN) <= revision]
        indexes.sort(key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=compiler)) for index in indexes]
    made += create_search(dialect)
    made += [view.create(dialect) for view in VIEWS if view.since <= revision]
    return [statement.strip().expandtabs(2).replace(", \n", ",\n") for statement in made]


def ddl(dialect: Dialect) -> str:
    """``statements`` as one script."""
    return "".join(f"{statement};\n\n" for statement in statements(dialect))

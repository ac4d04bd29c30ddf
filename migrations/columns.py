"""Change a table that stands in the same way on both databases; SQLite can alter no constraint by a statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op


def is_sqlite() -> bool:
    """Return whether the migration runs on SQLite."""
    return op.get_context().dialect.name == "sqlite"


def edit_definitions(edits: Iterable[tuple[str, str, str]]) -> None:
    """Replace text in the definitions of SQLite's tables, which is its way to change constraints in place.

    See "Making Other Kinds Of Table Schema Changes" at https://www.sqlite.org/lang_altertable.html.

    Args:
        edits: for each edit the table, the text to replace, and the new text.
    """
    op.execute("PRAGMA writable_schema = ON")
    for table, old, new in edits:
        old_text, new_text = (text.replace("'", "''") for text in (old, new))
        op.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, '{old_text}', '{new_text}') "  # noqa: S608  (our own)
            f"WHERE type = 'table' AND name = '{table}'"
        )
    op.execute("PRAGMA writable_schema = RESET")


def replace_check(table: str, name: str, old: str, new: str) -> None:
    """Replace the condition of a CHECK constraint; nothing happens where SQLite's table has another than the old one.

    Args:
        table: the table.
        name: the end of the constraint's name, after ``ck_<table>_``.
        old: its condition.
        new: the condition that it shall have.
    """
    constraint = f"ck_{table}_{name}"
    if is_sqlite():
        old_text, new_text = (f"CONSTRAINT {constraint} CHECK ({condition})" for condition in (old, new))
        edit_definitions([(table, old_text, new_text)])
        return
    op.drop_constraint(op.f(constraint), table)
    op.create_check_constraint(op.f(constraint), table, new)


def _list_constraints(
    table: str, column: sa.Column[Any], check: tuple[str, str] | None, target: str
) -> list[tuple[str, str]]:
    """Return the name and the definition of each constraint that a column brings with it."""
    constraints = []
    if check:
        constraints.append((f"ck_{table}_{check[0]}", f"CHECK ({check[1]})"))
    if target:
        referred, key = target.split(".")
        definition = f"FOREIGN KEY({column.name}) REFERENCES {referred} ({key})"
        constraints.append((f"fk_{table}_{column.name}", definition))
    return constraints


def add_column(
    table: str,
    column: sa.Column[Any],
    check: tuple[str, str] | None = None,
    target: str = "",
    before: str = "",
) -> None:
    """Add a column that may be null as the last of a table.

    Args:
        table: the table.
        column: the column.
        check: the end of the name of a constraint, and its condition.
        target: the column that it references, as ``place.id``.
        before: a constraint that the table has; by default that of a kind's table, ``ck_<table>_kind_is_own``.
    """
    constraints = _list_constraints(table, column, check, target)
    if not is_sqlite():
        op.add_column(table, column)
        for name, definition in constraints:
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        return
    first, own = f"CONSTRAINT pk_{table} PRIMARY KEY", f"CONSTRAINT {before or f'ck_{table}_kind_is_own'} "
    type_ = column.type.compile(op.get_context().dialect)
    added = [(own, f"CONSTRAINT {name} {definition}") for name, definition in constraints]
    edits = [(first, f"{column.name} {type_}"), *added]
    edit_definitions((table, before, f"{new}, \n\t{before}") for before, new in edits)


def drop_column(
    table: str, column: sa.Column[Any], check: tuple[str, str] | None = None, target: str = ""
) -> None:
    """Drop a column that ``add_column`` added with the same arguments."""
    constraints = _list_constraints(table, column, check, target)
    if is_sqlite():
        edit_definitions(
            (table, f"CONSTRAINT {name} {definition}, \n\t", "") for name, definition in constraints
        )
    else:
        for name, _ in constraints:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")

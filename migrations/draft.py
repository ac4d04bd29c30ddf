"""Draft the next migration, for both databases, from what the models have and the last migration does not make."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import ops

from communique.database import connect
from communique.errors import UsageError
from communique.migrations import commands
from communique.schema.models import metadata

VERSIONS = Path(__file__).parent / "versions"

TEMPLATE = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from communique.migrations.columns import add_column, drop_column

revision = "{revision}"
down_revision = "{previous}"


def upgrade() -> None:
    """Add what the models have since."""
{upgrades}


def downgrade() -> None:
    """Take it away again."""
{downgrades}
'''


def draft_migration(message: str, folder: Path = VERSIONS) -> Path:
    """Write the next migration and return its path.

    Raises:
        UsageError: the models have nothing new, or a change that is to be written by hand.
    """
    with TemporaryDirectory() as temporary:
        engine = connect(f"sqlite:///{Path(temporary) / 'empty.db'}")
        commands.upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"target_metadata": metadata})
            script = produce_migrations(context, metadata)
        engine.dispose()
    steps = [step for operation in _iter_operations(script) for step in _render_operation(operation)]
    if not steps:
        raise UsageError("the models have nothing that the migrations do not make")
    previous = commands.head_revisions()[0]
    revision = f"{int(previous) + 1:04d}"
    slug = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")
    path = folder / f"{revision}_{slug}.py"
    text = TEMPLATE.format(
        title=message[:1].upper() + message[1:].rstrip("."),
        revision=revision,
        previous=previous,
        upgrades=textwrap.indent("\n".join(step for step, _ in steps), "    "),
        downgrades=textwrap.indent("\n".join(step for _, step in reversed(steps)), "    "),
    )
    for imported in ("add_column", "drop_column"):
        if text.count(imported) == 1:
            text = text.replace("from communique.migrations.columns import add_column, drop_column\n\n", "")
    path.write_text(text, encoding="utf-8")
    return path


def _iter_operations(script: ops.MigrationScript) -> Iterator[ops.MigrateOperation]:
    """Yield what the models add, leaving out the search index, which belongs to the migrations."""
    for operation in script.upgrade_ops.ops if script.upgrade_ops else ():
        parts = operation.ops if isinstance(operation, ops.ModifyTableOps) else (operation,)
        for part in parts:
            if "event_search" not in str(part.to_diff_tuple()):
                yield part


def _render_operation(operation: ops.MigrateOperation) -> Iterator[tuple[str, str]]:
    """Yield the code of an operation and of its reverse.

    Raises:
        UsageError: it is to be written by hand.
    """
    if isinstance(operation, ops.AddColumnOp):
        arguments = ", ".join(_column_arguments(operation.table_name, operation.column))
        yield f"add_column({arguments})", f"drop_column({arguments})"
    elif isinstance(operation, ops.CreateTableOp | ops.CreateIndexOp):
        yield _render_code(operation), _render_code(operation.reverse())
    else:
        raise UsageError(f"write this one by hand: {operation.to_diff_tuple()}")


def _column_arguments(table: str, column: sa.Column[Any]) -> Iterator[str]:
    """Yield the arguments of ``add_column`` as code."""
    name = str(column.name)
    length = getattr(column.type, "length", None) or ""
    types = {sa.Date: "sa.Date()", sa.Boolean: "sa.Boolean()"}
    type_ = next(
        (code for type_, code in types.items() if isinstance(column.type, type_)), f"sa.String({length})"
    )
    yield from (repr(table), f"sa.Column({name!r}, {type_})")
    if isinstance(column.type, sa.Enum):
        terms = ", ".join(map(repr, column.type.enums))
        yield f"check={(name, f'{name} IN ({terms})')!r}"
    elif isinstance(column.type, sa.Boolean):
        yield f"check={(f'{name}_truth', f'{name} IN (true, false)')!r}"
    elif isinstance(column.type, sa.Date) and name.endswith("_until"):
        field = name.removesuffix("_until")
        order = f"{field}_from IS NULL OR {name} IS NULL OR {field}_from <= {name}"
        yield f"check={(f'{field}_order', order)!r}"
    for key in column.foreign_keys:
        yield f"target={key.target_fullname!r}"


def _render_code(operation: ops.MigrateOperation) -> str:
    code = render_python_code(ops.UpgradeOps([operation])).replace(
        "sqlmodel.sql.sqltypes.AutoString", "sa.String"
    )
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("#")).strip()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{draft_migration(' '.join(sys.argv[1:]))}\n")
    except UsageError as error:
        sys.exit(f"make migration: {error}")

"""Hold rows as dictionaries by table and primary key, so that they are built and compared in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from communique.schema.models import Base, metadata

Row = dict[str, Any]
RowKey = tuple[Any, ...]


@dataclass(slots=True)
class RowSet:
    """A set of rows by table name and primary key."""

    tables: dict[str, dict[RowKey, Row]] = field(default_factory=lambda: defaultdict(dict))

    def add_row(self, model: type[Base], **values: Any) -> None:
        """Add one row with the model's defaults for columns not given; a duplicate key is ignored."""
        table, columns, keys = get_table_layout(model)
        row = columns | values
        self.tables[table].setdefault(tuple(row[key] for key in keys), row)

    def extend(self, other: RowSet) -> None:
        """Add the rows of another row set."""
        for table, rows in other.tables.items():
            self.tables[table].update(rows)

    def get_table(self, name: str) -> Mapping[RowKey, Row]:
        """Return the rows of one table by primary key."""
        return self.tables.get(name, {})


@cache
def get_table_layout(model: type[Base]) -> tuple[str, Row, tuple[str, ...]]:
    """Return a model's table name, its columns with their defaults, and its primary key columns."""
    table = metadata.tables[str(model.__tablename__)]
    defaults = {
        name: info.get_default(call_default_factory=False) for name, info in model.model_fields.items()
    }
    columns = {column.name: _column_default(defaults.get(column.name)) for column in table.columns}
    return table.name, columns, tuple(column.name for column in table.primary_key.columns)


def _column_default(value: Any) -> Any:
    from pydantic_core import PydanticUndefined

    return None if value is PydanticUndefined else value


def primary_key_columns(table: str) -> tuple[str, ...]:
    """Return the names of a table's primary key columns."""
    return tuple(column.name for column in metadata.tables[table].primary_key.columns)


def find_changed_columns(old: Row, new: Row) -> Iterable[str]:
    """Return the names of the columns whose values differ."""
    return [column for column in new if old.get(column) != new[column]]

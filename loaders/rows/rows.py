"""Rows as the loader handles them: plain dictionaries by table and primary key, made and compared in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from communique.schema import Base, metadata

Row = dict[str, Any]
RowKey = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """Rows by table name and primary key."""

    tables: dict[str, dict[RowKey, Row]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, model: type[Base], **values: Any) -> None:
        """Add one row; columns that are not given take the model's default. A second row of a key is dropped."""
        table, columns, keys = layout(model)
        row = columns | values
        self.tables[table].setdefault(tuple(row[key] for key in keys), row)

    def extend(self, other: Rows) -> None:
        """Take in the rows of another."""
        for table, rows in other.tables.items():
            self.tables[table].update(rows)

    def table(self, name: str) -> Mapping[RowKey, Row]:
        """The rows of one table."""
        return self.tables.get(name, {})


@cache
def layout(model: type[Base]) -> tuple[str, Row, tuple[str, ...]]:
    """A model's table name, its columns with their defaults, and its primary key's columns."""
    table = metadata.tables[str(model.__tablename__)]
    defaults = {
        name: info.get_default(call_default_factory=False) for name, info in model.model_fields.items()
    }
    columns = {column.name: _default(defaults.get(column.name)) for column in table.columns}
    return table.name, columns, tuple(column.name for column in table.primary_key.columns)


def _default(value: Any) -> Any:
    from pydantic_core import PydanticUndefined

    return None if value is PydanticUndefined else value


def key_columns(table: str) -> tuple[str, ...]:
    """The primary key's columns of a table."""
    return tuple(column.name for column in metadata.tables[table].primary_key.columns)


def changed(old: Row, new: Row) -> Iterable[str]:
    """The columns whose values differ."""
    return [column for column in new if old.get(column) != new[column]]

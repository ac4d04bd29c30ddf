"""Write every table as a Parquet file where `pyarrow` is installed, an extra because of its size."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from communique.site.downloads.table_schema import get_table_entry

MISSING = "Parquet files are not among them: the site was built without `communique[parquet]`."


def can_write_parquet() -> bool:
    """Return whether `pyarrow` is installed, so that Parquet can be written."""
    return importlib.util.find_spec("pyarrow") is not None


def pyarrow_version() -> str:
    """Return the version of `pyarrow`, or "" where it is not installed."""
    return metadata.version("pyarrow") if can_write_parquet() else ""


class ParquetFile:
    """A table as a Parquet file, with the types and the meaning of its columns.

    Args:
        table: the table.
        folder: where the file is made.
    """

    def __init__(self, table: Table, folder: Path) -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        files: Any = importlib.import_module("pyarrow.parquet")
        self.table, self.file = table, folder / f"{table.name}.parquet"
        self._arrow_schema = self._build_schema()
        self._writer = files.ParquetWriter(self.file, self._arrow_schema, compression="zstd")

    def _build_schema(self) -> Any:
        arrow, name = self._arrow, self.table.name
        types = {
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
            "real": arrow.float64(),
            "integer": arrow.int64(),
            "text": arrow.string(),
        }
        entries = {column.name: column for column in get_table_entry(name).columns}
        return arrow.schema(
            [
                arrow.field(
                    column.name,
                    types[entries[column.name].type],
                    bool(column.nullable),
                    {"description": entries[column.name].description},
                )
                for column in self.table.columns
            ],
            {"description": get_table_entry(name).description},
        )

    def add_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as SQLite stores them; several calls may bring a table's rows."""
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._arrow_schema)
        arrays = [
            self._build_array(values, field.type)
            for values, field in zip(columns, self._arrow_schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._arrow_schema))

    def _build_array(self, values: Sequence[Any], kind: Any) -> Any:
        """Return a column as an Arrow array; days are stored as text, booleans as numbers."""
        storage_types = {self._arrow.date32(): self._arrow.string(), self._arrow.bool_(): self._arrow.int8()}
        return self._arrow.array(values, storage_types.get(kind, kind)).cast(kind)

    def finish(self) -> Path:
        """Close the file and return its path."""
        self._writer.close()
        return self.file

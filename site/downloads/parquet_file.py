"""Every table as a Parquet file, where `pyarrow` is installed: an extra, for it is larger than all else we need."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from communique.site.downloads.table_schema import table_words

MISSING = "Parquet files are not among them: the site was built without `communique[parquet]`."


def available() -> bool:
    """Whether Parquet can be written here."""
    return importlib.util.find_spec("pyarrow") is not None


def version() -> str:
    """The release of what writes Parquet here; "" where nothing does."""
    return metadata.version("pyarrow") if available() else ""


class ParquetFile:
    """One table as a Parquet file, with the types and the meaning of its columns.

    Args:
        table: the table.
        folder: where the file is made.
    """

    def __init__(self, table: Table, folder: Path) -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        files: Any = importlib.import_module("pyarrow.parquet")
        self.table, self.file = table, folder / f"{table.name}.parquet"
        self._shape = self._schema()
        self._writer = files.ParquetWriter(self.file, self._shape, compression="zstd")

    def _schema(self) -> Any:
        arrow, name = self._arrow, self.table.name
        types = {
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
            "real": arrow.float64(),
            "integer": arrow.int64(),
            "text": arrow.string(),
        }
        said = {column.name: column for column in table_words(name).columns}
        return arrow.schema(
            [
                arrow.field(
                    column.name,
                    types[said[column.name].type],
                    bool(column.nullable),
                    {"description": said[column.name].description},
                )
                for column in self.table.columns
            ],
            {"description": table_words(name).description},
        )

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows as SQLite stores them; a table's rows may come in several calls."""
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._shape)
        arrays = [self._array(values, field.type) for values, field in zip(columns, self._shape, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._shape))

    def _array(self, values: Sequence[Any], kind: Any) -> Any:
        """A column: days are stored as text, truths as numbers."""
        stored = {self._arrow.date32(): self._arrow.string(), self._arrow.bool_(): self._arrow.int8()}
        return self._arrow.array(values, stored.get(kind, kind)).cast(kind)

    def finished(self) -> Path:
        """The finished file."""
        self._writer.close()
        return self.file

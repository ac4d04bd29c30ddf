"""Every table as a Parquet file, where `pyarrow` is installed: an extra, for it is larger than all else we need."""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Table

from communique.site.downloads.table_schema import LEFT_OUT, table_words
from communique.site.page import Page

MISSING = "Parquet files are not among them: the site was built without `communique[parquet]`."


def available() -> bool:
    """Whether Parquet can be written here."""
    return importlib.util.find_spec("pyarrow") is not None


def parquet(table: Table, rows: Sequence[Sequence[Any]]) -> Iterable[Page]:
    """One table as ``data/parquet/<table>.parquet``, with the types and the meaning of its columns."""
    if table.name in LEFT_OUT:
        return
    arrow: Any = importlib.import_module("pyarrow")
    files: Any = importlib.import_module("pyarrow.parquet")
    types = {
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "real": arrow.float64(),
        "integer": arrow.int64(),
        "text": arrow.string(),
    }
    said = {column.name: column for column in table_words(table.name).columns}
    shape = arrow.schema(
        [
            arrow.field(
                column.name,
                types[said[column.name].type],
                bool(column.nullable),
                {"description": said[column.name].description},
            )
            for column in table.columns
        ],
        {"description": table_words(table.name).description},
    )
    columns = [
        arrow.array([_plain(row[number]) for row in rows], field.type) for number, field in enumerate(shape)
    ]
    packed = io.BytesIO()
    files.write_table(arrow.Table.from_arrays(columns, schema=shape), packed, compression="zstd")
    yield Page(f"data/parquet/{table.name}.parquet", packed.getvalue())


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value

"""Make data frames of pandas and of polars from rows, each column with the type that its table says it has."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Column, Date, Float, Integer

from communique.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

Rows = Sequence[Sequence[Any]]

_PANDAS_TYPES: Final = {Boolean: "boolean", Date: "datetime64[s]", Float: "float64", Integer: "Int64"}
_POLARS_TYPES: Final = {Boolean: "Boolean", Date: "Date", Float: "Float64", Integer: "Int64"}
"""By the type of a column; what is not here is text. A missing value is null in every one of them."""


def create_pandas_frame(columns: Sequence[Column[Any]], rows: Rows) -> pandas.DataFrame:
    """Return rows as a data frame of pandas; days are ``datetime64[s]``, which holds every year.

    Raises:
        UsageError: pandas is not installed.
    """
    library = _import_library("pandas")
    series = {
        column.name: library.Series(
            [_to_cell(row[place]) for row in rows], dtype=_find_type(column, _PANDAS_TYPES, "string")
        )
        for place, column in enumerate(columns)
    }
    frame: pandas.DataFrame = library.DataFrame(series)
    return frame


def create_polars_frame(columns: Sequence[Column[Any]], rows: Rows) -> polars.DataFrame:
    """Return rows as a data frame of polars.

    Raises:
        UsageError: polars is not installed.
    """
    library = _import_library("polars")
    series = [
        library.Series(
            column.name,
            [_to_cell(row[place]) for row in rows],
            dtype=getattr(library, _find_type(column, _POLARS_TYPES, "String")),
        )
        for place, column in enumerate(columns)
    ]
    frame: polars.DataFrame = library.DataFrame(series)
    return frame


def _to_cell(value: object) -> object:
    """Return a value as a frame holds it: a word of a list is its text."""
    return value.value if isinstance(value, Enum) else value


def _find_type(column: Column[Any], types: dict[Any, str], text: str) -> str:
    return next((name for kind, name in types.items() if isinstance(column.type, kind)), text)


def _import_library(name: str) -> Any:
    """Return a library that only some need.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"a frame needs {name}; pip install 'communique[{name}]'") from error

"""The typed model of the record: pure definitions that import nothing from the other packages.

The tables load on first use: a command that only reads entry files never pays for the database layer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.schema.models import *  # noqa: F403  (every table, under its own name)


def __getattr__(name: str) -> Any:
    models = import_module("communique.schema.models")
    if name not in models.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(models, name)

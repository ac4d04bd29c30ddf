"""The typed model of the record: pure definitions that import nothing from the other packages.

For readers it has every table with its relationships, and every view, as classes. They load on first use: a command
that only reads entry files never pays for the database layer, and commands that ask the database in SQL take tables
from ``communique.schema.models``, which has no relationships to configure.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.schema.derived import *  # noqa: F403  (what follows from declarations)
    from communique.schema.models import *  # noqa: F403  (every table, under its own name)


def __getattr__(name: str) -> Any:
    modules = [import_module(f"communique.schema.{module}") for module in ("models", "derived")]
    for module in modules:
        if name in module.__all__:
            return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

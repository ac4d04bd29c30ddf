"""Tell who lacks one of the package's extras which to install."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from communique.errors import UsageError

EXTRAS: Final = {
    "load": ("alembic",),
    "pandas": ("pandas",),
    "parquet": ("pyarrow",),
    "polars": ("polars",),
    "postgresql": ("psycopg",),
    "reading": ("ahocorasick_rs", "babel", "trafilatura"),
    "site": (
        "mkdocs", "material", "jinja2", "markupsafe", "markdown", "cbor2", "filelock", "resvg_py", "tinycss2",
        "babel",
    ),
    "tables": ("rapidfuzz", "babel", "python_calamine"),
}  # fmt: skip
"""The modules that each extra of the package brings, so that who lacks one is told which to install."""


def require_extra(extra: str, task: str) -> None:
    """Do nothing where the modules of an extra can be imported.

    Args:
        extra: its name.
        task: what needs it, as the beginning of a sentence.

    Raises:
        UsageError: one cannot.
    """
    if not all(find_spec(module) for module in EXTRAS[extra]):
        raise UsageError(f"{task} needs the extra `{extra}`; pip install 'communique[{extra}]'")


def explain_missing_module(error: ModuleNotFoundError) -> UsageError | None:
    """Return which extra brings a module that could not be imported, or None where none does."""
    module = (error.name or "").partition(".")[0]
    extra = next((extra for extra, modules in EXTRAS.items() if module in modules), None)
    if extra is None:
        return None
    return UsageError(f"this needs the extra `{extra}`; pip install 'communique[{extra}]'")

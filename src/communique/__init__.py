"""Communiqué: from curated news articles to a typed, versioned, published event database."""

from __future__ import annotations

from pathlib import Path as _Path
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any

if _TYPE_CHECKING:
    from communique.record import open_record as open  # noqa: A004  (the name that people expect)

__all__ = ["__version__", "open"]

for _room in (
    "schema",
    "migrations",
    "loaders",
    "site",
):  # links to the folders at the top of the source tree
    if _Path(__file__).with_name(_room).is_file():
        raise ImportError(
            f"{_Path(__file__).with_name(_room)} is a text file and should be a link to a folder, as Git lays "
            "links on Windows by default; run `git config core.symlinks true` and `git checkout -- src site`, or "
            "install the wheel, which has no links"
        )


def __getattr__(name: str) -> _Any:
    """Return ``__version__`` or ``open``, read or imported only when it is needed."""
    if name == "open":
        from communique.record import open_record

        return open_record
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("communique")

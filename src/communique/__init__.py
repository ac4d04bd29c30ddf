"""Communiqué: from curated news articles to a typed, versioned, published event database."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """``__version__``, read off the installed package when somebody asks: the search costs more than a check."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("communique")

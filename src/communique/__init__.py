"""Communiqué: from curated news articles to a typed, versioned, published event database."""

from importlib.metadata import version

__version__ = version("communique")

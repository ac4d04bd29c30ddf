"""Name the files and folders that a dataset consists of."""

from __future__ import annotations

from typing import Final

ARTICLES: Final = "articles"
"""The folder of articles, of which each has a file of its own."""

REGISTRY: Final = "registry"
"""The folder of actors, people, places and whatever else articles refer to."""

RULINGS_FILE: Final = "rulings.yaml"
"""The file of editorial decisions."""

RULINGS_FOLDER: Final = "rulings"
"""The folder for the decisions of a dataset that has too many for one file."""

RELEASES: Final = "releases"
"""The folder beside the dataset's own that holds what was released."""


def is_article(path: str) -> bool:
    """Return whether a path, relative to the dataset's folder, is that of an article."""
    return path.startswith(f"{ARTICLES}/")


def is_decision_file(path: str) -> bool:
    """Return whether a path is that of a file of editorial decisions."""
    return path == RULINGS_FILE or path.startswith(f"{RULINGS_FOLDER}/")


def is_dataset_file(path: str) -> bool:
    """Return whether a path is that of an article, a registry file or a file of editorial decisions."""
    return is_article(path) or path.startswith(f"{REGISTRY}/") or is_decision_file(path)

"""Find a record: its settings from its home folder, and its files from what a person types."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from communique.errors import UsageError
from communique.settings import HOME, Settings

CACHE_FOLDER: Final = ".communique/entries"
"""The folder below a home where what was read from entry files is cached."""

Home = str | Path | Settings
"""A record by its home folder, or by settings that were read before."""

Progress = Callable[[str], AbstractContextManager[object]]
"""Receives the name of a long step, such as ``loading the record``, and returns what is open while it runs."""


def resolve_settings(home: Home | None) -> Settings:
    """Return the settings of a record, enable its cache, and undo what a killed command had begun to save in it.

    Args:
        home: the home folder, which wins over the environment; None for what the environment names.
    """
    from communique.loaders.file_index import enable_cache
    from communique.pipeline.save_texts import undo_interrupted

    if isinstance(home, Settings):
        settings = home
    else:
        variables = {} if home is None else {HOME.name: str(home)}
        settings = Settings.from_environment({**os.environ, **variables})
    undo_interrupted(settings.entries)
    enable_cache(settings.entries, settings.home / CACHE_FOLDER)
    return settings


def resolve_dataset_paths(root: Path, paths: Iterable[Path]) -> list[str]:
    """Return paths relative to the dataset's folder, in POSIX form.

    Raises:
        UsageError: a path does not exist or is not in the record.
    """
    relative_paths = []
    for path in paths:
        absolute = path.absolute()
        target = absolute if absolute.exists() else (root / path).absolute()
        for candidate, base in ((target, root.absolute()), (target.resolve(), root.resolve())):
            if candidate.is_relative_to(base):
                if not candidate.exists() and not candidate.is_symlink():
                    raise UsageError(f"{path}: there is no such file")
                relative_paths.append(candidate.relative_to(base).as_posix())
                break
        else:
            raise UsageError(f"{path} is not in the record, which is {root}")
    return relative_paths


def display_path(path: Path) -> str:
    """Return a path as one would type it in the current folder."""
    folder = Path.cwd()
    absolute = Path(os.path.normpath(path.absolute()))
    return str(absolute.relative_to(folder)) if absolute.is_relative_to(folder) else str(absolute)

"""Hold what every command of a run shares: the paths of the record, its database and its site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.loaders.cache import enable_cache
from communique.settings import HOME, Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection


CACHE_FOLDER: Final = ".communique/entries"
"""The folder below the record's home where it is kept what was learnt of entry files."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """The settings of one run of ``communique``."""

    settings: Settings

    @property
    def root(self) -> Path:
        """The record's folder."""
        return self.settings.entries


_current: list[RunContext] = []


def start_run(home: Path | None) -> None:
    """Set where this run works; ``--home`` wins over the environment."""
    given = {} if home is None else {HOME.name: str(home)}
    settings = Settings.from_environment({**os.environ, **given})
    enable_cache(settings.entries, settings.home / CACHE_FOLDER)
    _current[:] = [RunContext(settings)]


def current_context() -> RunContext:
    """Return the context of this run; before ``start_run``, as the environment says."""
    if not _current:
        start_run(None)
    return _current[0]


@contextmanager
def read_only_connection(run: RunContext, *, guarded: bool = False) -> Iterator[Connection]:
    """Yield a read-only connection to a database of the newest schema; guarded for foreign SQL.

    Raises:
        DatabaseError: there is none, or it has another schema; says what to do.
    """
    from communique.database import connect, require_current_schema, translate_errors

    engine = connect(run.settings, read_only=True, guarded=guarded)
    try:
        require_current_schema(engine)
        with translate_errors(engine), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()

"""What every command of a run shares: where the record, its database and its site are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.loaders.kept import keep
from communique.settings import HOME, Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection


KEPT: Final = ".communique/entries"
"""The folder below the record's home where it is kept what was learnt of entry files."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of ``communique``."""

    settings: Settings

    @property
    def root(self) -> Path:
        """The record's folder."""
        return self.settings.entries


_current: list[Run] = []


def begin(home: Path | None) -> None:
    """Settle where this run works; ``--home`` wins over the environment."""
    given = {} if home is None else {HOME.name: str(home)}
    settings = Settings.read({**os.environ, **given})
    keep(settings.entries, settings.home / KEPT)
    _current[:] = [Run(settings)]


def current() -> Run:
    """The run that was begun; without one, as the environment says."""
    if not _current:
        begin(None)
    return _current[0]


@contextmanager
def reading(run: Run, *, guarded: bool = False) -> Iterator[Connection]:
    """A connection that can only read a database of the newest schema; guarded for SQL that is not ours.

    Raises:
        DatabaseError: there is none, or it has another schema; says what to do.
    """
    from communique.database import connect, require_current, translated

    engine = connect(run.settings, read_only=True, guarded=guarded)
    try:
        require_current(engine)
        with translated(engine), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()

"""Hold what every command of a run shares: the settings of the record."""

from __future__ import annotations

from pathlib import Path

from communique.commands.record import resolve_settings
from communique.settings import Settings

_current: list[Settings] = []


def start_run(home: Path | None) -> None:
    """Set where this run works; ``--home`` wins over the environment."""
    _current[:] = [resolve_settings(home)]


def current_settings() -> Settings:
    """Return the settings of this run; before ``start_run``, as the environment says."""
    if not _current:
        start_run(None)
    return _current[0]

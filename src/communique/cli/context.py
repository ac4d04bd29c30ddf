"""Hold what every command of a run shares: the settings of the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from communique.commands.record import resolve_settings
from communique.settings import Settings


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
    _current[:] = [RunContext(resolve_settings(home))]


def current_context() -> RunContext:
    """Return the context of this run; before ``start_run``, as the environment says."""
    if not _current:
        start_run(None)
    return _current[0]


def current_settings() -> Settings:
    """Return the settings of this run; before ``start_run``, as the environment says."""
    return current_context().settings

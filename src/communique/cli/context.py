"""Hold what commands share: the settings of the record, examples for their help, ids for a shell to complete."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import typer

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


Command = TypeVar("Command", bound=Callable[..., None])


def add_examples(*lines: str) -> Callable[[Command], Command]:
    """Return a decorator that adds examples to a command's help, each a line as one would type it."""

    def append_examples(command: Command) -> Command:
        text = "\n".join(f"  {line}" for line in lines).replace("[", r"\[")
        # The control character keeps Typer from filling the lines up.
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\n\b\nExamples:\n{text}"
        return command

    return append_examples


def complete_ids(table: str) -> Callable[[str], list[tuple[str, str]]]:
    """Return what a shell completes an id by: those of a table of the database, each with its name."""

    def list_matches(incomplete: str) -> list[tuple[str, str]]:
        from communique import commands

        return list(commands.list_ids(current_settings(), table, incomplete).items())

    return list_matches


def id_option(table: str, help_text: str) -> Any:
    """Return an option that takes an id of a table of the database, which shells complete."""
    return typer.Option(help=help_text, autocompletion=complete_ids(table), show_default=False)

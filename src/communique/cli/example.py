"""Examples in a command's help: the quickest way to learn what it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

Command = TypeVar("Command", bound=Callable[..., None])


def example(*lines: str) -> Callable[[Command], Command]:
    """Add examples to a command's help, each a line as one would type it."""

    def add(command: Command) -> Command:
        shown = "\n".join(f"  {line}" for line in lines).replace("[", r"\[")
        # The control character keeps Typer from filling the lines up.
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\n\b\nExamples:\n{shown}"
        return command

    return add

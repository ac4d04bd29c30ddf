"""Add examples to a command's help: the quickest way to see what it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

Command = TypeVar("Command", bound=Callable[..., None])


def add_examples(*lines: str) -> Callable[[Command], Command]:
    """Return a decorator that adds examples to a command's help, each a line as one would type it."""

    def append_examples(command: Command) -> Command:
        text = "\n".join(f"  {line}" for line in lines).replace("[", r"\[")
        # The control character keeps Typer from filling the lines up.
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\n\b\nExamples:\n{text}"
        return command

    return append_examples

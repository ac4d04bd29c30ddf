"""Every command with its options, examples and settings, as the page that the site shows: read off the commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from communique.cli.app import gathered
from communique.settings import SETTINGS

HEAD = """---
title: Commands
---

# Commands

`communique COMMAND --help` says the same in the terminal, and `communique --install-completion` completes commands
and options. Results go to stdout, everything else to stderr; a run ends with 0 where all is well, 1 where the data is
wrong, 2 where the command was wrong, 130 where Ctrl-C ended it.
"""


def markdown() -> str:
    """The page, in CommonMark."""
    return (
        "\n".join([HEAD, *_commands(typer.main.get_command(gathered()), "communique"), *_settings()]).rstrip()
        + "\n"
    )


def names() -> list[str]:
    """Every command as it is typed, without ``communique``."""
    return [
        name.removeprefix("communique ")
        for name, _ in _walk(typer.main.get_command(gathered()), "communique")
    ]


def _walk(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The commands that do something, with their whole names; groups are passed through."""
    for key, command in getattr(group, "commands", {}).items():
        whole = f"{name} {key}"
        if getattr(command, "commands", None):
            yield from _walk(command, whole)
        else:
            yield whole, command


def _commands(group: Any, name: str) -> Iterator[str]:
    for whole, command in _walk(group, name):
        words, _, examples = str(command.help).partition("\b\nExamples:\n")
        yield f"## {whole.removeprefix('communique ')}\n"
        yield words.strip() + "\n"
        yield "```sh"
        yield from (line.strip().replace(r"\[", "[") for line in examples.splitlines() if line.strip())
        yield "```\n"
        yield from (f"- {_parameter(one)}" for one in command.params if one.name != "help")
        yield ""


def _parameter(one: Any) -> str:
    """An option or argument with what it does."""
    option = one.param_type_name == "option"
    spelt = ", ".join(one.opts) if option else (one.metavar or str(one.name).upper())
    shown = (
        one.default not in (None, "", False, [])
        and not callable(one.default)
        and one.show_default is not False
    )
    default = getattr(one.default, "value", one.default)
    return f"`{spelt}`: {one.help or ''}" + (f" Default: `{default}`." if shown else "")


def _settings() -> Iterator[str]:
    yield "## Settings\n"
    yield "Set in the environment; an empty one counts as not set.\n"
    for setting in SETTINGS:
        yield f"- `{setting.name}`: {setting.description}. Default: `{setting.default}`."

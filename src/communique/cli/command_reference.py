"""Generate the site's page on every command, its options, examples and settings, from the commands.

A build reads the page as it stands in ``commands/``; ``python -m communique.cli.command_reference`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from communique import commands
from communique.cli.app import build_app
from communique.commands.site import COMMAND_REFERENCE
from communique.settings import SETTINGS

PAGE_FILE = Path(commands.__file__).with_name(COMMAND_REFERENCE)

HEAD = """# Commands

`communique COMMAND --help` says the same in the terminal, and `communique --install-completion` completes commands
and options. Results go to stdout, everything else to stderr; a run ends with 0 where all is well, 1 where the data is
wrong, 2 where the command was wrong, 130 where Ctrl-C ended it. Names and ids in the examples are of the record that
Communiqué began with.
"""


def render_command_reference() -> str:
    """Return the page, in CommonMark."""
    return (
        "\n".join(
            [
                HEAD,
                *_command_sections(typer.main.get_command(build_app()), "communique"),
                *_settings_section(),
            ]
        ).rstrip()
        + "\n"
    )


def list_command_names() -> list[str]:
    """Return every command as it is typed, without ``communique``."""
    return [
        name.removeprefix("communique ")
        for name, _ in _walk_commands(typer.main.get_command(build_app()), "communique")
    ]


def _walk_commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the commands that do something, with their full names; groups are passed through."""
    for key, command in getattr(group, "commands", {}).items():
        full_name = f"{name} {key}"
        if getattr(command, "commands", None):
            yield from _walk_commands(command, full_name)
        else:
            yield full_name, command


def _command_sections(group: Any, name: str) -> Iterator[str]:
    for full_name, command in _walk_commands(group, name):
        description, _, examples = str(command.help).partition("\b\nExamples:\n")
        yield f"## {full_name.removeprefix('communique ')}\n"
        yield description.strip() + "\n"
        yield "```sh"
        yield from (line.strip().replace(r"\[", "[") for line in examples.splitlines() if line.strip())
        yield "```\n"
        yield from (
            f"- {_describe_parameter(parameter)}" for parameter in command.params if parameter.name != "help"
        )
        yield ""


def _describe_parameter(parameter: Any) -> str:
    """Return an option or argument with what it does, as one line."""
    is_option = parameter.param_type_name == "option"
    spelling = ", ".join(parameter.opts) if is_option else (parameter.metavar or str(parameter.name).upper())
    has_default = (
        parameter.default not in (None, "", False, [])
        and not callable(parameter.default)
        and parameter.show_default is not False
    )
    default = getattr(parameter.default, "value", parameter.default)
    return f"`{spelling}`: {parameter.help or ''}" + (f" Default: `{default}`." if has_default else "")


def _settings_section() -> Iterator[str]:
    yield "## Settings\n"
    yield "Set in the environment; an empty one counts as not set.\n"
    for setting in SETTINGS:
        default = f" Default: `{setting.default}`." if setting.default else ""
        yield f"- `{setting.name}`: {setting.description}.{default}"


if __name__ == "__main__":
    PAGE_FILE.write_text(render_command_reference(), encoding="utf-8")

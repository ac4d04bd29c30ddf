"""The documentation is under test: what it tells people to type exists, and everything that exists is told."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from communique.cli import command_reference
from communique.cli.app import build_app
from communique.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PAGES = [path for path in [ROOT / "README.md", *(ROOT / "site/docs").rglob("*.md")] if path.is_file()]
TYPED = re.compile(
    r"(?m)^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?communique (?P<block>.+)$|`communique (?P<inline>[^`]+)`"
)


def commands() -> dict[str, Any]:
    """Every command by its whole name."""
    return {name.removeprefix("communique "): command for name, command in _walk()}


def _walk() -> Iterator[tuple[str, Any]]:
    yield from command_reference._walk_commands(typer.main.get_command(build_app()), "communique")


COMMANDS = commands()


def told(text: str) -> Iterator[str]:
    """What a text tells people to type after ``communique``, without what follows in a pipe or a comment."""
    for found in TYPED.finditer(text):
        words = found["block"] or found["inline"]
        yield re.split(r"\s[|>#<]|\s&&|\s\\|\s*$", words, maxsplit=1)[0]


def understood(typed: str) -> None:
    """Hold that a command exists and takes the options that are given to it."""
    words = shlex.split(typed)
    if words[:1] == ["--home"]:
        words = words[2:]
    if words[0].startswith("-") or words[0].isupper():  # an option of the whole, or COMMAND as a placeholder
        return
    name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in COMMANDS), None)
    groups = {known.split()[0] for known in COMMANDS if " " in known}
    if name is None:  # a group, perhaps with its commands as alternatives
        assert words[0] in groups, f"communique {typed}: no such command"
        last = {other.split()[-1] for other in COMMANDS}
        assert all(word in last for word in re.split(r"[|…]", "|".join(words[1:2])) if word)
        return
    known = {option for one in COMMANDS[name].params for option in one.opts}
    given = {word.split("=")[0] for word in words if re.fullmatch(r"--[a-z-]+(=.*)?", word)}
    assert given <= known | {"--help"}, f"communique {typed}: unknown {given - known}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_tell_only_what_exists(path):
    for typed in told(path.read_text(encoding="utf-8")):
        understood(typed)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_explained(name):
    command = COMMANDS[name]
    page = command_reference.render_command_reference()
    assert f"## {name}\n" in page
    examples = list(told(page.partition(f"## {name}\n")[2].partition("\n## ")[0]))
    assert examples
    for typed in examples:
        understood(typed)
        assert typed.startswith((name, "--home"))
    for one in command.params:
        assert one.help, f"{name}: {one.name} says nothing"


def test_the_page_that_a_build_reads_is_what_the_commands_say():
    """Written anew by ``python -m communique.cli.command_reference``."""
    page = command_reference.PAGE_FILE.read_text(encoding="utf-8")
    assert page == command_reference.render_command_reference()


def test_every_setting_is_explained():
    page = command_reference.render_command_reference()
    for setting in SETTINGS:
        assert f"`{setting.name}`: {setting.description}" in page


def test_the_readers_of_this_test_would_notice():
    for wrong in ("chekc", "check --jsn", "new artcle x"):
        with pytest.raises(AssertionError):
            understood(wrong)

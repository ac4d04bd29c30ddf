"""Implement ``communique new``: begin an entry, or add one to the registry."""

from __future__ import annotations

import typer

from communique.cli.new_article import article
from communique.cli.new_registry import COMMANDS

new = typer.Typer(
    name="new", help="Begin an entry, or add to the registry, with ids suggested and doubles refused."
)
new.command()(article)
for command in COMMANDS:
    new.command()(command)

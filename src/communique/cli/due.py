"""Implement ``communique due``: what the record leaves open, each question with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.site.pages.follow_up.open_questions_view import QuestionSort


@add_examples("communique due", "communique due outcomes rulings", "communique due reading --json")
def due(
    sorts: Annotated[
        list[QuestionSort] | None,
        typer.Argument(help="List the questions of these sorts; by default count all.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is to be followed up: outcomes, rulings, missing editions, open tenures, texts read once."""
    today = dt.datetime.now().astimezone().date()
    groups = commands.list_due(context.current_settings(), today)
    chosen = [group for group in groups if not sorts or group.sort in sorts]
    if json:
        from communique.site.formats.questions_json import describe_questions

        terminal.print_json(describe_questions(today.isoformat(), chosen))
    elif sorts:
        for group in chosen:
            for question in group.questions:
                terminal.print_result(f"{group.sort}\t{question.id}\t{question.reason}")
    else:
        for group in chosen:
            if group.questions:
                first = group.questions[0]
                count = f"{len(group.questions):>5,} {group.sort:<9}"
                terminal.print_result(f"{count} {group.heading}, as {first.id}: {first.reason}")
    terminal.print_summary(terminal.pluralize(sum(len(group.questions) for group in chosen), "question"))

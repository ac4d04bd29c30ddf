"""``communique diff``: what two states of the record say differently, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import terminal
from communique.cli.example import example
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.cli.sides import Side
    from communique.history.change import Change


@example(
    "communique diff",
    "communique diff 2026.11 2026.12",
    "communique diff 2026.11 HEAD~3",
    "communique diff ~/downloads/communique.sqlite now",
    "communique diff 2026.11 --json | jq '.counts'",
)
def diff(
    a: Annotated[
        str | None,
        typer.Argument(
            metavar="A",
            help="The earlier: a release, a SQLite file, a git revision; by default the newest release.",
            show_default=False,
        ),
    ] = None,
    b: Annotated[
        str, typer.Argument(metavar="B", help="The later, likewise; `now` is the entries as they are.")
    ] = "now",
    json: Annotated[bool, typer.Option("--json", help="Every change for programs.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, as in a changelog.")] = False,
) -> None:
    """Say what changed between two states of the record: corrected, developed, new, merged, split, withdrawn."""
    from communique.cli.sides import newest, side
    from communique.history.difference import difference
    from communique.history.report import affected_words, report

    if json and markdown:
        raise UsageError("--json and --markdown exclude each other; choose one")
    with terminal.working("comparing"):
        before = side(a if a is not None else newest())
        after = side(b)
        changes = difference(before.state, after.state, before.day)
    if json:
        terminal.as_json(_data(before, after, changes))
        return
    from communique.history.markdown import markdown_lines
    from communique.history.text import text_lines

    found = report(changes, before.state, after.state)
    if markdown:
        for line in [f"# From {before.words} to {after.words}", "", *markdown_lines(found)]:
            terminal.result(line)
    else:
        terminal.result(f"From {before.words} to {after.words}")
        terminal.result("")
        for line, colour in text_lines(found):
            terminal.result(line, colour)
    terminal.summary(affected_words(found))


def _data(before: Side, after: Side, changes: list[Change]) -> dict[str, Any]:
    counts = Counter(change.type.value for change in changes)
    return {
        "from": {"name": before.name, "what": before.words},
        "to": {"name": after.name, "what": after.words},
        "counts": dict(sorted(counts.items())),
        "changes": [change.as_data() for change in changes],
    }

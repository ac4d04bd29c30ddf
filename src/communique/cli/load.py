"""Implement ``communique plan`` and ``load``: bring the database to what the record says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples

if TYPE_CHECKING:
    from communique.commands.comparison import Comparison
    from communique.loaders.up_to_date import LoadResult


@add_examples("communique plan", "communique plan --json | jq '.events'")
def plan(
    json: Annotated[bool, typer.Option("--json", help="The plan for programs.")] = False,
) -> None:
    """Show what a load would change, event by event, in the words of `diff`. Nothing is written.

    Where the database holds all of it already, as after serve, show what changed since the last commit.
    """
    settings = context.current_settings()
    planned = commands.plan(settings, progress=terminal.spinner)
    comparison = (
        commands.compare_planned(settings, planned)
        if planned
        else commands.compare_uncommitted(settings, progress=terminal.spinner)
    )
    lines = list(_comparison_lines(comparison))
    lines += [
        PlanLine(change.sign, 0, f"{change.sign} {change.text}")
        for change in commands.list_other_changes(planned)
    ]
    if json:
        changes = [change.to_dict() for change in comparison.changes] if comparison else []
        data = _result_to_data(planned) | {
            "lines": [asdict(line) for line in lines if planned],
            "findings": [terminal.finding_to_data(finding, settings.entries) for finding in planned.findings],
            "drafts": list(planned.drafts),
            "changes": changes if planned else [],
            "since_commit": [] if planned else changes,
        }
        terminal.print_json(data)
    else:
        if comparison and not planned:
            terminal.print_message("the database holds all of it; since the last commit:")
        for line in lines:
            terminal.print_result("    " * line.depth + line.text, line.sign)
        terminal.print_findings(planned.findings, settings.entries, error=True)
    terminal.print_drafts(planned.drafts, settings.entries)
    print_load_summary(planned)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan: its sign, which is its colour, how far it stands in, and its text."""

    sign: str
    depth: int
    text: str


def _comparison_lines(comparison: Comparison | None) -> Iterator[PlanLine]:
    """Yield what changes in the record, in the words of releases and of ``diff``."""
    from communique.releases.report_text import render_terminal_lines

    if comparison is not None:
        for text, sign in render_terminal_lines(comparison.build_report(each_new_value=True)):
            content = text.lstrip()
            yield PlanLine(sign, (len(text) - len(content)) // 4, content)


@add_examples(
    "communique load",
    "communique load --rebuild",
    "COMMUNIQUE_DATABASE=postgresql+psycopg://curator@db/record communique load",
)
def load(
    json: Annotated[bool, typer.Option("--json", help="What was done, for programs.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Empty the database first, and load everything anew.")
    ] = False,
) -> None:
    """Load the record and its releases into the database, in one transaction. Only what changed is touched."""
    result = commands.load(context.current_settings(), rebuild=rebuild, progress=terminal.spinner)
    if json:
        terminal.print_json(_result_to_data(result))
    print_load_result(result)


def _result_to_data(result: LoadResult) -> dict[str, Any]:
    counts = _count_changes(result)
    return {"files": asdict(result.files), "events": result.affected_events(), "counts": counts}


def _count_changes(result: LoadResult) -> dict[str, int]:
    """Return the numbers of events added, changed and removed, and of changed rows."""
    statuses = Counter(result.affected_events().values())
    return {status: statuses[status] for status in ("added", "changed", "removed")} | {
        "rows": result.count_rows()
    }


def print_load_result(result: LoadResult) -> None:
    """Print the findings of a load, and what it did."""
    terminal.print_findings(result.findings, context.current_settings().entries, error=True)
    print_load_summary(result)


def print_load_summary(plan: LoadResult) -> None:
    """Print the one line on a plan that was made or carried out."""
    files, event_counts = plan.files, dict[str, int]()
    if plan:
        event_counts = _count_changes(plan)
    verbs = ("added", "changed", "removed")
    events = ", ".join(f"{event_counts[verb]:,} {verb}" for verb in verbs if event_counts.get(verb))
    terminal.print_summary(
        terminal.pluralize(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, verb)):,} {verb}" for verb in verbs if getattr(files, verb)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

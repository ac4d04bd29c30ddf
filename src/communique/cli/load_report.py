"""Print what a load did or would do, for the commands that load and those that build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.cli import context, terminal

if TYPE_CHECKING:
    from communique.loaders.up_to_date import LoadResult


def print_load_result(result: LoadResult) -> None:
    """Print the findings of a load, and what it did."""
    terminal.print_findings(result.findings, context.current_settings().entries, error=True)
    print_load_summary(result)


def print_load_summary(plan: LoadResult) -> None:
    """Print the one line on a plan that was made or carried out."""
    files, event_counts = plan.files, dict[str, int]()
    if plan:
        from communique.loaders.plan_report import count_plan_changes

        event_counts = count_plan_changes(plan)
    verbs = ("added", "changed", "removed")
    events = ", ".join(f"{event_counts[verb]:,} {verb}" for verb in verbs if event_counts.get(verb))
    terminal.print_summary(
        terminal.pluralize(files.unchanged + len(files.added) + len(files.changed), "file"),
        f"{files.unchanged:,} unchanged",
        *(f"{len(getattr(files, verb)):,} {verb}" for verb in verbs if getattr(files, verb)),
        f"events: {events}" if events else "",
        "" if plan else "nothing changed",
    )

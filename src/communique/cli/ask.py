"""Implement ``communique show``, ``query`` and ``stats``: ask the database."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.commands.comparison import Comparison
    from communique.site.pages.event.event_view import CitedSource, ClaimRow, EventPage, ValueDisagreement


@add_examples(
    "communique show trilateral-defense-ministerial-2024-07-28",
    "communique show radar-lock-on-2018-12-20 --json",
)
def show(
    event: Annotated[
        str,
        typer.Argument(
            help="The event's id; an old id leads to the new one.",
            autocompletion=context.complete_ids("event"),
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="As the JSON beside the event's page.")] = False,
) -> None:
    """Show an event as the database has it: every value with source, paragraph and how it is claimed."""
    result = commands.show(context.current_settings(), event)
    page = result.page
    if result.redirect:
        terminal.print_message(result.redirect)
    if json:
        terminal.print_json(page.document)
    else:
        for line in _page_lines(page):
            terminal.print_result(line)
    terminal.print_summary(
        terminal.pluralize(sum(len(claims.claims) for claims in page.evidence), "claim"),
        terminal.pluralize(page.source_count, "source"),
        f"{page.independent_source_count} independent",
    )


def _page_lines(page: EventPage) -> Iterator[str]:
    yield _bold_text(page.title)
    yield " · ".join(filter(None, (page.id, page.kind, page.status_words, page.date.value.label)))
    yield ""
    yield page.summary
    for field in page.evidence:
        yield ""
        yield _bold_text(field.field)
        values: dict[str, list[ClaimRow]] = {}
        for claim in field.claims:
            values.setdefault(claim.value, []).append(claim)
        for value, claims in values.items():
            yield f"  {value}"
            yield from (
                f"    {_format_claim(claim)}" for claim in sorted(claims, key=lambda claim: claim.number)
            )
    for disagreement in page.disagreements:
        yield ""
        yield from _disagreement_lines(disagreement)
    if page.links:
        yield ""
        yield _bold_text("Links")
        yield from (f"  {link.text} {link.event.value.label} ({link.date})" for link in page.links)
    yield from _part_lines(page.document)
    yield ""
    yield _bold_text("Sources")
    for group in page.sources:
        if group.text:
            yield f"  {group.text}"
        yield from _source_lines(group.sources)


def _part_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of notes and provisions, by which another article adds itself to one."""
    for heading, parts in (("Notes", document.get("notes")), ("Provisions", document.get("provisions"))):
        if parts:
            yield ""
            yield _bold_text(f"Ids of {heading.lower()}")
            yield from (f"  {part['id']}: {part['text']}" for part in parts)


def _source_lines(sources: Sequence[CitedSource]) -> Iterator[str]:
    for source in sources:
        agency = f" ({source.agency.label})" if source.agency else ""
        published = source.published or "undated"
        yield f"  [{source.number}] {source.publisher.label}{agency}, {published}: {source.source.label}"

        yield " · ".join(filter(None, (f"      {source.paragraphs}", source.closeness, source.url)))


def _format_claim(claim: ClaimRow) -> str:
    quote = f"“{claim.quote}”" if claim.quote else ""
    return " · ".join(
        filter(None, (f"[{claim.number}] {claim.paragraphs}", claim.how, quote, claim.standing))
    )


def _disagreement_lines(disagreement: ValueDisagreement) -> Iterator[str]:
    yield _bold_text(f"Sources disagree on {disagreement.field} ({disagreement.decision or 'no ruling'})")
    for version in disagreement.versions:
        marks = " ".join(f"[{claim.number}]" for claim in version.claims)
        yield f"  {'→' if version.chosen else ' '} {version.value} {marks}"
    yield from (f"    {text}" for text in (disagreement.ruled, disagreement.because) if text)


def _bold_text(text: str) -> str:
    return typer.style(text, bold=True) if terminal.has_colour_support(sys.stdout) else text


@add_examples(
    'communique query "select kind, count(*) from event group by kind"',
    "communique query \"select * from event_overview where date like '2024%'\" --csv > 2024.csv",
    "communique query --json < question.sql",
)
def query(
    sql: Annotated[
        str | None,
        typer.Argument(metavar="SQL", help="One SELECT; from stdin by default.", show_default=False),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, with a header.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As a JSON list of objects.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Stop after so many rows, 0 for all; by default 10,000 on a terminal, else all.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Stop after so many seconds.")] = 60.0,
) -> None:
    """Ask the database in SQL; the views event_overview, event_wide and dyad are good beginnings.

    What goes to a file or a program is whole, or the command ends with 1 and says why: it is cut only by --limit.
    """
    if csv and json:
        raise UsageError("--csv and --json exclude each other; choose one")
    if sql is None and sys.stdin.isatty():
        raise UsageError('no question; write one, as communique query "select count(*) from event"')
    statement = sql if sql is not None else sys.stdin.read()
    if limit is None:
        limit = 10_000 if sys.stdout.isatty() and not (csv or json) else 0
    answer = commands.query(context.current_settings(), statement, limit=limit, timeout=timeout)
    if json:
        terminal.print_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
    elif csv:
        _print_csv(answer.columns, answer.rows)
    else:
        _print_table(answer.columns, answer.rows)
    rows = terminal.pluralize(len(answer.rows), "row")
    terminal.print_summary(f"{rows}, and there are more: raise --limit" if answer.is_truncated else rows)


def _print_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table on a terminal; elsewhere columns parted by tabs, which programs cut."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            terminal.print_result(
                "\t".join("" if value is None else " ".join(str(value).split()) for value in row)
            )
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    terminal.rich_console().print(table)


@add_examples("communique stats", "communique stats --json | jq .events")
def stats(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Count what the database holds."""
    answer = commands.stats(context.current_settings())
    counts = answer.counts
    if json:
        data = {name.replace(" ", "_"): count for name, count in counts.items()}
        terminal.print_json(data | {"first_year": answer.first_year, "last_year": answer.last_year})
        return
    width = max(len(f"{count:,}") for count in counts.values())
    for name, count in counts.items():
        terminal.print_result(f"{count:>{width},} {name}")
    if answer.first_year:
        terminal.print_result(f"{'':>{width}} from {answer.first_year} to {answer.last_year}")
    terminal.print_summary(terminal.pluralize(counts["events"], "event"))


@add_examples(
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
    from communique.releases.report import summarize_report

    if json and markdown:
        raise UsageError("--json and --markdown exclude each other; choose one")
    comparison = commands.compare(context.current_settings(), a, b, progress=terminal.spinner)
    if json:
        terminal.print_json(_comparison_to_data(comparison))
        return
    from communique.releases.report_text import render_markdown_lines, render_terminal_lines

    summary = comparison.build_report()
    head = f"From {comparison.before.description} to {comparison.after.description}"
    if markdown:
        for line in [
            f"# {head}",
            "",
            *render_markdown_lines(summary),
        ]:
            terminal.print_result(line)
    else:
        terminal.print_result(head)
        terminal.print_result("")
        for line, colour in render_terminal_lines(summary):
            terminal.print_result(line, colour)
    terminal.print_summary(summarize_report(summary))


def _comparison_to_data(comparison: Comparison) -> dict[str, Any]:
    counts = Counter(change.type.value for change in comparison.changes)
    return {
        "from": {"name": comparison.before.name, "what": comparison.before.description},
        "to": {"name": comparison.after.name, "what": comparison.after.description},
        "counts": dict(sorted(counts.items())),
        "changes": [change.to_dict() for change in comparison.changes],
    }

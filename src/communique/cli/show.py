"""Implement ``communique show``: print one event, each value with the sources that give it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.commands.database import read_only_connection
from communique.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from communique.site.pages.event.event_view import CitedSource, ClaimRow, EventPage, ValueDisagreement


@add_examples(
    "communique show trilateral-defense-ministerial-2024-07-28",
    "communique show radar-lock-on-2018-12 --json",
)
def show(
    event: Annotated[str, typer.Argument(help="The event's id; an old id leads to the new one.")],
    json: Annotated[bool, typer.Option("--json", help="As the JSON beside the event's page.")] = False,
) -> None:
    """Show an event as the database has it: every value with source, paragraph and how it is claimed."""
    from sqlalchemy.orm import Session

    with (
        read_only_connection(context.current_context().settings) as connection,
        Session(connection) as session,
    ):
        page = _load_event_page(session, event)
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


def _load_event_page(session: Session, event: str) -> EventPage:
    """Return the page of an event, under its new id if it was redirected.

    Raises:
        UsageError: there is no such event, or it was split or withdrawn.
    """
    from sqlmodel import select

    from communique.schema import Redirect, Split, SplitTarget, Withdrawal
    from communique.site.pages.all_pages import build_event_page

    redirect, withdrawal = session.get(Redirect, event), session.get(Withdrawal, event)
    if withdrawal is not None:
        raise UsageError(f"{event} was withdrawn: {withdrawal.because}")
    if (split := session.get(Split, event)) is not None:
        parts = session.scalars(select(SplitTarget.target_id).where(SplitTarget.split_id == event))
        raise UsageError(f"{event} was split into {', '.join(sorted(parts))}: {split.because}")
    if redirect is not None:
        terminal.print_message(f"{event} is now {redirect.target_id}: {redirect.because}")
    page = build_event_page(session, redirect.target_id if redirect is not None else event)
    if page is None:
        raise UsageError(f"there is no event {event!r}; {_suggest_event_id(session, event)}")
    return page


def _suggest_event_id(session: Session, event: str) -> str:
    from sqlalchemy import text

    from communique.loaders.validate import did_you_mean

    known = set(session.execute(text("SELECT id FROM event")).scalars())
    return did_you_mean(event, known) or f"look for it with communique find {event}"


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
    yield ""
    yield _bold_text("Sources")
    for group in page.sources:
        if group.text:
            yield f"  {group.text}"
        yield from _source_lines(group.sources)


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

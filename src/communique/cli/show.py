"""``communique show``: one event in the terminal, each value with the sources that give it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from communique.site.views.event import Disagreement, EventPage, Evidence, Testimony


@example(
    "communique show trilateral-defense-ministerial-2024-07-28",
    "communique show radar-lock-on-2018-12 --json",
)
def show(
    event: Annotated[str, typer.Argument(help="The event's id; an old id leads to the new one.")],
    json: Annotated[bool, typer.Option("--json", help="As the JSON beside the event's page.")] = False,
) -> None:
    """Show an event as the database has it: every value with source, paragraph and how it is claimed."""
    from sqlalchemy.orm import Session

    with run.reading(run.current()) as connection, Session(connection) as session:
        page = _page(session, event)
    if json:
        terminal.as_json(page.document)
    else:
        for line in _lines(page):
            terminal.result(line)
    terminal.summary(
        terminal.counted(sum(len(claims.said) for claims in page.evidence), "claim"),
        terminal.counted(page.source_count, "source"),
        f"{page.independent_source_count} independent",
    )


def _page(session: Session, event: str) -> EventPage:
    """The page of an event.

    Raises:
        UsageError: there is no such event, or it was split or withdrawn.
    """
    from sqlmodel import select

    from communique.schema import Redirect, Split, SplitTarget, Withdrawal
    from communique.site.queries import event_page

    moved, gone = session.get(Redirect, event), session.get(Withdrawal, event)
    if gone is not None:
        raise UsageError(f"{event} was withdrawn: {gone.because}")
    if (split := session.get(Split, event)) is not None:
        parts = session.scalars(select(SplitTarget.target_id).where(SplitTarget.split_id == event))
        raise UsageError(f"{event} was split into {', '.join(sorted(parts))}: {split.because}")
    if moved is not None:
        terminal.tell(f"{event} is now {moved.target_id}: {moved.because}")
    page = event_page(session, moved.target_id if moved is not None else event)
    if page is None:
        raise UsageError(f"there is no event {event!r}; {_meant(session, event)}")
    return page


def _meant(session: Session, event: str) -> str:
    from sqlalchemy import text

    from communique.loaders.validate import did_you_mean

    known = set(session.execute(text("SELECT id FROM event")).scalars())
    return did_you_mean(event, known) or f"look for it with communique find {event}"


def _lines(page: EventPage) -> Iterator[str]:
    yield _strong(page.title)
    yield " · ".join(filter(None, (page.id, page.kind, page.status_words, page.date.value.label)))
    yield ""
    yield page.summary
    for field in page.evidence:
        yield ""
        yield _strong(field.field)
        values: dict[str, list[Evidence]] = {}
        for one in field.said:
            values.setdefault(one.value, []).append(one)
        for value, claims in values.items():
            yield f"  {value}"
            yield from (f"    {_claim(one)}" for one in sorted(claims, key=lambda one: one.number))
    for disagreement in page.disagreements:
        yield ""
        yield from _disagreement(disagreement)
    if page.links:
        yield ""
        yield _strong("Links")
        yield from (f"  {link.words} {link.event.value.label} ({link.date})" for link in page.links)
    yield ""
    yield _strong("Sources")
    for group in page.sources:
        if group.words:
            yield f"  {group.words}"
        yield from _sources(group.sources)


def _sources(sources: Sequence[Testimony]) -> Iterator[str]:
    for one in sources:
        agency = f" ({one.agency.label})" if one.agency else ""
        yield f"  [{one.number}] {one.publisher.label}{agency}, {one.published or 'undated'}: {one.source.label}"
        yield " · ".join(filter(None, (f"      {one.paragraphs}", one.closeness, one.url)))


def _claim(one: Evidence) -> str:
    quote = f"“{one.quote}”" if one.quote else ""
    return " · ".join(filter(None, (f"[{one.number}] {one.paragraphs}", one.how, quote, one.standing)))


def _disagreement(one: Disagreement) -> Iterator[str]:
    yield _strong(f"Sources disagree on {one.field} ({one.decision or 'no ruling'})")
    for version in one.versions:
        marks = " ".join(f"[{claim.number}]" for claim in version.claims)
        yield f"  {'→' if version.chosen else ' '} {version.value} {marks}"
    yield from (f"    {words}" for words in (one.ruled, one.because) if words)


def _strong(words: str) -> str:
    return typer.style(words, bold=True) if terminal.coloured(sys.stdout) else words

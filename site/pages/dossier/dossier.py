"""Build the pages of dossiers from the events that belong to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sqlalchemy.orm import Session

from communique.schema.models import (
    Dossier,
    DossierCitation,
    DossierParagraph,
    DossierSeries,
    DossierTopic,
    EventLink,
)
from communique.schema.vocabulary import Modality
from communique.site.pages.components import EventRow, Link
from communique.site.pages.dossier.connections import list_connections
from communique.site.pages.dossier.dossier_view import (
    DossierDispute,
    DossierPage,
    EventStatements,
    IntroductionParagraph,
    OpenPoint,
    PartyStatement,
)
from communique.site.pages.event.event_view import EventPage
from communique.site.pages.event.evidence import ClaimIndex
from communique.site.pages.event.positions import describe_statement
from communique.site.pages.event_index import EventIndex
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by, select_models

POSITION_FIELDS = frozenset({"type", "status", "figures", "notes", "provisions"})
"""Fields on which somebody's word is a position; that it is the source of a date or of a name is none."""

CONTRADICTING = frozenset({Modality.ALLEGED, Modality.DENIED, Modality.DIFFERS})
"""How a statement on any other field is put where it is one too."""

MOST_STATEMENTS = 8
"""Statements on one event that a dossier shows; the event's page has all."""


EventsLoader = Callable[[Sequence[str]], Iterable[tuple[EventPage, ClaimIndex, tuple[EventLink, ...]]]]
"""Reads the page of each of some events, its claims, and the links that it states."""


def build_dossier_pages(
    session: Session, event_index: EventIndex, registry: SiteRegistry, load_events: EventsLoader
) -> Iterator[DossierPage]:
    """Yield the page of each dossier.

    Args:
        session: on the database.
        event_index: all events.
        registry: what they refer to.
        load_events: reads events by their ids.
    """
    dossiers = select_models(session, Dossier)
    if not dossiers:
        return
    scope = group_by(
        ((link.path, event) for event, links in registry.dossiers.items() for link in links),
        lambda pair: pair[0],
    )
    introductions = _build_introductions(session, event_index)
    subjects = group_by(_iter_subjects(session, registry), lambda pair: pair[0])
    for row in dossiers:
        path = f"dossiers/{row.id}.md"
        members = {event for _, event in scope.get(path, ())} & event_index.rows.keys()
        ids = sorted(members, key=event_index.ranks.__getitem__, reverse=True)
        events = [
            ScopedEvent(event_index.rows[event_id], *event, registry)
            for event_id, event in zip(ids, load_events(ids), strict=True)
        ]
        rows = tuple(event.row for event in events)
        yield DossierPage(
            path=path,
            json_path=f"dossiers/{row.id}.json",
            id=row.id,
            title=row.title,
            question=row.question,
            summary=row.summary or "",
            scope=tuple(link for _, link in subjects.get(row.id, ())),
            introduction=tuple(introductions.get(row.id, ())),
            rows=rows,
            connections=list_connections(rows, chain.from_iterable(event.links for event in events)),
            positions=tuple(stated for event in events if (stated := event.list_statements()).statements),
            disputes=tuple(dispute for event in events for dispute in event.list_disputes()),
            open_points=tuple(point for event in events for point in event.list_open_points()),
            span=_describe_span(rows),
        )


def _iter_subjects(session: Session, registry: SiteRegistry) -> Iterator[tuple[str, Link]]:
    """Yield each dossier with the series and topics that it takes in."""
    for series in select_models(session, DossierSeries):
        yield series.dossier_id, registry.series_link(series.series_id)
    for topic in select_models(session, DossierTopic):
        yield topic.dossier_id, registry.topic_link(topic.topic_id)


def _build_introductions(session: Session, event_index: EventIndex) -> dict[str, list[IntroductionParagraph]]:
    cited = group_by(select_models(session, DossierCitation), lambda row: (row.dossier_id, row.number))
    paragraphs: dict[str, list[IntroductionParagraph]] = {}
    for row in select_models(session, DossierParagraph):
        ids = {citation.event_id for citation in cited.get((row.dossier_id, row.number), ())}
        rows = reversed(event_index.rows_for(ids & event_index.rows.keys()))
        paragraph = IntroductionParagraph(row.text, tuple(event.event for event in rows))
        paragraphs.setdefault(row.dossier_id, []).append(paragraph)
    return paragraphs


def _describe_span(rows: Sequence[EventRow]) -> str:
    years = [row.year for row in rows if row.year]
    if not years:
        return ""
    return str(years[0]) if min(years) == max(years) else f"{min(years)}–{max(years)}"


@dataclass(frozen=True, slots=True)
class ScopedEvent:
    """An event of a dossier: its row in lists, its page, what claims it has and where it leads."""

    row: EventRow
    page: EventPage
    claim_index: ClaimIndex
    links: tuple[EventLink, ...]
    registry: SiteRegistry

    def list_statements(self) -> EventStatements:
        """Return what is attributed to somebody, each thing once, a ministry's word as its state's."""
        by_content: dict[tuple[str, str, str], list[PartyStatement]] = {}
        for field, actor, modality, claim in self.claim_index.iter_attributed():
            party = self.registry.actor_link(self.registry.resolve_country(actor))
            if field in POSITION_FIELDS or modality in CONTRADICTING:
                statement = PartyStatement(party, *describe_statement(field, modality, claim), claim, 1)
                by_content.setdefault((party.path, statement.verb, statement.text), []).append(statement)
        statements = [
            replace(
                min(several, key=lambda it: not it.claim.quote),
                sources=len({it.claim.number for it in several}),
            )
            for several in by_content.values()
        ]
        displayed, rest = statements[:MOST_STATEMENTS], len(statements) - MOST_STATEMENTS
        return EventStatements(self.row, tuple(displayed), max(0, rest))

    def list_disputes(self) -> Iterator[DossierDispute]:
        """Yield the disagreements in substance or over a figure."""
        for disagreement in self.page.disagreements:
            if disagreement.decision != "minor":
                yield DossierDispute(self.row, disagreement)

    def list_open_points(self) -> Iterator[OpenPoint]:
        """Yield what nobody has settled, and whether the outcome is missing."""
        for disagreement in self.page.disagreements:
            if disagreement.decision == "unresolved":
                settle = (
                    f"; what would settle it: {disagreement.would_settle}"
                    if disagreement.would_settle
                    else ""
                )
                description = f"{disagreement.field}: sources disagree and no ruling settles it{settle}"
                yield OpenPoint(self.row.event, disagreement.anchor, description)
        if (self.row.status and not self.row.is_held) or self.row.id in self.registry.overdue:
            yield OpenPoint(
                self.row.event, "", f"{self.row.date}: {self.row.status}, as far as the record knows"
            )

"""The view models of dossiers' pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import EventConnection, EventRow, Link
from communique.site.pages.event.event_view import ClaimRow, ValueDisagreement


@dataclass(frozen=True, slots=True)
class IntroductionParagraph:
    """A paragraph of the introduction, with the events that state it."""

    text: str
    events: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PartyStatement:
    """What somebody holds of a value of an event.

    Args:
        party: the country or body.
        verb: how it says so; "" where what it holds stands behind a colon.
        text: what it holds.
        claim: the clearest claim of it.
        sources: how many sources pass it on.
    """

    party: Link
    verb: str
    text: str
    claim: ClaimRow
    sources: int


@dataclass(frozen=True, slots=True)
class EventStatements:
    """What the parties hold of one event; ``rest`` are those that only the event's page has."""

    row: EventRow
    statements: tuple[PartyStatement, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class DossierDispute:
    """A value of one of the events on which sources disagree in substance or over a figure."""

    row: EventRow
    disagreement: ValueDisagreement


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What the record cannot say of one of the events yet, and where it stands."""

    event: Link
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """The page of a dossier; ``rows`` are its events, the first first."""

    template: ClassVar[str] = "dossier.html"

    path: str
    json_path: str
    id: str
    title: str
    question: str
    summary: str
    scope: tuple[Link, ...]
    introduction: tuple[IntroductionParagraph, ...]
    rows: tuple[EventRow, ...]
    connections: tuple[EventConnection, ...]
    positions: tuple[EventStatements, ...]
    disputes: tuple[DossierDispute, ...]
    open_points: tuple[OpenPoint, ...]
    span: str

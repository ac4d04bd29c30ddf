"""The JSON document beside an event's page: a stable, documented shape with the claims of every value."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

FORMAT = 1
"""Raised when a key is removed or changes meaning; new keys may come at any time."""


class Dates(TypedDict):
    """An imprecise date: EDTF, words, and the days that bound its start and end (null is open)."""

    edtf: str
    words: str
    start_earliest: str | None
    start_latest: str | None
    end_earliest: str | None
    end_latest: str | None
    precision: str | None
    approximate: bool


class Named(TypedDict):
    """Something of the registry, by id and by the name that pages print."""

    id: str
    name: str


class PlaceDocument(Named):
    """Where: coordinates are WGS 84 degrees, and ``precision`` says what they mark."""

    latitude: float | None
    longitude: float | None
    precision: str


class ActorDocument(Named):
    """An actor, with the codes by which others know it, by scheme, or by the name of a data set."""

    kind: str
    identifiers: dict[str, str]


class PersonDocument(Named):
    """Who acted for a participant, in which office then."""

    office: Named | None
    identifiers: dict[str, str]


class ParticipantDocument(TypedDict):
    """An actor in a role."""

    actor: ActorDocument
    role: str
    people: list[PersonDocument]
    units: list[str]


class FigureDocument(TypedDict):
    """A number; ``measure`` names what is counted and its unit."""

    measure: str
    low: float | None
    best: float | None
    high: float | None


class NoteDocument(TypedDict):
    """A fact that no typed field holds."""

    id: str
    type: str
    text: str


class LinkDocument(TypedDict):
    """A relation: ``direction`` says whether this event states it (``out``) or is its target (``in``)."""

    relation: str
    direction: Literal["out", "in"]
    event: str
    title: str


class ProvisionDocument(TypedDict):
    """One thing that an instrument lays down."""

    id: str
    force: str
    topic: str | None
    text: str


class ClaimDocument(TypedDict):
    """What one source says of one value; ``id`` is the anchor on the page, ``element`` one of a set or ""."""

    id: str
    field: str
    element: str
    value: Any
    source: str
    paragraphs: list[int | str]
    modality: str
    attributed_to: str | None
    quote: str | None
    basis: str
    closeness: str
    standing: str


class RulingDocument(TypedDict):
    """An editor's decision where sources disagree; ``value`` is null where it is unresolved."""

    field: str
    element: str
    decision: str
    value: Any
    because: str
    decided: str | None
    grade: str | None
    review: str | None
    would_settle: str | None


class SecondReadingDocument(TypedDict):
    """What a second reader found: how many values stand where the entry cites them, and how many do not."""

    by: str
    on: str
    located: int
    missing: int


class ReadingDocument(TypedDict):
    """How the text was read."""

    sha256: str
    paragraphs: int
    by: str | None
    second: SecondReadingDocument | None


class SourceDocument(TypedDict):
    """A text that reports the event."""

    id: str
    publisher: Named
    agency: Named | None
    originator: Named
    kind: str
    title: str
    url: str | None
    archived_url: str | None
    published: str | None
    language: str
    accessed: str
    reprint_group: str | None
    excerpt: bool
    read: ReadingDocument | None
    paragraphs: list[int | str]
    closeness: str


class ReleaseDocument(TypedDict):
    """Which data releases this event owes what it says to.

    ``first`` held it first, ``last`` changed it last, ``last_state`` is the file, below the site's address, with what
    that release says. ``as_released`` is false where the event is new or has changed since the newest release.
    """

    first: str | None
    last: str | None
    last_day: str | None
    last_state: str | None
    as_released: bool


class EventDocument(TypedDict):
    """One event with every value, every claim and every ruling. ``detail`` holds the kind's own fields.

    ``overdue_since`` is the last day of an event that is planned or going on although that day is past.
    """

    format: int
    id: str
    identifiers: dict[str, str]
    kind: str
    title: str
    summary: str
    status: str
    overdue_since: str | None
    date: Dates | None
    time: str | None
    place: PlaceDocument | None
    series: Named | None
    edition: str | None
    participants: list[ParticipantDocument]
    topics: list[Named]
    names: list[str]
    figures: list[FigureDocument]
    notes: list[NoteDocument]
    links: list[LinkDocument]
    detail: dict[str, Any]
    provisions: list[ProvisionDocument]
    disagreement: str
    source_count: int
    independent_source_count: int
    claims: list[ClaimDocument]
    rulings: list[RulingDocument]
    sources: list[SourceDocument]
    former_ids: list[str]
    release: ReleaseDocument

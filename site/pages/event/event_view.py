"""The view models of events' pages; each kind of event adds the facts of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.pages.components import (
    CitedValue,
    Dispute,
    EventConnection,
    EventRow,
    Link,
    LocalizedName,
    SearchMetadata,
)
from communique.site.pages.event.document_view import EventDocument
from communique.site.pages.history.history_view import EventHistory


@dataclass(frozen=True, slots=True)
class ParticipantMember:
    """A person who acted for a participant, with the office held then."""

    person: CitedValue
    native_name: LocalizedName | None
    office: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by the name that most sources give, with the other names that mean the same."""

    name: CitedValue
    also: tuple[CitedValue, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role, with the people and units that acted for it."""

    actor: CitedValue
    role: str
    people: tuple[ParticipantMember, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A value with its label, such as a figure."""

    label: str
    cited: CitedValue


@dataclass(frozen=True, slots=True)
class RelatedEvent:
    """A relation to another event; ``text`` reads from this event to the other.

    ``elsewhere`` is the claim on the other event's page where the other event states the relation, else "".
    """

    text: str
    event: CitedValue
    date: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class EventChain:
    """What led to an event and what came of it; ``rows`` in the order of time, the event itself among them.

    ``connections`` are drawn; ``beyond`` are those of them between other events, as the page lists its own above.
    ``rest`` are further events that hang together with it.
    """

    rows: tuple[EventRow, ...]
    connections: tuple[EventConnection, ...]
    beyond: tuple[EventConnection, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class Fact:
    """The values of a field: one, or the elements of a set."""

    field: str
    label: str
    values: tuple[CitedValue, ...]


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """A provision that an instrument lays down."""

    id: str
    text: CitedValue
    force: str
    topic: Link | None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim of one source on one value; ``standing`` is the result of reconciling it."""

    anchor: str
    number: int
    field: str
    value: str
    source: Link
    publisher: str
    paragraphs: str
    modality: str
    how: str
    quote: str
    language: str
    standing: str


@dataclass(frozen=True, slots=True)
class FieldClaims:
    """All claims of all sources on one field.

    Args:
        field: what it is called.
        value: what stands, in words; "" for a set, whose values the claims name.
        standing: how many sources say so, and what became of those that do not.
        open: whether it shows its claims unasked.
        claims: the claims.
    """

    field: str
    value: str
    standing: str
    open: bool
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ValueVersion:
    """One of several disputed values with its claims; ``chosen`` where a ruling lets it stand."""

    value: str
    claims: tuple[ClaimRow, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class ValueDisagreement:
    """A disagreement: all versions of one value side by side, and the ruling of the editors.

    ``positions`` is a sentence on what each government holds; "" where no two hold something different.
    """

    anchor: str
    field: str
    versions: tuple[ValueVersion, ...]
    decision: Dispute
    ruled: str
    because: str
    decided: str
    review: str
    would_settle: str
    positions: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as this event's page lists it."""

    number: int
    source: Link
    publisher: Link
    agency: Link | None
    published: str
    url: str
    archived_url: str
    language: str
    language_words: str
    closeness: str
    paragraphs: str
    excerpt: bool


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """A group of sources that count as one: a single text, or the reprints that ``text`` describes."""

    text: str
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """The page of an event; ``facts`` are what only events of its kind have, ``headline`` says its sort."""

    template: ClassVar[str] = "event.html"

    path: str
    json_path: str
    id: str
    kind: str
    kind_words: str
    title: str
    summary: str
    status: CitedValue
    status_words: str
    date: CitedValue
    date_precision: str
    edtf: str
    time: CitedValue | None
    place: CitedValue | None
    picture: str
    within: tuple[Link, ...]
    place_names: tuple[LocalizedName, ...]
    series: CitedValue | None
    edition: CitedValue | None
    participants: tuple[Participant, ...]
    topics: tuple[CitedValue, ...]
    figures: tuple[LabelledValue, ...]
    notes: tuple[LabelledValue, ...]
    links: tuple[RelatedEvent, ...]
    chain: EventChain | None
    dossiers: tuple[Link, ...]
    names: tuple[CitedValue, ...]
    label_notes: tuple[Link, ...]
    certainty: tuple[str, ...]
    dispute: Dispute
    disagreements: tuple[ValueDisagreement, ...]
    evidence: tuple[FieldClaims, ...]
    sources: tuple[SourceGroup, ...]
    source_count: int
    independent_source_count: int
    history: EventHistory
    search: SearchMetadata
    document: EventDocument
    facts: tuple[Fact, ...]
    headline: str
    provisions: tuple[CitedProvision, ...]
    provisions_read: str

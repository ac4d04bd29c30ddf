"""What an event's page may show; each kind adds the facts of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.document import EventDocument
from communique.site.views.history import History
from communique.site.views.parts import Cited, Dispute, Name, Ref, Search


@dataclass(frozen=True, slots=True)
class Member:
    """A person who acted for a participant, with the office held then."""

    person: Cited
    native_name: Name | None
    office: str


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role, with the people and units that acted for it."""

    actor: Cited
    role: str
    people: tuple[Member, ...]
    units: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value, such as a figure; ``label`` says what it is."""

    label: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another event, in words that read from this event to the other.

    ``elsewhere`` is the claim on the other event's page where the other event states the relation, else "".
    """

    words: str
    event: Cited
    date: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that an instrument lays down."""

    id: str
    text: Cited
    force: str
    topic: Ref | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says of one value. ``standing`` is what became of it in reconciling."""

    anchor: str
    number: int
    field: str
    value: str
    source: Ref
    publisher: str
    paragraphs: str
    modality: str
    how: str
    quote: str
    language: str
    standing: str


@dataclass(frozen=True, slots=True)
class Claims:
    """All that sources say of one field.

    Args:
        field: what it is called.
        value: what stands, in words; "" for a set, whose values the claims name.
        standing: how many sources say so, and what became of those that do not.
        open: whether it shows its claims unasked.
        said: the claims.
    """

    field: str
    value: str
    standing: str
    open: bool
    said: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values on which sources disagree, with its claims; ``chosen`` where a ruling lets it stand."""

    value: str
    claims: tuple[Evidence, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """All versions of one value side by side, and what the editors ruled."""

    anchor: str
    field: str
    versions: tuple[Version, ...]
    decision: Dispute
    ruled: str
    because: str
    decided: str


@dataclass(frozen=True, slots=True)
class Testimony:
    """A source as this event's page lists it."""

    number: int
    source: Ref
    publisher: Ref
    agency: Ref | None
    published: str
    url: str
    archived_url: str
    language: str
    language_words: str
    closeness: str
    paragraphs: str
    excerpt: bool


@dataclass(frozen=True, slots=True)
class Testimonies:
    """Sources that count as one: a single text, or the reprints of one dispatch, which ``words`` then say."""

    words: str
    sources: tuple[Testimony, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """What the pages of all four kinds share."""

    template: ClassVar[str]

    path: str
    json_path: str
    id: str
    kind: str
    kind_words: str
    title: str
    summary: str
    status: Cited
    status_words: str
    date: Cited
    date_precision: str
    edtf: str
    time: Cited | None
    place: Cited | None
    picture: str
    within: tuple[Ref, ...]
    place_names: tuple[Name, ...]
    series: Cited | None
    edition: Cited | None
    participants: tuple[Participant, ...]
    topics: tuple[Cited, ...]
    figures: tuple[Fact, ...]
    notes: tuple[Fact, ...]
    links: tuple[Link, ...]
    names: tuple[Cited, ...]
    label_notes: tuple[Ref, ...]
    certainty: tuple[str, ...]
    dispute: Dispute
    disagreements: tuple[Disagreement, ...]
    evidence: tuple[Claims, ...]
    sources: tuple[Testimonies, ...]
    source_count: int
    independent_source_count: int
    history: History
    search: Search
    cite: str
    document: EventDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage(EventPage):
    """A meeting: at what level, and how they met."""

    template: ClassVar[str] = "event/meeting.md"

    level: Cited | None
    format: Cited | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorandumPage(EventPage):
    """An instrument: what sort of text, whether and when it binds, and what it lays down."""

    template: ClassVar[str] = "event/memorandum.md"

    instrument: Cited | None
    binding: Cited | None
    in_force: Cited | None
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePage(EventPage):
    """An exercise: how it is run, in which domains, and what is practised."""

    template: ClassVar[str] = "event/exercise.md"

    type: Cited | None
    domains: tuple[Cited, ...]
    missions: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage(EventPage):
    """An incident: what happened, with which weapon, and where it flew and fell."""

    template: ClassVar[str] = "event/incident.md"

    type: Cited | None
    weapon: Cited | None
    weapon_class: Cited | None
    splashdown: Cited | None
    overflew: Cited | None

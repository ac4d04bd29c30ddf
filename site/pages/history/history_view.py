"""The view models of history: changes, revisions, former ids, and the pages and JSON of retired ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import TypedDict

from communique.site.pages.components import EventRow, Link

EMPTY_LINK = Link("")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A change of one field, formatted for a page.

    Args:
        type: the sort of change, a word of ``ChangeType``.
        label: what changed, as the page calls it: ``Time``, ``Took part``.
        old: what stood before; its label is "" where nothing did, or where the words say all.
        new: what stands now; its label is "" where nothing does.
        sources: the articles whose entries caused it.
    """

    type: str
    label: str
    old: Link = EMPTY_LINK
    new: Link = EMPTY_LINK
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """The changes of one release to one entity; ``release`` links to its page, ``day`` is in English.

    The changes since the newest release have that release in ``after`` and none in ``release``.
    """

    release: Link | None
    day: str
    types: tuple[str, ...]
    alterations: tuple[FieldChange, ...]
    after: str = ""

    @property
    def type_list(self) -> str:
        """The types of change in a row: ``corrected, developed``."""
        return ", ".join(self.types)


@dataclass(frozen=True, slots=True)
class FormerId:
    """A former id of an event: how and why it was replaced. ``page`` is at its old address."""

    page: Link
    status: str
    because: str
    decided: str


@dataclass(frozen=True, slots=True)
class EventHistory:
    """The history of an event: its releases, revisions and former ids.

    Args:
        first: the release that first held it; None where none does yet.
        first_day: the day of that release, in words.
        revisions: what changed since, newest first.
        former: its earlier ids.
        newest: the newest release; "" where there is none.
        state: the file with what the newest release says of it; "" where that does not hold it.
    """

    first: Link | None = None
    first_day: str = ""
    revisions: tuple[Revision, ...] = ()
    former: tuple[FormerId, ...] = ()
    newest: str = ""
    state: str = ""

    @property
    def state_release(self) -> str:
        """The release whose state is kept, which changed the event last; "" where none holds it."""
        return self.state.split("/")[1] if self.state else ""

    @property
    def last(self) -> Revision | None:
        """The last revision, released or not."""
        return self.revisions[0] if self.revisions else None

    @property
    def pending(self) -> bool:
        """True if the event is not, or no longer, as the newest release has it."""
        return not self.state or bool(self.revisions and self.revisions[0].release is None)


@dataclass(frozen=True, slots=True)
class ChangedEntity:
    """An entity that a release changed, with all its changes.

    Args:
        thing: the thing and its page.
        family: what it is: ``event``, ``person``.
        types: the sorts of change, the gravest first.
        alterations: what changed, field by field.
        now: the events that an id means now, where it was merged, renamed or split.
        because: why the id went.
        more: how many alterations are not among these.
        left: the pages, without ending, of the subjects from which it went.
    """

    thing: Link
    family: str
    types: tuple[str, ...]
    alterations: tuple[FieldChange, ...]
    now: tuple[Link, ...] = ()
    because: str = ""
    more: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """The number of entities that a release changed in one way: events, and all others."""

    type: str
    events: int
    others: int = 0


FORMAT = 1
RetirementStatus = Literal["merged", "renamed", "split", "withdrawn"]


class Target(TypedDict):
    """An event that an old id means now."""

    id: str
    title: str


class LifeDocument(TypedDict):
    """What became of an event id. It stands at the id's own address, in place of the event's JSON.

    Args:
        format: 1.
        id: the old id. It is never given to another event.
        status: what became of it; none of these words is ever an event's status.
        targets: what the id means now: one event where it was merged or renamed, several where it was split.
        because: why.
        decided: the day of the decision, ISO 8601.
        release: the first data release in which the id is old; null before that.
        last_state: the file, below the site's address, with what the last release that held the event said of it.
    """

    format: int
    id: str
    status: RetirementStatus
    targets: list[Target]
    because: str
    decided: str | None
    release: str | None
    last_state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredIdPage:
    """The fields that all pages of retired ids share; ``last`` is the last release with the event."""

    template: ClassVar[str]

    path: str
    json_path: str
    id: str
    because: str
    decided: str
    release: Link | None
    last: Link | None
    document: LifeDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage(RetiredIdPage):
    """The page of an event id that was renamed or merged into another event."""

    template: ClassVar[str] = "moved.html"

    merged: bool
    event: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPage(RetiredIdPage):
    """The page of an event id that was split into several events."""

    template: ClassVar[str] = "split.html"

    parts: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPage(RetiredIdPage):
    """The page of an event id that was withdrawn."""

    template: ClassVar[str] = "withdrawn.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePage:
    """An event in a release; ``facts`` are labels with values, ``rulings`` fields with reasons."""

    template: ClassVar[str] = "state.html"

    path: str
    id: str
    title: str
    summary: str
    kind: str
    kind_words: str
    release: Link
    day: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    rulings: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    claim_count: int
    json_path: str
    present: Link

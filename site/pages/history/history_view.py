"""The view models of history: changes, revisions and former ids."""

from __future__ import annotations

from dataclasses import dataclass

from communique.site.pages.components import Link

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
    """

    thing: Link
    family: str
    types: tuple[str, ...]
    alterations: tuple[FieldChange, ...]
    now: tuple[Link, ...] = ()
    because: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """The number of entities that a release changed in one way: events, and all others."""

    type: str
    events: int
    others: int = 0

"""What pages may say of how the record came to say what it says: changes, releases, and the lives of ids."""

from __future__ import annotations

from dataclasses import dataclass

from communique.site.views.parts import Ref

NOTHING = Ref("")


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that changed, in words.

    Args:
        type: the sort of change, a word of ``ChangeType``.
        label: what changed, as the page calls it: ``Time``, ``Took part``.
        old: what stood before; its label is "" where nothing did, or where the words say all.
        new: what stands now; its label is "" where nothing does.
        sources: the articles whose entries caused it.
    """

    type: str
    label: str
    old: Ref = NOTHING
    new: Ref = NOTHING
    sources: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What one release changed on one thing; ``release`` leads to its page, ``day`` is in words.

    The changes since the newest release have that release in ``after`` and none in ``release``.
    """

    release: Ref | None
    day: str
    types: tuple[str, ...]
    alterations: tuple[Alteration, ...]
    after: str = ""

    @property
    def said(self) -> str:
        """The sorts of change in a row: ``corrected, developed``."""
        return ", ".join(self.types)


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier id of an event: how it came to mean this one, and why. ``page`` is at its old address."""

    page: Ref
    status: str
    because: str
    decided: str


@dataclass(frozen=True, slots=True)
class History:
    """How an event came to say what it says.

    Args:
        first: the release that first held it; None where none does yet.
        first_day: the day of that release, in words.
        revisions: what changed since, newest first.
        former: its earlier ids.
        newest: the newest release; "" where there is none.
        state: the file with what the newest release says of it; "" where that does not hold it.
    """

    first: Ref | None = None
    first_day: str = ""
    revisions: tuple[Revision, ...] = ()
    former: tuple[Former, ...] = ()
    newest: str = ""
    state: str = ""

    @property
    def last(self) -> Revision | None:
        """The last revision, released or not."""
        return self.revisions[0] if self.revisions else None

    @property
    def pending(self) -> bool:
        """Whether the event is not, or not any more, as the newest release has it."""
        return not self.state or bool(self.revisions and self.revisions[0].release is None)


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """One thing that a release changed, with all that changed on it.

    Args:
        thing: the thing and its page.
        family: what it is: ``event``, ``person``.
        types: the sorts of change, the gravest first.
        alterations: what changed, field by field.
        now: the events that an id means now, where it was merged, renamed or split.
        because: why the id went.
        more: how many alterations are not among these.
    """

    thing: Ref
    family: str
    types: tuple[str, ...]
    alterations: tuple[Alteration, ...]
    now: tuple[Ref, ...] = ()
    because: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many things a release changed in one way: events, and things of the registry and sources."""

    type: str
    events: int
    others: int = 0

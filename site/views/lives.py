"""What the pages at the addresses of old ids may show, and their JSON: moved, split or withdrawn, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import TypedDict

from communique.site.views.parts import EventRow, Ref

FORMAT = 1
LifeStatus = Literal["merged", "renamed", "split", "withdrawn"]


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
    status: LifeStatus
    targets: list[Target]
    because: str
    decided: str | None
    release: str | None
    last_state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPage:
    """What all pages at old addresses share. ``decided`` is in words, ``last`` the last release with the event."""

    template: ClassVar[str]

    path: str
    json_path: str
    id: str
    because: str
    decided: str
    release: Ref | None
    last: Ref | None
    document: LifeDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage(OldPage):
    """An event id that was renamed or merged into another event."""

    template: ClassVar[str] = "moved.md"

    merged: bool
    event: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPage(OldPage):
    """An event id under which several events had been taken for one."""

    template: ClassVar[str] = "split.md"

    parts: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPage(OldPage):
    """An event id that was taken out."""

    template: ClassVar[str] = "withdrawn.md"

"""The view models of retired ids: their pages, and the JSON at their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import TypedDict

from communique.site.pages.components import EventRow, Link

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

"""What the page of changes, the pages of releases and the feeds of changes may show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from communique.site.views.data import Offer
from communique.site.views.history import ChangedThing, Counted
from communique.site.views.parts import Part, Ref


@dataclass(frozen=True, slots=True)
class Changed:
    """What one release changed on one thing, or the release as a whole, for a feed.

    ``words`` are sentences, each with the sort of change that it tells of; ``mark`` tells it from others of its page.
    """

    thing: Ref
    release: str
    released: dt.date
    types: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things that a release changed in one way, which ``title`` says."""

    title: str
    things: tuple[ChangedThing, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A release, or what came after the newest, as /changes/ lists it.

    Args:
        release: the release and its page; its label is "" for what came after the newest.
        day: its day in words.
        first: whether every event is new in it.
        held: what it holds, in words.
        counts: how many things changed in which way.
        groups: the gravest of the changes.
        more: how many things it changed besides those.
    """

    release: Ref
    day: str
    first: bool
    held: str
    counts: tuple[Counted, ...]
    groups: tuple[Group, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """Everything that releases changed, newest first, and before them what has changed since.

    ``read`` is the last day on which an article was read, in words: how far the record goes, told without a clock.
    """

    template: ClassVar[str] = "changes.md"

    path: str
    newest: str
    read: str
    since: Summary | None
    releases: tuple[Summary, ...]
    feeds: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """One release: what it changed, and on its first part what it is, how it is checked and cited.

    ``offers`` are its frozen files; their path is "" where the file is not at hand. ``stored`` says whether its own
    files (manifest, changes, states of events) are published.
    """

    template: ClassVar[str] = "release.md"

    path: str
    version: str
    day: str
    newest: bool
    first: bool
    held: str
    previous: Ref | None
    following: Ref | None
    counts: tuple[Counted, ...]
    groups: tuple[Group, ...]
    part: Part
    stored: bool
    offers: tuple[Offer, ...]
    complete: bool
    git_commit: str
    schema_revision: str
    entry_format: int
    state: str
    cite: str
    bibtex: tuple[str, ...]

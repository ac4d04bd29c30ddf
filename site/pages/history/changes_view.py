"""The view models of the changes page, the pages of releases, the feeds of changes and the downloads page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from communique.site.pages.components import Link, Pagination
from communique.site.pages.history.history_view import ChangeCount, ChangedEntity


@dataclass(frozen=True, slots=True)
class FeedChange:
    """The changes of one release to one entity, or the release as a whole, for a feed.

    ``sentences`` are sentences, each with the sort of change that it tells of; ``mark`` tells it from others of
    its page; ``left`` are the pages, without ending, of the subjects from which an event went.
    """

    thing: Link
    release: str
    released: dt.date
    types: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]
    mark: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """A group of entities that a release changed in one way, which ``title`` names."""

    title: str
    things: tuple[ChangedEntity, ...]


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A release, or the unreleased changes, as the changes page lists it.

    Args:
        release: the release and its page; its label is "" for what came after the newest.
        day: its day in words.
        first: whether every event is new in it.
        held: what it holds, in words.
        counts: how many things changed in which way.
        groups: the gravest of the changes.
        more: how many things it changed besides those.
    """

    release: Link
    day: str
    first: bool
    held: str
    counts: tuple[ChangeCount, ...]
    groups: tuple[ChangeGroup, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """A page of changes: what each release changed, newest first, after the unreleased ones, which may fill several.

    ``read`` is the last day on which an article was read, in words: how far the record goes, told without a clock.
    """

    template: ClassVar[str] = "changes.html"

    path: str
    newest: str
    read: str
    since: ReleaseSummary | None
    part: Pagination
    releases: tuple[ReleaseSummary, ...]
    feeds: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """A page of one release: its changes, and on the first page its files and how to cite it.

    ``offers`` are its frozen files; their path is "" where the file is not at hand. ``stored`` says whether its own
    files (manifest, changes, states of events) are published.
    """

    template: ClassVar[str] = "release.html"

    path: str
    version: str
    day: str
    newest: bool
    first: bool
    held: str
    previous: Link | None
    following: Link | None
    counts: tuple[ChangeCount, ...]
    groups: tuple[ChangeGroup, ...]
    part: Pagination
    stored: bool
    offers: tuple[DownloadEntry, ...]
    complete: bool
    git_commit: str
    schema_revision: str
    entry_format: int
    state: str
    cite: str
    bibtex: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DownloadEntry:
    """A file to download; ``size`` is formatted for reading, ``sha256`` is in hexadecimal."""

    file: Link
    format: str
    text: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TableDownloads:
    """A table and its files; each file's link is labelled with its format and size."""

    name: str
    text: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """The downloads page: every file with its checksum, how to cite it, and its terms of use.

    ``missing`` says which format is not offered and why, "" where none is missing. ``undated`` counts the events
    that the calendar cannot hold. ``licence`` is "" where none is stated, ``edition`` before the first release.
    """

    template: ClassVar[str] = "data.html"

    path: str
    files: tuple[DownloadEntry, ...]
    analysis: tuple[TableDownloads, ...]
    tables: tuple[TableDownloads, ...]
    missing: str
    undated: int
    feeds: tuple[Link, ...]
    cite: str
    bibtex: tuple[str, ...]
    licence: str
    licence_url: str
    edition: str
    document: dict[str, Any]

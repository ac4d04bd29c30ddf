"""Write feeds to watch by: events as they are entered and what changed, of all and of each subject.

They are Atom and JSON Feed 1.1. An event is as new as the reading or the publication of its newest source, a change
as its release. Nothing here depends on the clock, so that a feed changes only when the record does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any
from xml.etree import ElementTree as Xml  # only writes; nothing foreign is parsed

from communique.pipeline.output_file import OutputFile
from communique.pipeline.tasks import Task
from communique.schema.vocabulary import ChangeType
from communique.site import labels
from communique.site.escape import to_single_line
from communique.site.formats.feed_items import (
    FeedIndex,
    FeedItem,
    FeedSubject,
    format_details,
    parse_timestamp,
)
from communique.site.pages.history.changes_view import FeedChange
from communique.site.pages.select import group_by
from communique.site.site_metadata import SiteMetadata

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
ALL_ITEMS = 50
SUBJECT_ITEMS = 20
CHANGES = 200
"""A release changes many events at once."""
CORRECTIONS = frozenset({ChangeType.CORRECTED, ChangeType.MERGED, ChangeType.SPLIT, ChangeType.WITHDRAWN})
"""The changes by which a reader of an earlier release was told something wrong."""
LATE_AFTER = dt.timedelta(days=30)
"""An event that is over for longer when it is entered comes late to whoever watches."""
TITLES = {ChangeType.DEVELOPED.value: "changed"}
"""What titles call a sort of change that has a word of its own in the record."""
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without any entry was last changed: Atom demands some moment."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry in a feed: the page that it links to, and a fragment that is unique on that page."""

    page: str
    mark: str
    title: str
    text: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime
    tags: tuple[str, ...]

    def build_identifier(self, publication: SiteMetadata) -> str:
        """Return the entry's globally unique identifier."""
        if publication.address:
            return publication.page_identifier(self.page) + self.mark
        return publication.page_identifier(self.page + self.mark)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written: the page it belongs to, its files' path without ending, and its items."""

    page: str
    path: str
    title: str
    items: Sequence[FeedItem | FeedChange]

    @property
    def entries(self) -> list[FeedEntry]:
        """The feed's entries, one for each item, the newest first."""
        return sorted(map(_build_entry, self.items), key=lambda entry: entry.updated, reverse=True)

    @property
    def updated(self) -> dt.datetime:
        """The time of the feed's newest entry."""
        return max((entry.updated for entry in self.entries), default=EPOCH)


@dataclass(frozen=True, slots=True)
class _WatchedChanges:
    """What changed, by event, and what went from subjects."""

    index: FeedIndex
    by_page: dict[str, list[FeedChange]]
    departures: list[FeedChange]
    events: dict[str, set[str]]

    @classmethod
    def from_changes(cls, index: FeedIndex, changes: Iterable[FeedChange]) -> _WatchedChanges:
        """Index the changes but those that only say that something is new."""
        telling = [change for change in changes if set(change.types) != {ChangeType.NEW}]
        return cls(
            index,
            group_by(telling, lambda change: change.thing.path),
            [change for change in telling if change.left],
            {path: set(subject.events) for path, subject in index.subjects.items()},
        )

    def list_items(
        self, ids: Iterable[str], count: int, subject: FeedSubject | None = None
    ) -> list[FeedItem | FeedChange]:
        """Return the events of some ids, what changed in them and what went from them, each list cut."""
        changes = [
            *(change for change in self.departures if subject is None or self._concerns(change, subject)),
            *(change for key in ids for change in self.by_page.get(f"events/{key}.md", ())),
        ]
        unique = {(change.thing.path, change.mark): change for change in changes}
        newest = sorted(unique.values(), key=lambda change: change.thing.path + change.mark)
        newest.sort(key=lambda change: change.released, reverse=True)
        return [*self.index.latest_items(ids, count), *newest[:count]]

    def _concerns(self, change: FeedChange, subject: FeedSubject) -> bool:
        """Return whether a change took an event away from a subject; from a pair, if it was under both."""
        key = change.thing.path.removeprefix("events/").removesuffix(".md")
        return subject.path in change.left or (
            any(path in change.left for path in subject.pair)
            and all(path in change.left or key in self.events.get(path, ()) for path in subject.pair)
        )


def build_feed_tasks(
    index: FeedIndex,
    changed: Sequence[FeedChange],
    publication: SiteMetadata,
    unreleased: Sequence[FeedChange] = (),
) -> Iterator[Task]:
    """Yield a task for each feed, which makes it in both formats.

    Args:
        index: every event, and every subject that has a feed.
        changed: what releases changed, newest first.
        publication: the site.
        unreleased: what changed since the newest of them.
    """
    watched = _WatchedChanges.from_changes(index, (*unreleased, *changed))
    newest = index.latest_items([*index.items], ALL_ITEMS)
    corrected = [*islice(select_corrections(changed), CHANGES)]
    all_feeds = [
        Feed("events/index.md", "feeds/events", "Newest events", newest),
        Feed("recent.md", "feeds/watch", "New and changed", watched.list_items([*index.items], CHANGES)),
        Feed("changes.md", "feeds/changes", "Changes", changed[:CHANGES]),
        Feed("changes.md", "feeds/corrections", "Corrections", corrected),
    ]
    all_feeds += [
        Feed(
            f"{subject.path}.md",
            subject.path,
            subject.title,
            watched.list_items(dict.fromkeys(subject.events), SUBJECT_ITEMS, subject),
        )
        for subject in index.subjects.values()
        if subject.events
    ]
    for feed in all_feeds:
        yield Task(f"feed {feed.path}", feed, partial(_render_feed, feed, publication))


def _render_feed(feed: Feed, publication: SiteMetadata) -> tuple[OutputFile, OutputFile]:
    return render_atom(feed, publication), render_json_feed(feed, publication)


def _build_entry(item: FeedItem | FeedChange) -> FeedEntry:
    return _event_entry(item) if isinstance(item, FeedItem) else _change_entry(item)


def _event_entry(item: FeedItem) -> FeedEntry:
    word, sentence = _describe_news(item)
    title = f"{labels.capitalize_first(word)}: {item.title}"
    updated = max(item.updated, parse_timestamp(item.read.isoformat()))
    text = (format_details(item), item.summary, sentence)
    return FeedEntry(item.path, "", title, text, item.published, updated, (word, item.kind, *item.topics))


def _describe_news(item: FeedItem) -> tuple[str, str]:
    """Return whether an event is new, was entered late or has a further text, and a sentence that says so."""
    entered, over = labels.format_day(item.entered), item.end or item.start
    if item.read > item.entered:
        return (
            "changed",
            f"On record since {entered}; a further text was read on {labels.format_day(item.read)}",
        )
    if over and item.entered - over > LATE_AFTER:
        days = f"{(item.entered - over).days:,}"
        return "entered late", f"Entered from a text read on {entered}, {days} days after it was over"
    return "new", f"Entered from a text read on {entered}"


def _change_entry(change: FeedChange) -> FeedEntry:
    timestamp = parse_timestamp(change.released.isoformat())
    terms = [TITLES.get(type_, type_) for type_ in change.types]
    title = labels.join_nonempty(
        (labels.capitalize_first(labels.join_with_and(terms)), change.thing.label), ": "
    )
    text = (change.release, *(sentence for _, sentence in change.sentences))
    return FeedEntry(change.thing.path, change.mark, title, text, timestamp, timestamp, change.types)


def select_corrections(changed: Iterable[FeedChange]) -> Iterator[FeedChange]:
    """Yield the changes that correct the dataset, each reduced to what it corrected."""
    for change in changed:
        if types := tuple(type_ for type_ in change.types if type_ in CORRECTIONS):
            corrected = tuple(
                description for description in change.sentences if description[0] in CORRECTIONS
            )
            yield replace(change, types=types, sentences=corrected)


def render_atom(feed: Feed, publication: SiteMetadata) -> OutputFile:
    """Return the feed as an Atom 1.0 file."""
    path = f"{feed.path}.atom"
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add_element(root, "id", publication.page_identifier(path))
    _add_element(root, "title", f"{publication.name}: {feed.title}")
    _add_element(root, "updated", _format_timestamp(feed.updated))
    _add_element(_add_element(root, "author"), "name", publication.name)
    _add_link(root, "self", "application/atom+xml", publication.page_link(path, path))
    _add_link(root, "alternate", "text/html", publication.page_link(feed.page, path))
    for entry in feed.entries:
        element = _add_element(root, "entry")
        _add_element(element, "id", entry.build_identifier(publication))
        _add_element(element, "title", entry.title)
        _add_element(element, "published", _format_timestamp(entry.published))
        _add_element(element, "updated", _format_timestamp(entry.updated))
        _add_link(element, "alternate", "text/html", publication.page_link(entry.page, path))
        for tag in entry.tags:
            Xml.SubElement(element, "category", {"term": to_single_line(tag)})
        _add_element(element, "summary", _content_text(entry))
    Xml.indent(root, " ")
    return OutputFile(path, Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def render_json_feed(feed: Feed, publication: SiteMetadata) -> OutputFile:
    """Return the feed as a JSON Feed 1.1 file."""
    path = f"{feed.path}.feed.json"
    document = {
        "version": JSON_FEED,
        "title": f"{publication.name}: {to_single_line(feed.title)}",
        "home_page_url": publication.page_link(feed.page, path),
        "feed_url": publication.page_link(path, path),
        "language": "en",
        "authors": [{"name": publication.name}],
        "items": [_json_feed_item(entry, path, publication) for entry in feed.entries],
    }
    return OutputFile(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _json_feed_item(entry: FeedEntry, path: str, publication: SiteMetadata) -> dict[str, Any]:
    return {
        "id": entry.build_identifier(publication),
        "url": publication.page_link(entry.page, path),
        "title": to_single_line(entry.title),
        "content_text": _content_text(entry),
        "date_published": _format_timestamp(entry.published),
        "date_modified": _format_timestamp(entry.updated),
        "tags": list(map(to_single_line, entry.tags)),
    }


def _content_text(entry: FeedEntry) -> str:
    return "\n".join(filter(None, map(to_single_line, entry.text)))


def _add_element(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, name)
    if text:
        element.text = "\n".join(map(to_single_line, text.split("\n")))
    return element


def _add_link(parent: Xml.Element, relation: str, media: str, address: str) -> None:
    Xml.SubElement(parent, "link", {"rel": relation, "type": media, "href": address})


def _format_timestamp(timestamp: dt.datetime) -> str:
    """Return a time as RFC 3339, in the zone of the publisher."""
    return timestamp.isoformat(timespec="seconds").replace("+00:00", "Z")

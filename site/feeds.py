"""Feeds of new events (all, by country, series, topic), of changes and corrections: Atom (RFC 4287), JSON Feed 1.1.

An event is as new as the publication of its newest source, a change as its release. Nothing here depends on the
clock, so that a feed changes only when the record does.
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

from communique.schema.vocabulary import ChangeType
from communique.site import words
from communique.site.escape import line
from communique.site.items import Gathered, Item, details, moment
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.reuse import Reuse
from communique.site.views.changes import Changed

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
ALL_ITEMS = 50
SUBJECT_ITEMS = 20
CHANGES = 200
"""A release changes many events at once."""
CORRECTIONS = frozenset({ChangeType.CORRECTED, ChangeType.MERGED, ChangeType.SPLIT, ChangeType.WITHDRAWN})
"""The changes by which a reader of an earlier release was told something wrong."""
START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without any entry was last changed: Atom demands some moment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed: the page it leads to, and a mark that tells it from others on that page."""

    page: str
    mark: str
    title: str
    text: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime
    tags: tuple[str, ...]

    def identifier(self, publication: Publication) -> str:
        """Its name for machines."""
        if publication.address:
            return publication.identifier(self.page) + self.mark
        return publication.identifier(self.page + self.mark)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written: the page it belongs to, its files' path without ending, and what it tells of."""

    page: str
    path: str
    title: str
    things: Sequence[Item] | Sequence[Changed]

    @property
    def entries(self) -> list[Entry]:
        """What it says of each."""
        return [*map(_entry, self.things)]

    @property
    def updated(self) -> dt.datetime:
        """When its newest entry was."""
        return max((one.updated for one in self.entries), default=START)


def feeds(
    gathered: Gathered, changed: Sequence[Changed], publication: Publication, reuse: Reuse | None = None
) -> Iterator[Page | Kept]:
    """Every feed in both formats.

    Args:
        gathered: every event, and every subject that has a feed.
        changed: what releases changed, newest first.
        publication: the site.
        reuse: what the last build made of the same is taken from it.
    """
    reuse = reuse or Reuse()
    newest = gathered.newest([*gathered.items], ALL_ITEMS)
    corrected = [*islice(corrections(changed), CHANGES)]
    made = [
        Feed("events/index.md", "feeds/events", "Newest events", newest),
        Feed("changes.md", "feeds/changes", "Changes", changed[:CHANGES]),
        Feed("changes.md", "feeds/corrections", "Corrections", corrected),
    ]
    made += [
        Feed(f"{one.path}.md", one.path, one.title, gathered.newest(one.events, SUBJECT_ITEMS))
        for one in gathered.subjects.values()
        if one.events
    ]
    for feed in made:
        yield from reuse.files(f"feed {feed.path}", feed, partial(_written, feed, publication))


def _written(feed: Feed, publication: Publication) -> tuple[Page, Page]:
    return atom(feed, publication), json_feed(feed, publication)


def _entry(thing: Item | Changed) -> Entry:
    return _of_event(thing) if isinstance(thing, Item) else _of_change(thing)


def _of_event(one: Item) -> Entry:
    tags = (one.kind, *one.topics)
    return Entry(one.path, "", one.title, (details(one), one.summary), one.published, one.updated, tags)


def _of_change(one: Changed) -> Entry:
    time = moment(one.released.isoformat())
    title = words.joined((words.capital(words.listed(one.types)), one.thing.label), ": ")
    text = (f"Data release {one.release}", *(said for _, said in one.words))
    return Entry(one.thing.path, one.mark, title, text, time, time, one.types)


def corrections(changed: Iterable[Changed]) -> Iterator[Changed]:
    """What the record had wrong: of things that were also developed, only what was corrected."""
    for one in changed:
        if types := tuple(type_ for type_ in one.types if type_ in CORRECTIONS):
            said = tuple(words for words in one.words if words[0] in CORRECTIONS)
            yield replace(one, types=types, words=said)


def atom(feed: Feed, publication: Publication) -> Page:
    """The feed as Atom 1.0."""
    path = f"{feed.path}.atom"
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", publication.identifier(path))
    _add(root, "title", f"{publication.name}: {feed.title}")
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", publication.name)
    _link(root, "self", "application/atom+xml", publication.link(path, path))
    _link(root, "alternate", "text/html", publication.link(feed.page, path))
    for one in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", one.identifier(publication))
        _add(entry, "title", one.title)
        _add(entry, "published", _moment(one.published))
        _add(entry, "updated", _moment(one.updated))
        _link(entry, "alternate", "text/html", publication.link(one.page, path))
        for tag in one.tags:
            Xml.SubElement(entry, "category", {"term": line(tag)})
        _add(entry, "summary", _text(one))
    Xml.indent(root, " ")
    return Page(path, Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def json_feed(feed: Feed, publication: Publication) -> Page:
    """The feed as JSON Feed 1.1."""
    path = f"{feed.path}.feed.json"
    document = {
        "version": JSON_FEED,
        "title": f"{publication.name}: {line(feed.title)}",
        "home_page_url": publication.link(feed.page, path),
        "feed_url": publication.link(path, path),
        "language": "en",
        "authors": [{"name": publication.name}],
        "items": [_item(one, path, publication) for one in feed.entries],
    }
    return Page(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _item(one: Entry, path: str, publication: Publication) -> dict[str, Any]:
    return {
        "id": one.identifier(publication),
        "url": publication.link(one.page, path),
        "title": line(one.title),
        "content_text": _text(one),
        "date_published": _moment(one.published),
        "date_modified": _moment(one.updated),
        "tags": list(map(line, one.tags)),
    }


def _text(one: Entry) -> str:
    return "\n".join(filter(None, map(line, one.text)))


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, name)
    if text:
        element.text = "\n".join(map(line, text.split("\n")))
    return element


def _link(parent: Xml.Element, relation: str, media: str, address: str) -> None:
    Xml.SubElement(parent, "link", {"rel": relation, "type": media, "href": address})


def _moment(time: dt.datetime) -> str:
    """RFC 3339, in the zone of the publisher."""
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")

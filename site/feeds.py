"""Feeds of the newest events, of all and of each country, series and topic: Atom (RFC 4287) and JSON Feed 1.1.

An event is as new as the publication of its newest source. Nothing here depends on the clock, so that a feed changes
only when the record does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml  # only writes; nothing foreign is parsed

from communique.site.escape import line
from communique.site.items import Gathered, Item, details
from communique.site.page import Page
from communique.site.publication import Publication

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
ALL_ITEMS = 50
SUBJECT_ITEMS = 20
START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without any event was last changed: Atom demands some moment."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written: the page it belongs to, its files' path without ending, and its events."""

    page: str
    path: str
    title: str
    items: Sequence[Item]

    @property
    def updated(self) -> dt.datetime:
        """When its newest event was reported last."""
        return max((one.updated for one in self.items), default=START)


def feeds(gathered: Gathered, publication: Publication) -> Iterator[Page]:
    """Every feed in both formats."""
    everything = gathered.newest(gathered.items, ALL_ITEMS)
    made = [Feed("events/index.md", "feeds/events", "Newest events", everything)]
    made += [
        Feed(f"{one.path}.md", one.path, one.title, gathered.newest(one.events, SUBJECT_ITEMS))
        for one in gathered.subjects.values()
        if one.events
    ]
    for feed in made:
        yield atom(feed, publication)
        yield json_feed(feed, publication)


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
    for one in feed.items:
        _entry(root, one, path, publication)
    Xml.indent(root, " ")
    return Page(path, Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _entry(root: Xml.Element, one: Item, path: str, publication: Publication) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", publication.identifier(one.path))
    _add(entry, "title", one.title)
    _add(entry, "published", _moment(one.published))
    _add(entry, "updated", _moment(one.updated))
    _link(entry, "alternate", "text/html", publication.link(one.path, path))
    data = one.path.removesuffix("md") + "json"
    _link(entry, "alternate", "application/json", publication.link(data, path))
    for term in (one.kind, *one.topics):
        Xml.SubElement(entry, "category", {"term": line(term)})
    _add(entry, "summary", f"{details(one)}\n{one.summary}".strip())


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
        "items": [_item(one, path, publication) for one in feed.items],
    }
    return Page(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _item(one: Item, path: str, publication: Publication) -> dict[str, Any]:
    return {
        "id": publication.identifier(one.path),
        "url": publication.link(one.path, path),
        "title": line(one.title),
        "content_text": f"{line(details(one))}\n{line(one.summary)}".strip(),
        "date_published": _moment(one.published),
        "date_modified": _moment(one.updated),
        "tags": [one.kind, *map(line, one.topics)],
    }


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

"""What feeds and the calendar need of every event, and of the lists that have a feed of their own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.schema.vocabulary import Status
from communique.site import words
from communique.site.views import ActorPage, OldPage, SeriesPage, TopicPage, View
from communique.site.views.lives import LifeDocument

FAMILIES = ("countries/", "series/", "topics/")
_PART = re.compile(r"(?:/page/[0-9]+)?\.md$")


@dataclass(frozen=True, slots=True)
class Item:
    """An event in a feed or a calendar.

    Args:
        title: with its status in brackets where it did not simply take place.
        start: its first possible day; None where that side is open.
        end: its last possible day, which belongs to it; None where that side is open.
        date: the date in words.
        published: when its first source was published.
        updated: when its newest source was published.
        read: the day on which a source of it was read last.
    """

    id: str
    path: str
    title: str
    summary: str
    kind: str
    status: Status
    start: dt.date | None
    end: dt.date | None
    date: str
    place: str
    actors: tuple[str, ...]
    topics: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime
    read: dt.date


@dataclass(frozen=True, slots=True)
class Subject:
    """A country, series or topic: its page without ending, its name and the ids of its events."""

    path: str
    title: str
    events: list[str]


@dataclass(slots=True)
class Gathered:
    """Every event by id, and of the pages that passed by every subject that has a feed, and ids that went."""

    items: dict[str, Item] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    lives: list[LifeDocument] = field(default_factory=list)

    def watch(self, views: Iterable[View]) -> Iterator[View]:
        """Hand views on as they are, and keep what is needed of each."""
        for view in views:
            if isinstance(view, OldPage):
                self.lives.append(view.document)
            elif isinstance(view, SeriesPage | TopicPage | ActorPage) and (path := feed_of(view.path)):
                subject = self.subjects.setdefault(path, Subject(path, view.title, []))
                subject.events.extend(row.id for row in view.events.rows)
            yield view

    def newest(self, ids: Iterable[str], count: int) -> list[Item]:
        """The events whose newest source is the newest; those of one moment by id."""
        found = sorted((self.items[one] for one in ids), key=lambda one: one.id)
        return sorted(found, key=lambda one: one.updated, reverse=True)[:count]


def feed_of(path: str) -> str:
    """The path, without its ending, of the feed that a page has: that of the first part of its list.

    Countries, series and topics have feeds; organisations, of which there may be very many, do not: "".
    """
    return _PART.sub("", path) if path.startswith(FAMILIES) else ""


def moment(text: str) -> dt.datetime:
    """An RFC 3339 moment, or a day from its first second in UTC."""
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def details(one: Item) -> str:
    """What stands beside the summary: date, place, who took part."""
    return words.joined((one.date, one.place, ", ".join(one.actors)))

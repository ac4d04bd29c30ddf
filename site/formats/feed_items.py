"""Hold what feeds and calendars need of every event, and of the lists that have a feed of their own."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.schema.models import Event, Place, Source
from communique.schema.vocabulary import PlacePrecision, Status
from communique.site import labels
from communique.site.pages.event_index import EventIndex, sort_participations
from communique.site.pages.history.history_view import LifeDocument
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.views import (
    ActorPage,
    DossierPage,
    PairPage,
    PersonPage,
    RetiredIdPage,
    SeriesPage,
    TopicPage,
    View,
)

FEED_FOLDERS = ("countries/", "dossiers/", "organisations/", "people/", "series/", "topics/")
_PAGE_SUFFIX = re.compile(r"(?:/page/[0-9]+)?\.md$")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An event in a feed or a calendar.

    Args:
        title: with its status in brackets where it did not simply take place.
        start: its first possible day; None where that side is open.
        end: its last possible day, which belongs to it; None where that side is open.
        date: the date in words.
        published: when its first source was published.
        updated: when its newest source was published.
        entered: the day on which a source of it was read first.
        read: the day on which a source of it was read last.
        coordinates: degrees north and east of a site or a town; None where no place or only an area is known.
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
    entered: dt.date
    read: dt.date
    coordinates: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class FeedSubject:
    """What can be watched, as a country or a person: its page without ending, its name and the ids of its events.

    ``pair`` are the pages of the two countries, where it is what they share.
    """

    path: str
    title: str
    events: list[str]
    pair: tuple[str, ...] = ()


@dataclass(slots=True)
class FeedIndex:
    """Every event by id, the subjects that have a feed, and the retired ids, collected from views."""

    items: dict[str, FeedItem] = field(default_factory=dict)
    subjects: dict[str, FeedSubject] = field(default_factory=dict)
    retired_ids: list[LifeDocument] = field(default_factory=list)

    def collect(self, views: Iterable[View]) -> Iterator[View]:
        """Yield views unchanged, and collect subjects and retired ids from them."""
        for view in views:
            if isinstance(view, RetiredIdPage):
                self.retired_ids.append(view.document)
            elif isinstance(view, SeriesPage | TopicPage | ActorPage | PersonPage) and (
                path := feed_path(view.path)
            ):
                subject = self.subjects.setdefault(path, FeedSubject(path, view.title, []))
                subject.events.extend(row.id for row in view.events.rows)
            elif isinstance(view, DossierPage):
                path = feed_path(view.path)
                self.subjects[path] = FeedSubject(path, view.title, [row.id for row in view.rows])
            elif isinstance(view, PairPage):
                path, pair = feed_path(view.path), (feed_path(view.first.path), feed_path(view.second.path))
                self.subjects[path] = FeedSubject(path, view.title, list(view.event_ids), pair)
            yield view

    def latest_items(self, ids: Iterable[str], count: int) -> list[FeedItem]:
        """Return at most ``count`` events: those of which a text was read last first, then by its newest source.

        So an old event that is entered late, or gains a source, comes before what subscribers know already.
        """
        items = sorted((self.items[event] for event in ids), key=lambda event: event.id)
        return sorted(items, key=lambda event: (event.read, event.updated), reverse=True)[:count]


def feed_path(path: str) -> str:
    """Return the path, without ending, of a page's feed: that of its list's first part.

    Whatever can be watched has one, as countries, people and series; other pages do not: "".
    """
    return _PAGE_SUFFIX.sub("", path) if path.startswith(FEED_FOLDERS) else ""


def parse_timestamp(text: str) -> dt.datetime:
    """Return an RFC 3339 timestamp as a datetime; a day begins at its first second in UTC."""
    timestamp = dt.datetime.fromisoformat(text)
    return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=dt.UTC)


def format_details(item: FeedItem) -> str:
    """Return an event's date, place and participants as text, to go with its summary."""
    return labels.join_nonempty((item.date, item.place, ", ".join(item.actors)))


def build_feed_items(index: EventIndex, registry: SiteRegistry) -> dict[str, FeedItem]:
    """Return every published event as a feed item by id, in the order of the database."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for topic, events in index.topics.items():
        for event_id in events:
            topics[event_id].append(registry.topics[topic].name)
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for source_id, reports in index.reports.items():
        for report in reports:
            sources[report.event_id].append(index.sources[source_id])
    return {
        event_id: _build_feed_item(event, index, registry, topics[event_id], sources[event_id])
        for event_id, event in index.events.items()
    }


def _build_feed_item(
    event: Event, index: EventIndex, registry: SiteRegistry, topics: list[str], sources: list[Source]
) -> FeedItem:
    """Return an event's feed item; without a dated source it is as new as itself, or its reading."""
    event_row = index.rows[event.id]
    entered, read = min(source.accessed for source in sources), max(source.accessed for source in sources)
    start, end = event.start_earliest, event.end_latest
    published_times = sorted(parse_timestamp(source.published) for source in sources if source.published)
    times = published_times or [parse_timestamp(min(end or start or read, read).isoformat())]
    took_part = sort_participations(index.participations.get(event.id, ()), registry)
    return FeedItem(
        id=event.id,
        path=event_row.event.path,
        title=event.title + (f" ({status})" if (status := registry.status_words(event)) else ""),
        summary=event.summary,
        kind=event.kind.value,
        status=event.status,
        start=start if event.date else None,
        end=end if event.date else None,
        date=event_row.date if event.date else "",
        place=registry.places[event.place_id].name if event.place_id else "",
        actors=tuple(dict.fromkeys(registry.actors[row.actor_id].name for row in took_part)),
        topics=tuple(topics),
        published=times[0],
        updated=times[-1],
        entered=entered,
        read=read,
        coordinates=_find_point(registry.places[event.place_id]) if event.place_id else None,
    )


def _find_point(place: Place) -> tuple[float, float] | None:
    """Return where a place lies, unless it is an area, whose middle would say what no source does."""
    if place.precision not in (PlacePrecision.SITE, PlacePrecision.LOCALITY):
        return None
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude

"""Build feed and calendar items of every event from database rows."""

from __future__ import annotations

from collections import defaultdict

from communique.schema.models import Event, Source
from communique.site.formats.feed_items import FeedItem, parse_timestamp
from communique.site.pages.event_index import EventIndex, sort_participations
from communique.site.pages.registry import SiteRegistry


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
    read = max(source.accessed for source in sources)
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
        read=read,
    )

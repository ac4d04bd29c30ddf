"""From rows to what feeds and calendars say of every event."""

from __future__ import annotations

from collections import defaultdict

from communique.schema import Event, Source
from communique.schema.vocabulary import Status
from communique.site.items import Item, moment
from communique.site.queries.catalogue import Catalogue, in_order
from communique.site.queries.registry import Registry


def items(catalogue: Catalogue, registry: Registry) -> dict[str, Item]:
    """Every published event by id, in the order of the database."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for topic, events in catalogue.topics.items():
        for event_id in events:
            topics[event_id].append(registry.topics[topic].name)
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for source_id, reports in catalogue.reports.items():
        for report in reports:
            sources[report.event_id].append(catalogue.sources[source_id])
    return {
        event_id: _item(event, catalogue, registry, topics[event_id], sources[event_id])
        for event_id, event in catalogue.events.items()
    }


def _item(
    event: Event, catalogue: Catalogue, registry: Registry, topics: list[str], sources: list[Source]
) -> Item:
    """One event. If no source of it is dated, it is as new as itself, or as its reading if that was earlier."""
    line = catalogue.rows[event.id]
    read = max(source.accessed for source in sources)
    start, end = event.start_earliest, event.end_latest
    known = sorted(moment(source.published) for source in sources if source.published)
    times = known or [moment(min(end or start or read, read).isoformat())]
    took_part = in_order(catalogue.participations.get(event.id, ()), registry)
    return Item(
        id=event.id,
        path=line.event.path,
        title=event.title + ("" if event.status is Status.OCCURRED else f" ({event.status.value})"),
        summary=event.summary,
        kind=event.kind.value,
        status=event.status,
        start=start if event.date else None,
        end=end if event.date else None,
        date=line.date if event.date else "",
        place=registry.places[event.place_id].name if event.place_id else "",
        actors=tuple(dict.fromkeys(registry.actors[row.actor_id].name for row in took_part)),
        topics=tuple(topics),
        published=times[0],
        updated=times[-1],
        read=read,
    )

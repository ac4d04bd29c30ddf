"""Build the views of events' pages: one, a batch, or all, without what draws other pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.models import Event
from communique.schema.vocabulary import RecordStatus
from communique.site.pages.event.event import EventPageBuilder
from communique.site.pages.event.event_view import EventPage
from communique.site.pages.event.rows import EventRows
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import get_column

RUN = 250
"""Events whose rows are in memory at once."""


def build_event_pages(session: Session, registry: SiteRegistry) -> Iterator[EventPage]:
    """Yield the pages of all published events."""
    ids = published_event_ids(session)
    for batch in event_batches(session, ids, frozenset(ids)):
        yield from batch.build_pages(registry)


def published_event_ids(session: Session) -> list[str]:
    """Return the ids of all published events, in the database's own order."""
    key = get_column(Event, "id")
    published = get_column(Event, "record_status") == RecordStatus.PUBLISHED
    return list(session.execute(select(key).where(published).order_by(key)).scalars())


@dataclass(frozen=True, slots=True)
class EventBatch:
    """A batch of events with all their rows."""

    events: tuple[Event, ...]
    rows: EventRows

    def build_pages(self, registry: SiteRegistry) -> Iterator[EventPage]:
        """Yield the pages of the events of this batch."""
        for event in self.events:
            yield EventPageBuilder(event, self.rows, registry).build_page()


def event_batches(session: Session, ids: Sequence[str], wanted: Collection[str]) -> Iterator[EventBatch]:
    """Yield the wanted events in batches, in the order of ``ids``, with few SELECTs per batch.

    Args:
        session: on the database.
        ids: those of all events, in the database's own order.
        wanted: the events that are read.
    """
    wanted_ids = [event_id for event_id in ids if event_id in wanted]
    for start in range(0, len(wanted_ids), RUN):
        batch_ids = wanted_ids[start : start + RUN]
        rows = EventRows.load(session, batch_ids)
        batch_events = (rows.events[event_id] for event_id in batch_ids if event_id in rows.events)
        yield EventBatch(tuple(batch_events), rows)


def build_event_page(
    session: Session, event_id: str, registry: SiteRegistry | None = None
) -> EventPage | None:
    """Build one event's page without following redirects; None if no published event has the id."""
    rows = EventRows.load(session, [event_id])
    event = rows.events.get(event_id)
    return (
        EventPageBuilder(event, rows, registry or SiteRegistry.load(session)).build_page() if event else None
    )

"""The only SELECTs of the site: from a session to views, as many for one event as for a thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.history.change import Change
from communique.schema import Event
from communique.schema.vocabulary import RecordStatus
from communique.site.queries.actors import actor_pages, person_pages
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.disputes import disputed_parts
from communique.site.queries.event import Assembly
from communique.site.queries.explore import explore_page
from communique.site.queries.front import events_pages, home_page
from communique.site.queries.indexes import index_pages
from communique.site.queries.launches import launches_pages, measured_launches
from communique.site.queries.lives import old_pages
from communique.site.queries.material import Material
from communique.site.queries.pairs import Pairs, pair_pages, with_page
from communique.site.queries.registry import Registry
from communique.site.queries.rows import column
from communique.site.queries.sources import claim_counts, publisher_pages, source_pages
from communique.site.queries.spots import map_page
from communique.site.queries.subjects import Facts, place_pages, series_pages, topic_pages, year_pages
from communique.site.queries.timeline import timeline_page
from communique.site.views import EventPage, View
from communique.site.views.event import Disagreement

RUN = 250
"""Events whose rows are in memory at once."""


def views(session: Session, since: Sequence[Change] = ()) -> Iterator[View]:
    """Every page of the record, in an order that depends on nothing but the record.

    Args:
        session: on the database.
        since: what changed after the newest release.
    """
    registry = Registry.load(session, since)
    catalogue = Catalogue.load(session, registry)
    yield from list_pages(session, catalogue, registry)
    disputed: dict[str, tuple[Disagreement, ...]] = {}
    for page in event_pages(session, registry):
        disputed[page.id] = page.disagreements
        yield page
    for part in disputed_parts(session, catalogue):
        yield part.page(disputed)


def list_pages(session: Session, catalogue: Catalogue, registry: Registry) -> Iterator[View]:
    """Every page but those of events and of disagreements, which show what only an event's whole page knows."""
    yield home_page(catalogue, registry)
    pairs = Pairs.of(catalogue, registry)
    yield explore_page(session, catalogue, registry)
    yield timeline_page(catalogue)
    yield map_page(catalogue, registry)
    launches, unmeasured = measured_launches(session, catalogue)
    yield from launches_pages(launches, unmeasured)
    yield with_page(pairs, registry)
    yield from pair_pages(session, pairs, catalogue, registry)
    yield from events_pages(catalogue)
    yield from index_pages(catalogue, registry)
    yield from actor_pages(catalogue, registry, pairs)
    yield from person_pages(catalogue, registry)
    yield from place_pages(catalogue, registry)
    yield from series_pages(catalogue, registry, Facts.load(session))
    yield from topic_pages(catalogue, registry, launches)
    yield from year_pages(catalogue)
    yield from source_pages(catalogue, registry, claim_counts(session))
    yield from publisher_pages(catalogue, registry)
    yield from old_pages(session, catalogue, registry.past)


def views_of(
    session: Session, events: Iterable[str], sources: Iterable[str], since: Sequence[Change] = ()
) -> Iterator[View]:
    """The pages of some events and sources alone, as among all the ``views``; ids that are gone are passed over."""
    registry = Registry.load(session, since)
    for event_id in sorted(events):
        if page := event_page(session, event_id, registry):
            yield page
    wanted = sorted(set(sources))
    for start in range(0, len(wanted), RUN):
        own = wanted[start : start + RUN]
        catalogue = Catalogue.of_sources(session, registry, own)
        for text in source_pages(catalogue, registry, claim_counts(session, own)):
            if text.id in own:
                yield text


def event_pages(session: Session, registry: Registry) -> Iterator[EventPage]:
    """The pages of all published events."""
    ids = event_ids(session)
    for run in runs(session, ids, frozenset(ids)):
        yield from run.pages(registry)


def event_ids(session: Session) -> list[str]:
    """The ids of all published events, in the database's own order."""
    key = column(Event, "id")
    published = column(Event, "record_status") == RecordStatus.PUBLISHED
    return list(session.execute(select(key).where(published).order_by(key)).scalars())


@dataclass(frozen=True, slots=True)
class Run:
    """Some events with all their rows."""

    events: tuple[Event, ...]
    material: Material

    def pages(self, registry: Registry) -> Iterator[EventPage]:
        """Their pages."""
        for event in self.events:
            yield Assembly(event, self.material, registry).page()


def runs(session: Session, ids: Sequence[str], wanted: Collection[str]) -> Iterator[Run]:
    """Some of all events in runs, in the order of the ids: as many SELECTs for a run as for one event.

    Args:
        session: on the database.
        ids: those of all events, in the database's own order, as ranges of them are read.
        wanted: the events that are read.
    """
    for start in range(0, len(ids), RUN):
        own = [one for one in ids[start : start + RUN] if one in wanted]
        # a few of a run are quicker read one by one
        for first, last in [(own[0], own[-1])] if len(own) > RUN // 20 else zip(own, own, strict=True):
            material = Material.load(session, first, last)
            found = (material.events[one] for one in own if one in material.events)
            yield Run(tuple(found), material)


def event_page(session: Session, event_id: str, registry: Registry | None = None) -> EventPage | None:
    """One event's page, following no redirect; None where no published event has the id."""
    material = Material.load(session, event_id, event_id)
    event = material.events.get(event_id)
    return Assembly(event, material, registry or Registry.load(session)).page() if event else None

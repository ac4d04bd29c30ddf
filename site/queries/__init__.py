"""The only SELECTs of the site: from a session to views, as many for one event as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema import Event
from communique.site.queries.actors import actor_pages, person_pages
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.event import Assembly
from communique.site.queries.explore import explore_page
from communique.site.queries.front import events_pages, home_page, old_pages
from communique.site.queries.indexes import index_pages
from communique.site.queries.launches import launches_page
from communique.site.queries.material import Material
from communique.site.queries.pairs import Pairs, pair_pages, with_page
from communique.site.queries.registry import Registry
from communique.site.queries.rows import column
from communique.site.queries.sources import claim_counts, publisher_pages, source_pages
from communique.site.queries.spots import map_page
from communique.site.queries.subjects import Facts, place_pages, series_pages, topic_pages, year_pages
from communique.site.queries.timeline import timeline_page
from communique.site.views import DisagreementsPage, EventPage, View
from communique.site.views.front import DisputedEvent

RUN = 1000
"""Events whose rows are in memory at once."""


def views(session: Session) -> Iterator[View]:
    """Every page of the record, in an order that depends on nothing but the record."""
    registry = Registry.load(session)
    catalogue = Catalogue.load(session, registry)
    yield home_page(catalogue, registry)
    pairs = Pairs.of(catalogue, registry)
    yield explore_page(session, catalogue, registry)
    yield timeline_page(catalogue)
    yield map_page(catalogue, registry)
    launches = launches_page(session, catalogue)
    yield launches
    yield with_page(pairs, registry)
    yield from pair_pages(session, pairs, catalogue, registry)
    yield from events_pages(catalogue)
    yield from index_pages(catalogue, registry)
    yield from actor_pages(catalogue, registry, pairs)
    yield from person_pages(catalogue, registry)
    yield from place_pages(catalogue, registry)
    yield from series_pages(catalogue, registry, Facts.load(session))
    yield from topic_pages(catalogue, registry, launches.launches)
    yield from year_pages(catalogue)
    yield from source_pages(catalogue, registry, claim_counts(session))
    yield from publisher_pages(catalogue, registry)
    yield from old_pages(session, catalogue)
    disputed: list[DisputedEvent] = []
    for page in event_pages(session, registry):
        if page.disagreements:
            disputed.append(DisputedEvent(catalogue.rows[page.id], page.disagreements))
        yield page
    yield _disagreements(disputed, catalogue)


def views_of(session: Session, events: Iterable[str], sources: Iterable[str]) -> Iterator[View]:
    """The pages of some events and sources alone, as among all the ``views``; ids that are gone are passed over."""
    registry = Registry.load(session)
    for event_id in sorted(events):
        if page := event_page(session, event_id, registry):
            yield page
    if wanted := frozenset(sources):
        catalogue = Catalogue.load(session, registry)
        for text in source_pages(catalogue, registry, claim_counts(session)):
            if text.id in wanted:
                yield text


def event_pages(session: Session, registry: Registry) -> Iterator[EventPage]:
    """The pages of all published events, reading a thousand events at a time."""
    key = column(Event, "id")
    ids = list(session.execute(select(key).order_by(key)).scalars())
    for start in range(0, len(ids), RUN):
        run = ids[start : start + RUN]
        material = Material.load(session, run[0], run[-1])
        for event in material.events.values():
            yield Assembly(event, material, registry).page()


def event_page(session: Session, event_id: str, registry: Registry | None = None) -> EventPage | None:
    """One event's page, following no redirect; None where no published event has the id."""
    material = Material.load(session, event_id, event_id)
    event = material.events.get(event_id)
    return Assembly(event, material, registry or Registry.load(session)).page() if event else None


def _disagreements(disputed: list[DisputedEvent], catalogue: Catalogue) -> DisagreementsPage:
    by_id = {one.row.id: one for one in disputed}
    newest = [by_id[row.id] for row in catalogue.listed(by_id)]

    def with_decision(decision: str) -> tuple[DisputedEvent, ...]:
        found = (
            DisputedEvent(one.row, tuple(d for d in one.disagreements if d.decision == decision))
            for one in newest
        )
        return tuple(one for one in found if one.disagreements)

    return DisagreementsPage(
        path="disagreements.md",
        unresolved=with_decision("unresolved"),
        settled=with_decision("settled"),
        years=catalogue.years(one.row for one in newest),
    )

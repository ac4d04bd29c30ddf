"""Build the home page and the list of all events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.schema.vocabulary import Status
from communique.site.pages.components import EventRow, Link
from communique.site.pages.event_index import EventIndex, count_kinds, sort_newest_first
from communique.site.pages.overview.home_view import EventsPage, HomePage
from communique.site.pages.overview.map import map_points
from communique.site.pages.pagination import paginate_events
from communique.site.pages.subjects.actors import group_events_by_actor
from communique.site.pages.subjects.subject_views import Count

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry

NEWEST = 8
UPCOMING = 4
HOME_COUNTRIES = 16


def build_home_page(event_index: EventIndex, registry: SiteRegistry) -> HomePage:
    """Build the home page from the index of events and the registry."""
    rows = list(event_index.rows.values())
    occurred = [row for row in rows if row.is_held]
    # Without a clock, what is still to come is what is not over by the day of the newest event that was held.
    today = occurred[0].day if occurred else ""
    planned = [
        row
        for row in rows
        if event_index.events[row.id].status is Status.PLANNED
        and _last_possible_day(row, event_index) >= today
    ]
    events = group_events_by_actor(event_index, registry)
    countries = [actor_id for actor_id in events if registry.is_country(actor_id)]
    ranked = sorted(countries, key=lambda actor_id: (-len(events[actor_id]), registry.actors[actor_id].name))
    disputes = sum(1 for row in rows if row.dispute)
    return HomePage(
        path="index.md",
        counts=(
            Count(Link("events", "events/index.md"), len(rows)),
            Count(Link("sources", "sources/index.md"), len(event_index.sources)),
            Count(Link("countries", "countries/index.md"), len(countries)),
            Count(Link("people", "people/index.md"), len({row.person_id for row in event_index.people})),
            Count(Link("disagreements", "disagreements.md"), disputes),
        ),
        years=event_index.year_counts(rows),
        newest=tuple(occurred[:NEWEST]),
        upcoming=tuple(reversed(sort_newest_first(planned)[:UPCOMING])),
        countries=tuple(
            Count(registry.actor_link(country_id), len(events[country_id]))
            for country_id in ranked[:HOME_COUNTRIES]
        ),
        spots=map_points(event_index.rows, event_index, registry),
        dispute_count=disputes,
        release=registry.release,
    )


def _last_possible_day(row: EventRow, event_index: EventIndex) -> str:
    return str(event_index.events[row.id].end_latest or "9999")


def build_events_pages(event_index: EventIndex) -> Iterator[EventsPage]:
    """Yield the pages of the list of all events, newest first."""
    tallies = count_kinds(event_index.rows.values())
    for path, page_events in paginate_events("events/index.md", event_index.rows, event_index):
        yield EventsPage(path=path, tallies=tallies, events=page_events)

"""The home page and the list of all events."""

from __future__ import annotations

from collections.abc import Iterator

from communique.schema.vocabulary import Status
from communique.site.queries.actors import events_by_actor, kind_tallies
from communique.site.queries.catalogue import Catalogue, newest_first
from communique.site.queries.lists import event_parts
from communique.site.queries.registry import Registry
from communique.site.queries.spots import spots
from communique.site.views.family import Tally
from communique.site.views.front import EventsPage, HomePage
from communique.site.views.parts import EventRow, Ref

NEWEST = 8
UPCOMING = 4
HOME_COUNTRIES = 16


def home_page(catalogue: Catalogue, registry: Registry) -> HomePage:
    """What a first-time reader sees."""
    rows = list(catalogue.rows.values())
    held = [row for row in rows if row.status not in (Status.PLANNED.value, Status.CANCELLED.value)]
    # Without a clock, what is still to come is what is not over by the day of the newest event that was held.
    today = held[0].day if held else ""
    planned = [
        row for row in rows if row.status == Status.PLANNED.value and _last_day(row, catalogue) >= today
    ]
    events = events_by_actor(catalogue, registry)
    countries = [actor_id for actor_id in events if registry.is_country(actor_id)]
    ranked = sorted(countries, key=lambda actor_id: (-len(events[actor_id]), registry.actors[actor_id].name))
    disputes = sum(1 for row in rows if row.dispute)
    return HomePage(
        path="index.md",
        counts=(
            Tally(Ref("events", "events/index.md"), len(rows)),
            Tally(Ref("sources", "sources/index.md"), len(catalogue.sources)),
            Tally(Ref("countries", "countries/index.md"), len(countries)),
            Tally(Ref("people", "people/index.md"), len({row.person_id for row in catalogue.people})),
            Tally(Ref("disagreements", "disagreements.md"), disputes),
        ),
        years=catalogue.years(rows),
        newest=tuple(held[:NEWEST]),
        upcoming=tuple(reversed(newest_first(planned)[:UPCOMING])),
        countries=tuple(Tally(registry.actor(one), len(events[one])) for one in ranked[:HOME_COUNTRIES]),
        spots=spots(catalogue.rows, catalogue, registry),
        dispute_count=disputes,
        release=registry.release,
    )


def _last_day(row: EventRow, catalogue: Catalogue) -> str:
    return str(catalogue.events[row.id].end_latest or "9999")


def events_pages(catalogue: Catalogue) -> Iterator[EventsPage]:
    """All events, newest first, in parts."""
    tallies = kind_tallies(catalogue.rows.values())
    for path, shown in event_parts("events/index.md", catalogue.rows, catalogue):
        yield EventsPage(path=path, tallies=tallies, events=shown)

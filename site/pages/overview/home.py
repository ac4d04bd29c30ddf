"""Build the home page, the list of all events and the list of disagreements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.models import Claim, Ruling
from communique.schema.vocabulary import MINOR_GRADES, Modality, Standing, Status
from communique.site import labels
from communique.site.pages.components import (
    EventRow,
    Link,
    Pagination,
    YearCount,
    paginate_events,
    paginate_items,
)
from communique.site.pages.event.event_view import ValueDisagreement
from communique.site.pages.event_index import (
    EventIndex,
    count_kinds,
    count_unheld,
    map_points,
    sort_newest_first,
)
from communique.site.pages.overview.overview_views import (
    AboutPage,
    DisagreementsPage,
    DisputedEvent,
    EventsPage,
    HomePage,
    RecordExtent,
)
from communique.site.pages.select import get_column, select_models
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
            *count_record(event_index),
            Count(Link("countries", "countries/index.md"), len(countries)),
            Count(Link("people", "people/index.md"), len({row.person_id for row in event_index.people})),
            Count(Link("disagreements", "disagreements.md"), disputes),
        ),
        extent=measure_extent(event_index),
        years=event_index.year_counts(rows),
        newest=tuple(occurred[:NEWEST]),
        upcoming=tuple(reversed(sort_newest_first(planned)[:UPCOMING])),
        countries=tuple(
            Count(
                registry.actor_link(country_id),
                sum(event_index.rows[key].is_held for key in events[country_id]),
            )
            for country_id in ranked[:HOME_COUNTRIES]
        ),
        spots=map_points(event_index.rows, event_index, registry),
        dispute_count=disputes,
        release=registry.release,
        changed_since=registry.release_history.changed_since,
    )


def count_record(event_index: EventIndex) -> tuple[Count, ...]:
    """Count the events that were held, those that were not as far as is known, and the texts that were read."""
    held = sum(1 for row in event_index.rows.values() if row.is_held)
    return (
        Count(Link("events held", "events/index.md"), held),
        *(
            Count(Link(tally.subject.label, "recent.md"), tally.count)
            for tally in count_unheld(event_index.rows.values())
        ),
        Count(Link("sources", "sources/index.md"), len(event_index.sources)),
    )


def measure_extent(event_index: EventIndex) -> RecordExtent | None:
    """Return from when to when events were held, and when a text was read last; None of an empty record."""
    held = [row for row in event_index.rows.values() if row.is_held and row.day]
    read = max((source.accessed for source in event_index.sources.values()), default=None)
    if not held or read is None:
        return None
    return RecordExtent(held[-1].date, held[0].date, labels.format_day(read))


def build_about_page(event_index: EventIndex, release: str) -> AboutPage:
    """Build the page on the record itself."""
    return AboutPage(
        path="about.md", extent=measure_extent(event_index), counts=count_record(event_index), release=release
    )


def find_example(
    session: Session, event_index: EventIndex, registry: SiteRegistry
) -> tuple[str, str, str] | None:
    """Return event, field and element of what most governments tell differently; one SELECT.

    Of several the one with most claims is taken, then the latest. Trifles are none.
    """
    minor = {
        (row.event_id, row.field, row.element)
        for row in select_models(session, Ruling, get_column(Ruling, "grade").in_(MINOR_GRADES))
    }
    disputed = (Standing.UNRESOLVED, Standing.OVERRULED, Standing.AGREES)
    names = ("event_id", "field", "element", "value", "modality", "attributed_to", "standing")
    columns = [get_column(Claim, name) for name in names]
    positions: defaultdict[tuple[str, str, str], defaultdict[str, set[tuple[str, bool]]]] = defaultdict(
        lambda: defaultdict(set)
    )
    counts: Counter[tuple[str, str, str]] = Counter()
    open_addresses: set[tuple[str, str, str]] = set()
    query = select(*columns).where(columns[5].is_not(None), columns[6].in_(disputed))
    for event, field, element, value, modality, actor, standing in session.execute(query):
        address, government = (event, field, element), registry.resolve_country(actor)
        if event not in event_index.rows or address in minor or not registry.is_country(government):
            continue
        counts[address] += 1
        positions[address][government].add((value, modality is Modality.DENIED))
        if standing is not Standing.AGREES:
            open_addresses.add(address)
    ranked = sorted(
        (
            (
                -len(set(map(frozenset, versions.values()))),
                -counts[address],
                event_index.ranks[address[0]],
                address,
            )
            for address, versions in positions.items()
            if address in open_addresses and len(set(map(frozenset, versions.values()))) > 1
        ),
    )
    return ranked[0][3] if ranked else None


def _last_possible_day(row: EventRow, event_index: EventIndex) -> str:
    return str(event_index.events[row.id].end_latest or "9999")


def build_events_pages(event_index: EventIndex) -> Iterator[EventsPage]:
    """Yield the pages of the list of all events, newest first."""
    tallies = count_kinds(event_index.rows.values())
    for path, page_events in paginate_events("events/index.md", event_index.rows, event_index):
        yield EventsPage(path=path, tallies=tallies, events=page_events)


SIZE = 25
"""Events on one part: each is as long as several lines of a list."""


@dataclass(frozen=True, slots=True)
class DisagreementsPart:
    """A page of the list of disagreements: its events, each with its sort of disagreement."""

    path: str
    events: tuple[tuple[str, EventRow], ...]
    years: tuple[YearCount, ...]
    part: Pagination

    def build_page(self, disagreements: Mapping[str, tuple[ValueDisagreement, ...]]) -> DisagreementsPage:
        """Build the view of this page from every event's disagreements, by event id."""

        def filter_by_decision(decision: str) -> tuple[DisputedEvent, ...]:
            return tuple(
                DisputedEvent(row, tuple(d for d in disagreements[row.id] if d.decision == decision))
                for sort, row in self.events
                if sort == decision
            )

        return DisagreementsPage(
            path=self.path,
            unresolved=filter_by_decision("unresolved"),
            resolved=filter_by_decision("settled"),
            minor=filter_by_decision("minor"),
            years=self.years,
            part=self.part,
        )


def paginate_disagreements(session: Session, event_index: EventIndex) -> Iterator[DisagreementsPart]:
    """Yield the pages of the list of disagreements, unresolved first, newest first; two SELECTs."""
    names = ("event_id", "field", "element", "standing")
    columns = [get_column(Claim, name) for name in names]
    sorts = (Standing.UNRESOLVED, Standing.OVERRULED)
    standings: defaultdict[tuple[str, str, str], set[Standing]] = defaultdict(set)
    for event, field, element, standing in session.execute(
        select(*columns).where(columns[-1].in_(sorts)).distinct()
    ):
        if event in event_index.rows:
            standings[event, field, element].add(standing)
    minor_grades = get_column(Ruling, "grade").in_(MINOR_GRADES)
    trifles = {(row.event_id, row.field, row.element) for row in select_models(session, Ruling, minor_grades)}
    events_by_sort: dict[str, set[str]] = {"unresolved": set(), "settled": set(), "minor": set()}
    for key, found_standings in standings.items():
        sort = "unresolved" if Standing.UNRESOLVED in found_standings else "settled"
        events_by_sort["minor" if key in trifles else sort].add(key[0])
    disputed = [
        (sort, row) for sort, events in events_by_sort.items() for row in event_index.rows_for(events)
    ]
    years = event_index.year_counts(
        event_index.rows_for(events_by_sort["unresolved"] | events_by_sort["settled"])
    )
    for path, page_items, part in paginate_items("disagreements.md", disputed, SIZE):
        yield DisagreementsPart(path, tuple(page_items), years, part)

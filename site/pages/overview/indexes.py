"""Build the index pages: for each family of pages, a table of its pages with counts of events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.dossier.dossier_view import DossierPage
from communique.site.pages.event.sources import format_publication_date, source_link
from communique.site.pages.event_index import EventIndex, year_link
from communique.site.pages.overview.index_parts import (
    COUNTED,
    count_held,
    count_publisher_years,
    count_subject_years,
    paginate_index,
)
from communique.site.pages.overview.overview_views import IndexPage
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by
from communique.site.pages.subjects.actors import group_events_by_actor


def build_index_pages(
    event_index: EventIndex, registry: SiteRegistry, dossiers: Iterable[DossierPage]
) -> Iterator[IndexPage]:
    """Yield the index pages of every family of pages."""
    yield from _build_actor_indexes(event_index, registry)
    yield from _build_people_index(event_index, registry)
    yield from _build_subject_indexes(event_index, registry)
    yield from _build_source_indexes(event_index, registry)
    yield from _build_dossier_index(dossiers, event_index)


def _latest_date(event_ids: Iterable[str], event_index: EventIndex) -> str:
    newest = event_index.latest(event_ids)
    return newest.date if newest else ""


def _build_dossier_index(dossiers: Iterable[DossierPage], event_index: EventIndex) -> Iterator[IndexPage]:
    ordered = list(dossiers)
    yield from paginate_index(
        "dossiers",
        "Dossiers",
        "Questions that run through events: what led to what, who holds what, what is disputed and what is open.",
        ("Dossier", "Question", "Years", "Events"),
        [(Link(it.title, it.path), it.question, it.span, len(it.rows)) for it in ordered],
        multiples=count_subject_years(
            {Link(it.title, it.path): [row.id for row in it.rows] for it in ordered}, event_index
        ),
    )


def _first_link(links: Sequence[Link]) -> Link | str:
    return links[0] if links else ""


def _build_actor_indexes(event_index: EventIndex, registry: SiteRegistry) -> Iterator[IndexPage]:
    events = group_events_by_actor(event_index, registry)

    def count(actor_id: str) -> tuple[int, int | str]:
        return count_held(event_index.rows[key] for key in events[actor_id])

    ordered = sorted(
        (row for row in registry.actors.values() if row.id in events),
        key=lambda row: (-count(row.id)[0], row.name, row.id),
    )
    countries = [row for row in ordered if registry.is_country(row.id)]
    yield from paginate_index(
        "countries",
        "Countries and territories",
        "States and territories that take part in an event, those with most events first.",
        ("Country", *COUNTED, "Latest"),
        [
            (registry.actor_link(row.id), *count(row.id), _latest_date(events[row.id], event_index))
            for row in countries
        ],
        multiples=count_subject_years(
            {registry.actor_link(row.id): events[row.id] for row in countries}, event_index
        ),
    )
    organisations = [row for row in ordered if not registry.is_country(row.id)]
    yield from paginate_index(
        "organisations",
        "Organisations",
        "Blocs, alliances, organisations, ministries and services, those with most events first.",
        ("Organisation", "What it is", "Of or in", *COUNTED),
        [
            (
                registry.actor_link(row.id),
                labels.format_label(row.kind),
                registry.actor_link(row.parent_id) if row.parent_id else "",
                *count(row.id),
            )
            for row in organisations
        ],
        multiples=count_subject_years(
            {registry.actor_link(row.id): events[row.id] for row in organisations}, event_index
        ),
    )


def _find_latest_offices(event_index: EventIndex, registry: SiteRegistry) -> dict[str, str]:
    """Return by person the office in which each was last seen, or that began later, with that year.

    Offices of which no day is known may have been held later still, so they are named behind it.
    """
    seen = [
        (days[-1], -registry.offices[office].rank, office, person)
        for (person, office), days in event_index.office_days.items()
    ]
    began = [
        (str(row.start_earliest), -registry.offices[row.office_id].rank, row.office_id, row.person_id)
        for row in registry.tenures
        if row.start_earliest
    ]
    latest = {person: (office, day[:4]) for day, _, office, person in sorted(seen + began)}
    dated = {(person, office) for _, _, office, person in seen + began}
    undated: defaultdict[str, list[str]] = defaultdict(list)
    for row in sorted(
        registry.tenures, key=lambda row: (registry.offices[row.office_id].rank, row.office_id)
    ):
        if (row.person_id, row.office_id) not in dated:
            undated[row.person_id].append(registry.offices[row.office_id].title)
    return {
        person: labels.join_nonempty(
            (
                f"{registry.offices[latest[person][0]].title}, {latest[person][1]}"
                if person in latest
                else "",
                f"without dates: {'; '.join(undated[person])}" if undated[person] else "",
            )
        )
        for person in latest.keys() | undated.keys()
    }


def _build_people_index(event_index: EventIndex, registry: SiteRegistry) -> Iterator[IndexPage]:
    took_part = group_by(event_index.people, lambda row: row.person_id)
    ids = {person: {row.event_id for row in rows} for person, rows in took_part.items()}
    latest = _find_latest_offices(event_index, registry)
    people = sorted(registry.people.values(), key=lambda row: (-len(ids.get(row.id, ())), row.id))
    yield from paginate_index(
        "people",
        "People",
        "Who acted for whom, those with most events first. Names stand in each person’s own order.",
        ("Person", "For", "Office, and when last seen in it or new to it", *COUNTED),
        [
            (
                registry.person_link(row.id),
                registry.actor_link(row.actor_id) if row.actor_id else "",
                latest.get(row.id, "not recorded"),
                *count_held(event_index.rows[key] for key in ids[row.id]),
            )
            for row in people
            if row.id in ids
        ],
        multiples=count_subject_years(
            {registry.person_link(row.id): ids[row.id] for row in people if row.id in ids}, event_index
        ),
    )


def _build_subject_indexes(event_index: EventIndex, registry: SiteRegistry) -> Iterator[IndexPage]:
    def count(ids: Iterable[str]) -> tuple[int, int | str]:
        return count_held(event_index.rows[key] for key in ids)

    places = event_index.group_by(lambda event: event.place_id)
    yield from paginate_index(
        "places",
        "Places",
        "Where events took place. Disputed names are listed with who uses them on each place’s page.",
        ("Place", "Lies in", *COUNTED),
        [
            (registry.place_link(key), _first_link(registry.containing_places(key)), *count(places[key]))
            for key in sorted(places, key=lambda key: (-len(places[key]), registry.places[key].name, key))
        ],
        multiples=count_subject_years(
            {registry.place_link(key): ids for key, ids in places.items()}, event_index
        ),
    )
    yield from _build_series_index(event_index, registry)
    yield from paginate_index(
        "topics",
        "Topics",
        "Subjects that run through events.",
        ("Topic", "What belongs under it", *COUNTED),
        [
            (registry.topic_link(row.id), row.description or "", *count(event_index.topics[row.id]))
            for row in sorted(registry.topics.values(), key=lambda row: (row.name, row.id))
            if row.id in event_index.topics
        ],
        multiples=count_subject_years(
            {registry.topic_link(key): ids for key, ids in event_index.topics.items()}, event_index
        ),
    )
    yield from _build_year_index(event_index)


def _build_series_index(event_index: EventIndex, registry: SiteRegistry) -> Iterator[IndexPage]:
    series = event_index.group_by(lambda event: event.series_id)
    held = {
        key: [event_id for event_id in ids if event_index.rows[event_id].is_held]
        for key, ids in series.items()
    }
    yield from paginate_index(
        "series",
        "Series",
        "What recurs: exercises with editions, regular meetings.",
        ("Series", "Kind", *COUNTED, "Latest held"),
        [
            (
                registry.series_link(row.id),
                labels.format_label(row.kind),
                *count_held(event_index.rows[key] for key in series[row.id]),
                _latest_date(held[row.id], event_index),
            )
            for row in sorted(registry.series.values(), key=lambda row: (row.name, row.id))
            if row.id in series
        ],
        multiples=count_subject_years(
            {registry.series_link(key): ids for key, ids in series.items()}, event_index
        ),
    )


def _build_year_index(event_index: EventIndex) -> Iterator[IndexPage]:
    years = group_by(
        (row for row in event_index.rows.values() if row.year is not None), lambda row: row.year or 0
    )
    yield from paginate_index(
        "years",
        "Years",
        "Events by the year in which they began.",
        ("Year", *COUNTED, "On one originator or read in part"),
        [
            (year_link(year), *count_held(rows), sum(row.is_thin for row in rows if row.is_held))
            for year, rows in sorted(years.items(), reverse=True)
        ],
        event_index.year_counts(event_index.rows.values()),
    )


def _build_source_indexes(event_index: EventIndex, registry: SiteRegistry) -> Iterator[IndexPage]:
    multiples = count_publisher_years(event_index, registry)
    hatched = "only the beginning was read"
    newest = sorted(
        event_index.sources.values(), key=lambda row: (str(row.published_on or ""), row.id), reverse=True
    )
    yield from paginate_index(
        "sources",
        "Sources",
        "Every article and official text that was read, newest first.",
        ("Source", "Publisher", "Published", "Events"),
        [
            (
                source_link(row),
                registry.publisher_link(row.publisher_id),
                format_publication_date(row),
                len(event_index.reports.get(row.id, ())),
            )
            for row in newest
        ],
        multiples=multiples,
        unit=("text", "texts"),
        hatched=hatched,
    )
    carried = Counter(row.publisher_id for row in newest)
    carried.update(row.agency_id for row in newest if row.agency_id and row.agency_id != row.publisher_id)
    yield from paginate_index(
        "publishers",
        "Publishers",
        "Who published what was read, or wrote what others carried. Publishers are not graded.",
        ("Publisher", "What it is", "Texts"),
        [
            (registry.publisher_link(row.id), labels.format_label(row.kind), carried[row.id])
            for row in sorted(
                registry.publishers.values(), key=lambda row: (-carried[row.id], row.name, row.id)
            )
            if carried[row.id]
        ],
        multiples=multiples,
        unit=("text", "texts"),
        hatched=hatched,
    )

"""The index of every family of pages: a table of what the record uses, with how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from communique.site import words
from communique.site.queries.actors import events_by_actor
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.lists import parts
from communique.site.queries.registry import Registry
from communique.site.queries.rows import grouped
from communique.site.queries.subjects import year_ref
from communique.site.queries.testimony import published, source_ref
from communique.site.views.front import IndexPage
from communique.site.views.parts import Ref, YearCount

Cells = tuple[Ref | str | int, ...]

RELATED = {
    "countries": (Ref("Who with whom", "countries/with.md"),),
    "places": (Ref("Map", "map.md"),),
    "years": (Ref("Timeline", "timeline.md"),),
}
"""Pictures of what an index lists."""


def index_pages(catalogue: Catalogue, registry: Registry) -> Iterator[IndexPage]:
    """The table of every family of pages."""
    yield from _actor_indexes(catalogue, registry)
    yield from _people_index(catalogue, registry)
    yield from _subject_indexes(catalogue, registry)
    yield from _source_indexes(catalogue, registry)


def _index(
    folder: str,
    title: str,
    lead: str,
    columns: tuple[str, ...],
    rows: Sequence[Cells],
    years: tuple[YearCount, ...] = (),
) -> Iterator[IndexPage]:
    for path, shown, part in parts(f"{folder}/index.md", rows):
        yield IndexPage(
            path=path,
            title=title,
            lead=lead,
            columns=columns,
            rows=tuple(shown),
            years=years,
            part=part,
            related=RELATED.get(folder, ()),
        )


def _latest(event_ids: Iterable[str], catalogue: Catalogue) -> str:
    newest = catalogue.newest(event_ids)
    return newest.date if newest else ""


def _first(refs: Sequence[Ref]) -> Ref | str:
    return refs[0] if refs else ""


def _actor_indexes(catalogue: Catalogue, registry: Registry) -> Iterator[IndexPage]:
    events = events_by_actor(catalogue, registry)
    ordered = sorted(
        registry.actors.values(), key=lambda row: (-len(events.get(row.id, ())), row.name, row.id)
    )
    countries = [row for row in ordered if registry.is_country(row.id) and row.id in events]
    yield from _index(
        "countries",
        "Countries and territories",
        "States and territories that take part in an event, those with most events first.",
        ("Country", "Events", "Latest"),
        [
            (registry.actor(row.id), len(events.get(row.id, ())), _latest(events.get(row.id, ()), catalogue))
            for row in countries
        ],
    )
    yield from _index(
        "organisations",
        "Organisations",
        "Blocs, alliances, organisations, ministries and services, those with most events first.",
        ("Organisation", "What it is", "Belongs to", "Events"),
        [
            (
                registry.actor(row.id),
                words.title(row.kind),
                registry.actor(row.parent_id) if row.parent_id else "",
                len(events.get(row.id, ())),
            )
            for row in ordered
            if not registry.is_country(row.id) and row.id in events
        ],
    )


def _people_index(catalogue: Catalogue, registry: Registry) -> Iterator[IndexPage]:
    took_part = grouped(catalogue.people, lambda row: row.person_id)
    ids = {person: {row.event_id for row in rows} for person, rows in took_part.items()}
    latest: dict[str, str] = {}
    for tenure in sorted(registry.tenures, key=lambda row: (str(row.start_earliest or ""), row.office_id)):
        latest[tenure.person_id] = registry.offices[tenure.office_id].title
    people = sorted(registry.people.values(), key=lambda row: (-len(ids.get(row.id, ())), row.id))
    yield from _index(
        "people",
        "People",
        "Who acted for whom, those with most events first. Names stand in each person’s own order.",
        ("Person", "For", "Latest office in the record", "Events"),
        [
            (
                registry.person(row.id),
                registry.actor(row.actor_id) if row.actor_id else "",
                latest.get(row.id, ""),
                len(ids.get(row.id, ())),
            )
            for row in people
            if row.id in ids
        ],
    )


def _subject_indexes(catalogue: Catalogue, registry: Registry) -> Iterator[IndexPage]:
    places = catalogue.by(lambda event: event.place_id)
    yield from _index(
        "places",
        "Places",
        "Where events took place. Disputed names are listed with who uses them on each place’s page.",
        ("Place", "Lies in", "Events"),
        [
            (registry.place(key), _first(registry.within(key)), len(places.get(key, ())))
            for key in sorted(places, key=lambda key: (-len(places[key]), registry.places[key].name, key))
        ],
    )
    series = catalogue.by(lambda event: event.series_id)
    yield from _index(
        "series",
        "Series",
        "What recurs: exercises with editions, regular meetings.",
        ("Series", "Kind", "Editions", "Latest"),
        [
            (
                registry.series_ref(row.id),
                words.title(row.kind),
                len(series.get(row.id, ())),
                _latest(series.get(row.id, ()), catalogue),
            )
            for row in sorted(registry.series.values(), key=lambda row: (row.name, row.id))
            if row.id in series
        ],
    )
    yield from _index(
        "topics",
        "Topics",
        "Subjects that run through events.",
        ("Topic", "What belongs under it", "Events"),
        [
            (registry.topic(row.id), row.description or "", len(catalogue.topics.get(row.id, ())))
            for row in sorted(registry.topics.values(), key=lambda row: (row.name, row.id))
            if row.id in catalogue.topics
        ],
    )
    years = Counter(row.year for row in catalogue.rows.values() if row.year is not None)
    yield from _index(
        "years",
        "Years",
        "Events by the year in which they began.",
        ("Year", "Events"),
        [(year_ref(year), years[year]) for year in sorted(years, reverse=True)],
        catalogue.years(catalogue.rows.values()),
    )


def _source_indexes(catalogue: Catalogue, registry: Registry) -> Iterator[IndexPage]:
    newest = sorted(
        catalogue.sources.values(), key=lambda row: (str(row.published_on or ""), row.id), reverse=True
    )
    yield from _index(
        "sources",
        "Sources",
        "Every article and official text that was read, newest first.",
        ("Source", "Publisher", "Published", "Events"),
        [
            (
                source_ref(row),
                registry.publisher(row.publisher_id),
                published(row),
                len(catalogue.reports.get(row.id, ())),
            )
            for row in newest
        ],
    )
    carried = Counter(row.publisher_id for row in newest)
    carried.update(row.agency_id for row in newest if row.agency_id and row.agency_id != row.publisher_id)
    yield from _index(
        "publishers",
        "Publishers",
        "Who published what was read, or wrote what others carried. Publishers are not graded.",
        ("Publisher", "What it is", "Texts"),
        [
            (registry.publisher(row.id), words.title(row.kind), carried[row.id])
            for row in sorted(
                registry.publishers.values(), key=lambda row: (-carried[row.id], row.name, row.id)
            )
            if carried[row.id]
        ],
    )

"""Build the pages of places, series, topics and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.models import Base, Event, ExerciseDomain, Figure, Meeting, ParticipationUnit
from communique.schema.tables.measure import Measure
from communique.site import labels
from communique.site.pages.components import PAGE_SIZE, EventRow, Launch, TimelineYear, paginate_events
from communique.site.pages.event_index import (
    EventIndex,
    count_kinds,
    event_year,
    iter_monthly_rows,
    month_link,
    year_link,
)
from communique.site.pages.registry import SiteRegistry, build_map_point, mini_map_path
from communique.site.pages.select import get_column, group_by, select_models
from communique.site.pages.subjects.subject_views import (
    Count,
    PlacePage,
    SeriesEdition,
    SeriesPage,
    TopicPage,
    YearPage,
)

Row = TypeVar("Row", bound=Base)

UNITS = 3
"""How many units an edition names."""

YEAR_COUNTRIES = 12
"""How many countries a year's page names."""


def build_place_pages(event_index: EventIndex, registry: SiteRegistry) -> Iterator[PlacePage]:
    """Yield the pages of every place of the registry, with the events of all places inside it."""
    events_by_place = event_index.group_by(lambda event: event.place_id)
    children = group_by(
        (row for row in registry.places.values() if row.parent_id), lambda row: str(row.parent_id)
    )
    events_inside: dict[str, set[str]] = {}

    def collect_events(place_id: str, above: frozenset[str] = frozenset()) -> set[str]:
        if place_id not in events_inside:
            event_ids = set(events_by_place.get(place_id, ()))
            for child in children.get(place_id, ()):
                if child.id not in above:
                    event_ids |= collect_events(child.id, above | {place_id})
            events_inside[place_id] = event_ids
        return events_inside[place_id]

    for place_id, row in registry.places.items():
        point = build_map_point(place_id, len(events_by_place.get(place_id, ())), registry)
        for path, page_events in paginate_events(
            registry.place_link(place_id).path, collect_events(place_id), event_index
        ):
            yield PlacePage(
                path=path,
                title=row.name,
                label_note=row.label_note or "",
                precision=labels.PLACE_PRECISION_LABELS[row.precision] if point else "",
                coordinates=labels.format_coordinates(point.latitude, point.longitude) if point else "",
                names=registry.localized_place_names(place_id),
                within=registry.containing_places(place_id),
                administered_by=registry.actor_link(row.actor_id) if row.actor_id else None,
                contains=tuple(registry.place_link(child.id) for child in children.get(place_id, ())),
                spot=point,
                picture=mini_map_path(place_id, registry) if page_events.part.total else "",
                namesakes=registry.namesakes(row.name, registry.place_link(place_id).path),
                events=page_events,
            )


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """The rows by which the editions of all series are compared, by event id."""

    figures: dict[str, list[Figure]]
    domains: dict[str, list[ExerciseDomain]]
    meetings: dict[str, list[Meeting]]
    units: dict[str, list[ParticipationUnit]]

    @classmethod
    def load(cls, session: Session) -> EditionFacts:
        """Read the facts of all events that belong to a series, with four SELECTs."""
        in_series = select(get_column(Event, "id")).where(get_column(Event, "series_id").is_not(None))

        def select_by_event(model: type[Row]) -> dict[str, list[Row]]:
            rows = select_models(session, model, get_column(model, "event_id").in_(in_series))
            return group_by(rows, lambda row: str(cast("Any", row).event_id))

        return cls(
            figures=select_by_event(Figure),
            domains=select_by_event(ExerciseDomain),
            meetings=select_by_event(Meeting),
            units=select_by_event(ParticipationUnit),
        )

    def describe_edition(self, event_id: str, measures: Sequence[Measure]) -> dict[str, str]:
        """Return the facts of one edition by column heading; "" or no key where no source states one."""
        domains = (labels.humanize(row.domain.value) for row in self.domains.get(event_id, ()))
        formats = (labels.humanize(row.format.value) for row in self.meetings.get(event_id, ()) if row.format)
        units = list(dict.fromkeys(row.unit for row in self.units.get(event_id, ())))
        more = [f"{len(units) - UNITS} more"] if len(units) > UNITS + 1 else []
        figures = {row.measure: row for row in self.figures.get(event_id, ())}
        return {
            "Domains": labels.capitalize_first(labels.join_with_and(list(domains))),
            "Format": labels.capitalize_first(labels.join_with_and(list(formats))),
            "Units": labels.join_with_and([*units[: UNITS if more else None], *more]),
            **{
                labels.capitalize_first(labels.label_measure(measure)): labels.format_quantity(
                    measure, figure.low, figure.best, figure.high
                )
                for measure in measures
                if (figure := figures.get(measure))
            },
        }


def build_series_pages(
    event_index: EventIndex, registry: SiteRegistry, facts: EditionFacts
) -> Iterator[SeriesPage]:
    """Yield the pages of every series that has an event, its editions side by side."""
    events = event_index.group_by(lambda event: event.series_id)
    for series_id, row in registry.series.items():
        if series_id not in events:
            continue
        event_ids = events[series_id]
        measures = [
            m for m in Measure if any(f.measure is m for e in event_ids for f in facts.figures.get(e, ()))
        ]
        facts_by_event = {event_id: facts.describe_edition(event_id, measures) for event_id in event_ids}
        headings = (
            "Domains",
            "Format",
            "Units",
            *(labels.capitalize_first(labels.label_measure(m)) for m in measures),
        )
        columns = tuple(
            name for name in headings if any(event_facts.get(name) for event_facts in facts_by_event.values())
        )
        for path, page_events in paginate_events(
            registry.series_link(series_id).path, event_ids, event_index
        ):
            yield SeriesPage(
                path=path,
                title=row.name,
                kind_words=labels.format_label(row.kind),
                description=row.description or "",
                columns=columns,
                editions=tuple(
                    _build_edition(
                        line,
                        event_index.events[line.id],
                        registry,
                        [facts_by_event[line.id].get(name, "") for name in columns],
                    )
                    for line in page_events.rows
                ),
                events=page_events,
            )


def _build_edition(
    line: EventRow, event: Event, registry: SiteRegistry, facts: Sequence[str]
) -> SeriesEdition:
    return SeriesEdition(
        row=line,
        edition=event.edition or "",
        place=registry.place_link(event.place_id) if event.place_id else None,
        facts=tuple(facts),
    )


def build_topic_pages(
    event_index: EventIndex, registry: SiteRegistry, launches: Sequence[Launch]
) -> Iterator[TopicPage]:
    """Yield the pages of every topic of the registry, with its newest launches that have figures."""
    for topic_id, row in registry.topics.items():
        for path, page_events in paginate_events(
            registry.topic_link(topic_id).path, event_index.topics.get(topic_id, ()), event_index
        ):
            event_ids = (
                frozenset(event_index.topics.get(topic_id, ()))
                if page_events.part.number == 1
                else frozenset()
            )
            yield TopicPage(
                path=path,
                title=row.name,
                description=row.description or "",
                namesakes=registry.namesakes(row.name, registry.topic_link(topic_id).path),
                launches=tuple(it for it in launches if it.is_measured and it.row.id in event_ids)[
                    -PAGE_SIZE:
                ],
                events=page_events,
            )


def build_year_pages(event_index: EventIndex) -> Iterator[YearPage]:
    """Yield the pages of every year in which an event began."""
    keyed_ids = ((event_year(event), event_id) for event_id, event in event_index.events.items())
    pairs_by_year = group_by(
        ((year, event_id) for year, event_id in keyed_ids if year is not None), lambda pair: pair[0]
    )
    years = sorted(pairs_by_year)
    months: Counter[str] = Counter()
    for month, _, row in iter_monthly_rows(event_index):
        months[month] += row.is_held
    for position, year in enumerate(years):
        ids = [event_id for _, event_id in pairs_by_year[year]]
        rows = [event_index.rows[event_id] for event_id in ids]
        countries = Counter(link for row in rows if row.is_held for link in row.countries)
        ranked = sorted(countries.items(), key=lambda item: (-item[1], item[0].label))
        for path, page_events in paginate_events(year_link(year).path, ids, event_index):
            yield YearPage(
                path=path,
                title=str(year),
                previous=year_link(years[position - 1]) if position else None,
                following=year_link(years[position + 1]) if position + 1 < len(years) else None,
                tallies=count_kinds(rows),
                countries=tuple(Count(link, count) for link, count in ranked[:YEAR_COUNTRIES]),
                line=TimelineYear(
                    year, year_link(year), tuple(sorted(rows, key=lambda row: (row.day, row.id)))
                ),
                months=tuple(
                    Count(month_link(month), months[month])
                    for month in sorted(months)
                    if month.startswith(f"{year:04}-")
                ),
                events=page_events,
            )

"""The pages of places, series, topics and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema import Base, Event, ExerciseDomain, Figure, Meeting, ParticipationUnit
from communique.schema.measure import MEASURE_WORDS, Measure
from communique.site import words
from communique.site.queries.actors import kind_tallies
from communique.site.queries.catalogue import Catalogue, year_of
from communique.site.queries.lists import PART_SIZE, event_parts
from communique.site.queries.registry import Registry
from communique.site.queries.rows import column, grouped, read
from communique.site.queries.spots import picture, spot
from communique.site.views.family import Edition, PlacePage, SeriesPage, Tally, TopicPage, YearPage
from communique.site.views.parts import EventRow, Launch, Ref

Row = TypeVar("Row", bound=Base)

UNITS = 3
"""How many units an edition names."""

YEAR_COUNTRIES = 12
"""How many countries a year's page names."""


def place_pages(catalogue: Catalogue, registry: Registry) -> Iterator[PlacePage]:
    """A page for every place of the registry, with the events of the places that lie in it."""
    here = catalogue.by(lambda event: event.place_id)
    children = grouped(
        (row for row in registry.places.values() if row.parent_id), lambda row: str(row.parent_id)
    )
    inside: dict[str, set[str]] = {}

    def events_in(place_id: str, above: frozenset[str] = frozenset()) -> set[str]:
        if place_id not in inside:
            found = set(here.get(place_id, ()))
            for child in children.get(place_id, ()):
                if child.id not in above:
                    found |= events_in(child.id, above | {place_id})
            inside[place_id] = found
        return inside[place_id]

    for place_id, row in registry.places.items():
        point = spot(place_id, len(here.get(place_id, ())), registry)
        for path, shown in event_parts(registry.place(place_id).path, events_in(place_id), catalogue):
            yield PlacePage(
                path=path,
                title=row.name,
                label_note=row.label_note or "",
                precision=words.PLACE_PRECISION_WORDS[row.precision] if point else "",
                coordinates=words.coordinates(point.latitude, point.longitude) if point else "",
                names=registry.place_name_list(place_id),
                within=registry.within(place_id),
                administered_by=registry.actor(row.actor_id) if row.actor_id else None,
                contains=tuple(registry.place(child.id) for child in children.get(place_id, ())),
                spot=point,
                picture=picture(place_id, registry) if shown.part.total else "",
                events=shown,
            )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the editions of all series are compared by."""

    figures: dict[str, list[Figure]]
    domains: dict[str, list[ExerciseDomain]]
    meetings: dict[str, list[Meeting]]
    units: dict[str, list[ParticipationUnit]]

    @classmethod
    def load(cls, session: Session) -> Facts:
        """Read the facts of events that belong to a series: four SELECTs."""
        in_series = select(column(Event, "id")).where(column(Event, "series_id").is_not(None))

        def of(model: type[Row]) -> dict[str, list[Row]]:
            rows = read(session, model, column(model, "event_id").in_(in_series))
            return grouped(rows, lambda row: str(cast("Any", row).event_id))

        return cls(
            figures=of(Figure),
            domains=of(ExerciseDomain),
            meetings=of(Meeting),
            units=of(ParticipationUnit),
        )

    def said(self, event_id: str, measures: Sequence[Measure]) -> dict[str, str]:
        """What one edition is compared by: each column's words, "" where no source says."""
        domains = (words.plain(row.domain.value) for row in self.domains.get(event_id, ()))
        formats = (words.plain(row.format.value) for row in self.meetings.get(event_id, ()) if row.format)
        units = list(dict.fromkeys(row.unit for row in self.units.get(event_id, ())))
        more = [f"{len(units) - UNITS} more"] if len(units) > UNITS + 1 else []
        figures = {row.measure: row for row in self.figures.get(event_id, ())}
        return {
            "Domains": words.capital(words.listed(list(domains))),
            "Format": words.capital(words.listed(list(formats))),
            "Units": words.listed([*units[: UNITS if more else None], *more]),
            **{
                words.capital(MEASURE_WORDS[measure][0]): words.quantity(measure, one.low, one.best, one.high)
                for measure in measures
                if (one := figures.get(measure))
            },
        }


def series_pages(catalogue: Catalogue, registry: Registry, facts: Facts) -> Iterator[SeriesPage]:
    """A page for every series that has an event, its editions side by side."""
    events = catalogue.by(lambda event: event.series_id)
    for series_id, row in registry.series.items():
        if series_id not in events:
            continue
        mine = events[series_id]
        measures = [m for m in Measure if any(f.measure is m for e in mine for f in facts.figures.get(e, ()))]
        said = {one: facts.said(one, measures) for one in mine}
        named = ("Domains", "Format", "Units", *(words.capital(MEASURE_WORDS[m][0]) for m in measures))
        columns = tuple(name for name in named if any(one.get(name) for one in said.values()))
        for path, shown in event_parts(registry.series_ref(series_id).path, mine, catalogue):
            yield SeriesPage(
                path=path,
                title=row.name,
                kind_words=words.title(row.kind),
                description=row.description or "",
                columns=columns,
                editions=tuple(
                    _edition(
                        line,
                        catalogue.events[line.id],
                        registry,
                        [said[line.id].get(name, "") for name in columns],
                    )
                    for line in shown.rows
                ),
                events=shown,
            )


def _edition(line: EventRow, event: Event, registry: Registry, facts: Sequence[str]) -> Edition:
    return Edition(
        row=line,
        edition=event.edition or "",
        place=registry.place(event.place_id) if event.place_id else None,
        facts=tuple(facts),
    )


def topic_pages(catalogue: Catalogue, registry: Registry, launches: Sequence[Launch]) -> Iterator[TopicPage]:
    """A page for every topic of the registry; the figures of its newest launches are drawn where there are some."""
    for topic_id, row in registry.topics.items():
        for path, shown in event_parts(
            registry.topic(topic_id).path, catalogue.topics.get(topic_id, ()), catalogue
        ):
            mine = frozenset(catalogue.topics.get(topic_id, ())) if shown.part.number == 1 else frozenset()
            yield TopicPage(
                path=path,
                title=row.name,
                description=row.description or "",
                launches=tuple(one for one in launches if one.row.id in mine)[-PART_SIZE:],
                events=shown,
            )


def year_ref(year: int) -> Ref:
    """The link to a year's page."""
    return Ref(str(year), f"years/{year:04}.md")


def year_pages(catalogue: Catalogue) -> Iterator[YearPage]:
    """A page for every year in which an event began."""
    found = ((year_of(event), event_id) for event_id, event in catalogue.events.items())
    dated = grouped(((year, event_id) for year, event_id in found if year is not None), lambda pair: pair[0])
    years = sorted(dated)
    for position, year in enumerate(years):
        ids = [event_id for _, event_id in dated[year]]
        rows = [catalogue.rows[event_id] for event_id in ids]
        countries = Counter(ref for row in rows for ref in row.countries)
        ranked = sorted(countries.items(), key=lambda item: (-item[1], item[0].label))
        for path, shown in event_parts(year_ref(year).path, ids, catalogue):
            yield YearPage(
                path=path,
                title=str(year),
                previous=year_ref(years[position - 1]) if position else None,
                following=year_ref(years[position + 1]) if position + 1 < len(years) else None,
                tallies=kind_tallies(rows),
                countries=tuple(Tally(ref, count) for ref, count in ranked[:YEAR_COUNTRIES]),
                events=shown,
            )

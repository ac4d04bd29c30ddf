"""Build the pages that draw events: the map, the timeline, and launches with their distances and altitudes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from communique.schema import Incident
from communique.schema.event_types.incident import IncidentType
from communique.schema.models import Figure, Ruling
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Decision
from communique.site import labels
from communique.site.pages.components import Launch, ValueRange, paginate_items
from communique.site.pages.event_index import EventIndex, map_points, year_link
from communique.site.pages.overview.overview_views import LaunchesPage, MapPage, TimelinePage, TimelineYear
from communique.site.pages.select import get_column, group_by, select_models

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry


def build_map_page(event_index: EventIndex, registry: SiteRegistry) -> MapPage:
    """Build the map of all places with events."""
    points = map_points(event_index.rows, event_index, registry)
    return MapPage(
        path="map.md", spots=points, elsewhere=len(event_index.rows) - sum(point.count for point in points)
    )


def build_timeline_page(event_index: EventIndex) -> TimelinePage:
    """Build the timeline of all events by the year in which they began, newest year first."""
    rows = list(event_index.rows.values())
    rows_by_year = group_by(
        (row for row in reversed(rows) if row.year is not None), lambda row: row.year or 0
    )
    return TimelinePage(
        path="timeline.md",
        span=event_index.year_counts(rows),
        years=tuple(
            TimelineYear(year, year_link(year), tuple(rows_by_year[year]))
            for year in sorted(rows_by_year, reverse=True)
        ),
        undated=len(rows) - sum(map(len, rows_by_year.values())),
    )


LAUNCHES = (IncidentType.MISSILE_LAUNCH, IncidentType.SATELLITE_LAUNCH)
MEASURES = (Measure.RANGE_KM, Measure.ALTITUDE_KM)


def build_launches_pages(launches: Sequence[Launch], unmeasured: int) -> Iterator[LaunchesPage]:
    """Yield the pages of all launches that have a figure, the newest on the first page."""
    newest = list(reversed(launches))
    for path, page_items, part in paginate_items("launches.md", newest):
        yield LaunchesPage(
            path=path,
            launches=tuple(reversed(page_items)),
            total=len(launches),
            unmeasured=unmeasured,
            part=part,
        )


def select_measured_launches(session: Session, event_index: EventIndex) -> tuple[tuple[Launch, ...], int]:
    """Return the launches with a figure, oldest first, and the number of those without; three SELECTs."""
    incidents = select_models(session, Incident, get_column(Incident, "type").in_(LAUNCHES))
    unresolved = {
        (row.event_id, row.element)
        for row in select_models(
            session,
            Ruling,
            get_column(Ruling, "field") == "figures",
            get_column(Ruling, "decision") == Decision.UNRESOLVED,
        )
    }
    figures = {
        (row.event_id, row.measure): ValueRange(
            row.low,
            row.best,
            row.high,
            labels.format_quantity(row.measure, row.low, row.best, row.high),
            (row.event_id, row.measure.value) in unresolved,
        )
        for row in select_models(session, Figure, get_column(Figure, "measure").in_(MEASURES))
    }
    incidents_by_event = {row.event_id: row for row in incidents if row.event_id in event_index.rows}
    launches = [
        Launch(
            row,
            incidents_by_event[row.id].weapon
            or (labels.format_label(weapon) if (weapon := incidents_by_event[row.id].weapon_class) else ""),
            figures.get((row.id, Measure.RANGE_KM)),
            figures.get((row.id, Measure.ALTITUDE_KM)),
        )
        for row in reversed(event_index.rows_for(incidents_by_event))
    ]
    measured = tuple(launch for launch in launches if (launch.distance or launch.altitude) and launch.row.day)
    return measured, len(launches) - len(measured)

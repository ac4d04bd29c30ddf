"""Build the pages of launches: all that have a figure, and each year's with those that have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from communique.schema.event_types.incident import IncidentType
from communique.schema.models import Figure, Incident, Ruling
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Decision
from communique.site import labels
from communique.site.pages.components import Launch, Pagination, ValueRange, paginate_items
from communique.site.pages.event_index import EventIndex
from communique.site.pages.overview.overview_views import LaunchesPage
from communique.site.pages.select import get_column, group_by, select_models

LAUNCHES = (IncidentType.MISSILE_LAUNCH, IncidentType.SATELLITE_LAUNCH)
MEASURES = (Measure.RANGE_KM, Measure.ALTITUDE_KM)
PATH = "launches.md"


def build_launches_pages(launches: Sequence[Launch], event_index: EventIndex) -> Iterator[LaunchesPage]:
    """Yield the pages of all launches that have a figure, the newest on the first page, then those of each year.

    Args:
        launches: with and without a figure, oldest first.
        event_index: that of all events.
    """
    years = event_index.year_counts(launch.row for launch in launches)
    measured = [launch for launch in launches if launch.is_measured]
    for path, page_items, part in paginate_items(PATH, measured[::-1]):
        yield LaunchesPage(
            path=path,
            year="",
            launches=tuple(page_items[::-1]),
            rows=tuple(page_items),
            file_rows=tuple(launches) if part.number == 1 else (),
            years=years,
            total=len(launches),
            unmeasured=len(launches) - len(measured),
            part=part,
        )
    for year, rows in sorted(group_by(launches, lambda launch: launch.row.year or 0).items()):
        if year:
            yield LaunchesPage(
                path=f"launches/{year:04}.md",
                year=str(year),
                launches=tuple(launch for launch in rows if launch.is_measured),
                rows=tuple(rows[::-1]),
                file_rows=tuple(rows),
                years=years,
                total=len(rows),
                unmeasured=sum(not launch.is_measured for launch in rows),
                part=Pagination(1, 1, len(rows), "", ""),
            )


def select_launches(session: Session, event_index: EventIndex) -> tuple[Launch, ...]:
    """Return all launches, oldest first, with their figures where they have any; three SELECTs."""
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
    by_event = {row.event_id: row for row in incidents if row.event_id in event_index.rows}
    return tuple(
        Launch(
            row=row,
            edtf=event_index.events[row.id].date or "",
            type=incident.type.value if incident.type else "",
            weapon=incident.weapon or "",
            weapon_class=incident.weapon_class.value if incident.weapon_class else "",
            distance=figures.get((row.id, Measure.RANGE_KM)),
            altitude=figures.get((row.id, Measure.ALTITUDE_KM)),
        )
        for row in reversed(event_index.rows_for(by_event))
        for incident in (by_event[row.id],)
    )

"""How far and how high missiles and rockets flew: the figures of launches, with what is unresolved about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from communique.schema import Figure, Incident, Ruling
from communique.schema.kinds.vocabulary import IncidentType
from communique.schema.measure import Measure
from communique.schema.vocabulary import Decision
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.lists import parts
from communique.site.queries.rows import column, read
from communique.site.views.parts import Launch, Span
from communique.site.views.pictures import LaunchesPage

LAUNCHES = (IncidentType.MISSILE_LAUNCH, IncidentType.SATELLITE_LAUNCH)
MEASURES = (Measure.RANGE_KM, Measure.ALTITUDE_KM)


def launches_pages(launches: Sequence[Launch], unmeasured: int) -> Iterator[LaunchesPage]:
    """Every launch with a figure, the newest on the first part."""
    newest = list(reversed(launches))
    for path, shown, part in parts("launches.md", newest):
        yield LaunchesPage(
            path=path, launches=tuple(reversed(shown)), total=len(launches), unmeasured=unmeasured, part=part
        )


def measured_launches(session: Session, catalogue: Catalogue) -> tuple[tuple[Launch, ...], int]:
    """Every launch with a figure, oldest first, and how many have none: three SELECTs."""
    incidents = read(session, Incident, column(Incident, "type").in_(LAUNCHES))
    unresolved = {
        (row.event_id, row.element)
        for row in read(
            session,
            Ruling,
            column(Ruling, "field") == "figures",
            column(Ruling, "decision") == Decision.UNRESOLVED,
        )
    }
    figures = {
        (row.event_id, row.measure): Span(
            row.low,
            row.best,
            row.high,
            words.quantity(row.measure, row.low, row.best, row.high),
            (row.event_id, row.measure.value) in unresolved,
        )
        for row in read(session, Figure, column(Figure, "measure").in_(MEASURES))
    }
    known = {row.event_id: row for row in incidents if row.event_id in catalogue.rows}
    launches = [
        Launch(
            row,
            known[row.id].weapon or (words.title(weapon) if (weapon := known[row.id].weapon_class) else ""),
            figures.get((row.id, Measure.RANGE_KM)),
            figures.get((row.id, Measure.ALTITUDE_KM)),
        )
        for row in reversed(catalogue.listed(known))
    ]
    measured = tuple(one for one in launches if (one.distance or one.altitude) and one.row.day)
    return measured, len(launches) - len(measured)

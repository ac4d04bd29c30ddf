"""Decide which events each page of the list of disagreements shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.models import Claim, Ruling
from communique.schema.vocabulary import MINOR_GRADES, Standing
from communique.site.pages.components import EventRow, Pagination, YearCount
from communique.site.pages.event.event_view import ValueDisagreement
from communique.site.pages.event_index import EventIndex
from communique.site.pages.overview.home_view import DisputedEvent
from communique.site.pages.pagination import paginate_items
from communique.site.pages.select import get_column, select_models
from communique.site.pages.views import DisagreementsPage

SIZE = 50
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

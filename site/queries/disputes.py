"""Which events stand on which part of the page of disagreements; what they say there is told by the events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema import Claim
from communique.schema.vocabulary import Standing
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.lists import parts
from communique.site.queries.rows import column
from communique.site.views import DisagreementsPage
from communique.site.views.event import Disagreement
from communique.site.views.front import DisputedEvent
from communique.site.views.parts import EventRow, Part, YearCount

SIZE = 50
"""Events on one part: each is as long as several lines of a list."""


@dataclass(frozen=True, slots=True)
class DisputedPart:
    """A part of the page: its events, each under the sort of disagreement for which it stands there."""

    path: str
    shown: tuple[tuple[str, EventRow], ...]
    years: tuple[YearCount, ...]
    part: Part

    def page(self, known: Mapping[str, tuple[Disagreement, ...]]) -> DisagreementsPage:
        """The part with what sources say, by event."""

        def with_decision(decision: str) -> tuple[DisputedEvent, ...]:
            return tuple(
                DisputedEvent(row, tuple(d for d in known[row.id] if d.decision == decision))
                for sort, row in self.shown
                if sort == decision
            )

        return DisagreementsPage(
            path=self.path,
            unresolved=with_decision("unresolved"),
            settled=with_decision("settled"),
            years=self.years,
            part=self.part,
        )


def disputed_parts(session: Session, catalogue: Catalogue) -> Iterator[DisputedPart]:
    """Every part of the page, unresolved disagreements first, within each sort the newest event: one SELECT."""
    names = ("event_id", "field", "element", "standing")
    columns = [column(Claim, name) for name in names]
    sorts = (Standing.UNRESOLVED, Standing.OVERRULED)
    standings: defaultdict[tuple[str, str, str], set[Standing]] = defaultdict(set)
    for event, field, element, standing in session.execute(
        select(*columns).where(columns[-1].in_(sorts)).distinct()
    ):
        if event in catalogue.rows:
            standings[event, field, element].add(standing)
    unresolved, settled = set[str](), set[str]()
    for (event, _, _), found in standings.items():
        (unresolved if Standing.UNRESOLVED in found else settled).add(event)
    shown = [
        (decision, row)
        for decision, events in (("unresolved", unresolved), ("settled", settled))
        for row in catalogue.listed(events)
    ]
    years = catalogue.years(catalogue.listed(unresolved | settled))
    for path, some, part in parts("disagreements.md", shown, SIZE):
        yield DisputedPart(path, tuple(some), years, part)

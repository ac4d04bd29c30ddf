"""The record year by year, for the page that draws every event."""

from __future__ import annotations

from communique.site.queries.catalogue import Catalogue
from communique.site.queries.rows import grouped
from communique.site.queries.subjects import year_ref
from communique.site.views.pictures import TimelinePage, TimelineYear


def timeline_page(catalogue: Catalogue) -> TimelinePage:
    """All events by the year in which they began, the newest year first."""
    rows = list(catalogue.rows.values())
    dated = grouped((row for row in reversed(rows) if row.year is not None), lambda row: row.year or 0)
    return TimelinePage(
        path="timeline.md",
        span=catalogue.years(rows),
        years=tuple(
            TimelineYear(year, year_ref(year), tuple(dated[year])) for year in sorted(dated, reverse=True)
        ),
        undated=len(rows) - sum(map(len, dated.values())),
    )

"""Build the timeline page, which draws every event year by year."""

from __future__ import annotations

from communique.site.pages.event_index import EventIndex, year_link
from communique.site.pages.overview.chart_views import TimelinePage, TimelineYear
from communique.site.pages.select import group_by


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

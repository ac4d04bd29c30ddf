"""Say on pages how complete the record is: for countries, series, topics and years, beside what others counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.schema.models import Coverage
from communique.schema.views.overviews import COVERAGE_OVERVIEW
from communique.schema.vocabulary import Extent
from communique.site import labels
from communique.site.pages.components import ComparedCount, CoverageStatement, Link
from communique.site.pages.overview.charts import LAUNCHES
from communique.site.pages.overview.overview_views import AboutPage, HomePage, LaunchesPage
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import select_models
from communique.site.pages.subjects.subject_views import ActorPage, SeriesPage, TopicPage, YearPage
from communique.site.pages.views import View

EXTENTS = {Extent.COMPLETE: "Complete", Extent.PARTIAL: "In part", Extent.NOT_READ: "Not read yet"}


def load_coverage(session: Session, registry: SiteRegistry) -> tuple[CoverageStatement, ...]:
    """Return every statement on coverage with the counts of others; two SELECTs."""
    counts: defaultdict[str, list[ComparedCount]] = defaultdict(list)
    for row in session.execute(
        text(f"{COVERAGE_OVERVIEW.select} ORDER BY coverage.id, outside_count.number")
    ):
        period = labels.format_edtf(row.period)
        counts[row.id].append(ComparedCount(period, row.counted, row.counted_by, row.url or "", row.recorded))
    return tuple(
        CoverageStatement(
            id=row.id,
            subjects=tuple(_list_subjects(row, registry)),
            extent=EXTENTS[row.extent],
            period=labels.format_edtf(row.date),
            scope=row.scope,
            counts=tuple(counts[row.id]),
        )
        for row in select_models(session, Coverage)
    )


def _list_subjects(row: Coverage, registry: SiteRegistry) -> Iterator[Link]:
    """Yield what a statement is about, by the pages on which it is shown besides the page About."""
    if row.country_id:
        yield registry.actor_link(row.country_id)
    if row.series_id:
        yield registry.series_link(row.series_id)
    if row.topic_id:
        yield registry.topic_link(row.topic_id)
    if row.year:
        yield Link(f"{row.year:04}", f"years/{row.year:04}.md")
    if row.incident_type in {kind.value for kind in LAUNCHES}:
        yield Link("Launches", "launches.md")


def add_coverage(views: Iterable[View], statements: Sequence[CoverageStatement]) -> Iterator[View]:
    """Yield views, those of subjects with what is said of their coverage, home and About with everything."""
    for view in views:
        if isinstance(view, HomePage | AboutPage) and statements:
            yield replace(view, coverage=tuple(statements))
        elif isinstance(view, LaunchesPage | ActorPage | SeriesPage | TopicPage | YearPage):
            chosen = tuple(
                statement
                for statement in statements
                if view.path in {subject.path for subject in statement.subjects}
            )
            yield replace(view, coverage=chosen) if chosen else view
        else:
            yield view

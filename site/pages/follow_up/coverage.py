"""Say on pages how complete the record is: for countries, series, topics and years, beside what others counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.schema.models import Coverage
from communique.schema.views.scope import COVERAGE_OVERVIEW
from communique.schema.vocabulary import Extent
from communique.site import labels
from communique.site.pages.components import ComparedCount, CoverageStatement, Link
from communique.site.pages.overview.launches import LAUNCHES, PATH
from communique.site.pages.overview.overview_views import (
    AboutPage,
    HomePage,
    IndexPage,
    LaunchesPage,
    PairPage,
    TimelinePage,
)
from communique.site.pages.overview.recent_views import MonthPage
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
            is_narrow=bool(row.incident_type),
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
        yield Link("Launches", PATH)


def add_coverage(views: Iterable[View], statements: Sequence[CoverageStatement]) -> Iterator[View]:
    """Yield views, those of subjects with what is said of their coverage, home and About with everything.

    A pair of countries has what is said of both, the timeline what is said of all and of its years, a month what
    is said of its year; an index says it in a column.
    """
    by_path: defaultdict[str, list[CoverageStatement]] = defaultdict(list)
    for statement in statements:
        for path in [subject.path for subject in statement.subjects] or [""]:
            by_path[path].append(statement)
    for view in views:
        if isinstance(view, HomePage | AboutPage):
            yield replace(view, coverage=tuple(statements))
        elif isinstance(view, IndexPage):
            yield _add_column(view, by_path)
        elif isinstance(view, PairPage):
            pair = (*by_path[view.first.path], *by_path[view.second.path])
            yield replace(view, coverage=tuple(it for it in pair if not it.is_narrow))
        elif isinstance(view, TimelinePage):
            paths = (*[""] * bool(view.span), *(year.page.path for year in view.years))
            yield replace(view, coverage=tuple(it for path in paths for it in by_path[path]))
        elif isinstance(view, MonthPage):
            yield replace(view, coverage=tuple(by_path[view.year.path]))
        elif isinstance(view, LaunchesPage):
            yield replace(view, coverage=tuple(by_path[PATH]))
        elif isinstance(view, ActorPage | SeriesPage | TopicPage | YearPage):
            yield replace(view, coverage=tuple(by_path[view.path]))
        else:
            yield view


def _add_column(view: IndexPage, by_path: Mapping[str, list[CoverageStatement]]) -> IndexPage:
    """Return an index with a column that says how complete each subject is, where that is said of any."""
    cells = [
        [_describe_extent(it) for it in by_path.get(row[0].path, ()) if not it.is_narrow]
        if isinstance(row[0], Link)
        else []
        for row in view.rows
    ]
    if not any(cells):
        return view
    rows = tuple(
        (*row, "; ".join(texts) or "not judged") for row, texts in zip(view.rows, cells, strict=True)
    )
    return replace(view, columns=(*view.columns, "How complete"), rows=rows)


def _describe_extent(statement: CoverageStatement) -> str:
    """Return the extent in short, with the newest count of others: ``in part, 6 of 15 counted by others``."""
    counts = [f"{count.recorded} of {count.counted} counted by others" for count in statement.counts[-1:]]
    return ", ".join((statement.extent.lower(), *counts))

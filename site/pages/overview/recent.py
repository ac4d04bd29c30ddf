"""Build the pages of what is new: the last days, what is coming, what was entered, and each month day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from communique.schema.models import Change
from communique.schema.vocabulary import ChangeType, Disagreement, Entity
from communique.site import labels
from communique.site.pages.components import EventRow, TimelineDays
from communique.site.pages.event_index import (
    EventIndex,
    count_kinds,
    iter_monthly_rows,
    month_link,
    year_link,
)
from communique.site.pages.overview.recent_views import MonthDay, MonthPage, RecentList, RecentPage
from communique.site.pages.select import get_column, group_by, select_models

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry

SPANS = (30, 90)
COMING = "Coming up"
"""The list that is shown empty too: that nothing is planned is an answer."""
LISTED = 40
"""Events in one list of the page; Explore has all."""


def build_recent_page(session: Session, event_index: EventIndex, registry: SiteRegistry) -> RecentPage:
    """Build the page of what is new; one SELECT.

    Without a clock, "the last 30 days" end with the newest event that was held, and the page says so.
    """
    rows = list(event_index.rows.values())
    held = [row for row in rows if row.is_held and row.day]
    read = max((source.accessed for source in event_index.sources.values()), default=None)
    until = held[0] if held else None
    return RecentPage(
        path="recent.md",
        until=until.date if until else "",
        read=labels.format_day(read) if read else "",
        line=_build_recent_line(held, until.day) if until else None,
        lists=tuple(
            events
            for events in (
                *_list_last_days(held, until.day if until else ""),
                *_list_unheld(rows, registry, until.day if until else ""),
                *_list_entered(event_index),
                *_list_changed(session, event_index, registry),
            )
            if events.rows or events.title == COMING
        ),
    )


def _build_recent_line(held: list[EventRow], until: str) -> TimelineDays:
    last = dt.date.fromisoformat(until)
    first = last - dt.timedelta(days=SPANS[-1] - 1)
    rows = tuple(row for row in reversed(held) if row.day >= first.isoformat())
    return TimelineDays(first, last, rows)


def _list_last_days(held: list[EventRow], until: str) -> Iterator[RecentList]:
    previous = 0
    for span in SPANS if until else ():
        last = dt.date.fromisoformat(until)
        first = last - dt.timedelta(days=span - 1)
        since = first.isoformat()
        rows = tuple(row for row in held if since <= row.day)
        title = f"The last {span} days"
        note = f"{labels.format_day(first)} to {labels.format_day(last)}"
        if previous:
            note += f"; the {labels.format_count(previous, 'event')} above not repeated"
        yield RecentList(
            title, note, rows[previous : previous + LISTED], len(rows), f"from={since}&to={until}"
        )
        previous = len(rows)


def _list_unheld(rows: list[EventRow], registry: SiteRegistry, until: str) -> Iterator[RecentList]:
    coming = [
        row for row in rows if row.status == "planned" or (row.status == "postponed" and row.day >= until)
    ]
    coming.sort(key=lambda row: (row.day or "9999", row.id))
    overdue = [row for row in rows if row.id in registry.overdue]
    begun = sum(row.is_held for row in overdue)
    yield RecentList(
        COMING,
        "planned or put off, the next first",
        tuple(coming[:LISTED]),
        len(coming),
        "status=planned",
    )
    yield RecentList(
        "Outcome not recorded",
        "planned or still going on when last reported, and the day is past"
        + (f"; the {begun} that had begun count as held" if begun else ""),
        tuple(overdue[:LISTED]),
        len(overdue),
        "status=overdue",
    )


def _list_entered(event_index: EventIndex) -> Iterator[RecentList]:
    """Yield the events that were entered last, by the day on which the first text on each was read."""
    entered: dict[str, dt.date] = {}
    for source_id, reports in event_index.reports.items():
        day = event_index.sources[source_id].accessed
        for report in reports:
            entered[report.event_id] = min(day, entered.get(report.event_id, day))
    if not entered:
        return
    last = max(entered.values())
    ids = sorted((key for key, day in entered.items() if day == last), key=event_index.ranks.__getitem__)
    note = f"from texts read on {labels.format_day(last)}"
    yield RecentList("Newly entered", note, tuple(event_index.rows[key] for key in ids[:LISTED]), len(ids))


def _list_changed(session: Session, event_index: EventIndex, registry: SiteRegistry) -> Iterator[RecentList]:
    """Yield what is newly disputed and newly corrected: since the newest release, or in it where nothing is."""
    history = registry.release_history
    since, changes = (
        f"since data release {history.newest}",
        [
            (change.id, change.type, change.field)
            for several in history.unreleased.values()
            for change in several
        ],
    )
    if not changes and len(history.releases) > 1:
        in_newest = get_column(Change, "release_version") == history.newest
        since, changes = (
            f"in data release {history.newest}",
            [
                (row.entity_id, row.type, row.field)
                for row in select_models(session, Change, in_newest)
                if row.entity is Entity.EVENT
            ],
        )
    new = {key for key, type_, _ in changes if type_ is ChangeType.NEW}
    disputed = {
        key
        for key, _, field in changes
        if (field == "rulings" or key in new)
        and key in event_index.events
        and event_index.events[key].disagreement is not Disagreement.NONE
    }
    corrected = {key for key, type_, _ in changes if type_ is ChangeType.CORRECTED} - new
    for title, ids in (("Newly disputed", disputed), ("Newly corrected", corrected)):
        rows = event_index.rows_for(key for key in ids if key in event_index.rows)
        yield RecentList(title, since, rows[:LISTED], len(rows))


def build_month_pages(event_index: EventIndex) -> Iterator[MonthPage]:
    """Yield the page of every month in which an event began; an event known only to its year is on none."""
    rows_by_month = group_by(iter_monthly_rows(event_index), lambda pair: pair[0])
    months = sorted(rows_by_month)
    for position, month in enumerate(months):
        pairs = rows_by_month[month]
        yield MonthPage(
            path=month_link(month).path,
            title=month_link(month).label,
            month=month,
            year=year_link(int(month[:4])),
            previous=month_link(months[position - 1]) if position else None,
            following=month_link(months[position + 1]) if position + 1 < len(months) else None,
            tallies=count_kinds(row for _, _, row in pairs),
            line=_build_month_line(month, pairs),
            days=tuple(_group_days(month, pairs)),
        )


def _build_month_line(month: str, pairs: Sequence[tuple[str, str, EventRow]]) -> TimelineDays:
    first = dt.date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    rows = sorted((row for _, day, row in pairs if day), key=lambda row: (row.day, row.id))
    return TimelineDays(first, last, tuple(rows), len(pairs) - len(rows))


def _group_days(month: str, pairs: Iterable[tuple[str, str, EventRow]]) -> Iterator[MonthDay]:
    by_day = group_by(pairs, lambda pair: pair[1])
    for day in sorted(by_day, key=lambda day: (not day, day)):
        title = labels.format_edtf(day) if day else f"{labels.format_edtf(month)}, day not known"
        yield MonthDay(day or month, title, tuple(row for _, _, row in by_day[day]))

"""Find what the record leaves open: outcomes, wording, rulings to look at again, missing editions, thin sources."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from communique.schema.models import Claim, Event, Ruling, Source, Tenure
from communique.schema.vocabulary import Decision, Holders, Kind, Rhythm, Standing, Status
from communique.site import labels
from communique.site.pages.event.sources import source_link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.follow_up.open_questions_view import (
    OpenQuestion,
    OpenQuestionsPage,
    QuestionGroup,
    QuestionSort,
)
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import get_column, group_by, select_models

HEADINGS: Final[dict[QuestionSort, tuple[str, str]]] = {
    QuestionSort.OUTCOMES: (
        "Outcome not recorded",
        "Planned or going on when last reported, and past their end: no source read says what became of them.",
    ),
    QuestionSort.WORDING: (
        "Worded as a plan",
        "They took place, and their title or summary still speaks of a plan.",
    ),
    QuestionSort.SUMMARIES: (
        "Summed up from a thin source",
        "Title and summary are from a source that states less than half of what the best one does.",
    ),
    QuestionSort.RULINGS: (
        "Rulings to look at again",
        "Left unresolved and due for another look, or contradicted by a text read after the decision.",
    ),
    QuestionSort.SERIES: (
        "Missing editions",
        "The rhythm of the series lets one expect more editions than the record holds.",
    ),
    QuestionSort.OFFICES: (
        "Tenures left open",
        "No end is known although somebody else holds the office by now, or no date is known at all.",
    ),
    QuestionSort.ARCHIVE: (
        "Sources without an archived copy",
        "If their address goes, so does the text.",
    ),
    QuestionSort.READING: (
        "Read once",
        "Nobody has compared the entry with its text a second time. Those that most rests on come first.",
    ),
    QuestionSort.ARTICLES: ("The newest article", "How far behind the day the record is."),
}
"""The heading of each sort, and what it means."""

_PLAN = re.compile(r"\b(?:plan(?:s|ned|ning)?|will|(?:is|are|was|were) to)\b", re.IGNORECASE)

EDITIONS: Final[dict[Rhythm, tuple[int, int]]] = {
    Rhythm.QUARTERLY: (4, 1),
    Rhythm.TWICE_YEARLY: (2, 1),
    Rhythm.YEARLY: (1, 1),
    Rhythm.EVERY_TWO_YEARS: (1, 2),
}
"""How many editions a rhythm lets one expect, and in how many years."""


def build_open_questions_page(
    session: Session, event_index: EventIndex, registry: SiteRegistry
) -> OpenQuestionsPage:
    """Build the page of open questions as of the day on which a source was last read: pages have no clock."""
    as_of = max((row.accessed for row in event_index.sources.values()), default=dt.date.min)
    return OpenQuestionsPage(
        path="questions.md",
        json_path="data/questions.json",
        as_of=as_of.isoformat(),
        as_of_words=labels.format_day(as_of) if event_index.sources else "",
        groups=find_open_questions(session, event_index, registry, as_of),
    )


def find_open_questions(
    session: Session, event_index: EventIndex, registry: SiteRegistry, as_of: dt.date
) -> tuple[QuestionGroup, ...]:
    """Return all open questions by sort, also of sorts without any; three SELECTs."""
    finder = _Finder(session, event_index, registry, as_of)
    find: dict[QuestionSort, Callable[[], Iterator[OpenQuestion]]] = {
        QuestionSort.OUTCOMES: finder.find_missing_outcomes,
        QuestionSort.WORDING: finder.find_plan_wording,
        QuestionSort.SUMMARIES: finder.find_thin_summaries,
        QuestionSort.RULINGS: finder.find_due_rulings,
        QuestionSort.SERIES: finder.find_missing_editions,
        QuestionSort.OFFICES: finder.find_open_tenures,
        QuestionSort.ARCHIVE: finder.find_unarchived_sources,
        QuestionSort.READING: finder.find_entries_read_once,
        QuestionSort.ARTICLES: finder.find_newest_article,
    }
    return tuple(QuestionGroup(sort, *HEADINGS[sort], tuple(find[sort]())) for sort in QuestionSort)


@dataclass(frozen=True, slots=True)
class _Finder:
    """The record and the day as of which it is asked."""

    session: Session
    event_index: EventIndex
    registry: SiteRegistry
    as_of: dt.date

    def _ask_of_event(self, event_id: str, reason: str) -> OpenQuestion:
        return OpenQuestion(self.event_index.rows[event_id].event, event_id, reason)

    def _ask_of_source(self, source: Source, reason: str) -> OpenQuestion:
        return OpenQuestion(source_link(source), source.id, reason)

    def find_missing_outcomes(self) -> Iterator[OpenQuestion]:
        """Yield planned and ongoing events whose last day is past, the oldest first."""
        for event_id in reversed(self.event_index.rows):
            event = self.event_index.events[event_id]
            if is_overdue(event, self.as_of):
                when = labels.format_edtf(event.date)
                sought = event.outcome_sought
                search = f"; looked for on {labels.format_day(sought)}, none found" if sought else ""
                yield self._ask_of_event(event_id, f"{event.status.value} when last reported, {when}{search}")

    def find_plan_wording(self) -> Iterator[OpenQuestion]:
        """Yield events that occurred and whose title, or the summary's first sentence, speaks of a plan.

        What a memorandum says that its parties will do is no plan of the memorandum.
        """
        for event_id, event in self._iter_newest():
            if event.status is not Status.OCCURRED or event.kind is Kind.MEMORANDUM:
                continue
            for where, text in (("title", event.title), ("summary", event.summary.split(". ")[0])):
                if match := _PLAN.search(text):
                    yield self._ask_of_event(event_id, f"its {where} says “{match[0]}”")
                    break

    def _iter_newest(self) -> Iterator[tuple[str, Event]]:
        for event_id in self.event_index.rows:
            yield event_id, self.event_index.events[event_id]

    def find_thin_summaries(self) -> Iterator[OpenQuestion]:
        """Yield events whose title is from a source with less than half of the best source's claims."""
        columns = [get_column(Claim, name) for name in ("event_id", "source_id")]
        counted = self.session.execute(select(*columns, func.count()).group_by(*columns))
        counts = {(row[0], row[1]): int(row[2]) for row in counted}
        authors = {
            report.event_id: report.source_id
            for reports in self.event_index.reports.values()
            for report in reports
            if report.author_of_text
        }
        best: Counter[str] = Counter()
        for (event_id, _), number in counts.items():
            best[event_id] = max(best[event_id], number)
        for event_id, _ in self._iter_newest():
            own = counts.get((event_id, authors.get(event_id, "")), 0)
            if 2 * own < best[event_id]:
                reason = (
                    f"its author states {labels.format_count(own, 'value')}, the best source {best[event_id]}"
                )
                yield self._ask_of_event(event_id, reason)

    def find_due_rulings(self) -> Iterator[OpenQuestion]:
        """Yield unresolved rulings whose review is due or was never set, and settled ones contradicted since."""
        rulings = select_models(self.session, Ruling)
        columns = [get_column(Claim, name) for name in ("event_id", "field", "element", "source_id")]
        overruled = self.session.execute(
            select(*columns).where(get_column(Claim, "standing") == Standing.OVERRULED).distinct()
        )
        dissent: defaultdict[tuple[str, str, str], list[Source]] = defaultdict(list)
        for event, field, element, source in overruled:
            dissent[event, field, element].append(self.event_index.sources[source])
        for ruling in rulings:
            if ruling.event_id not in self.event_index.rows:
                continue
            subject = f"{ruling.field} {ruling.element}".strip()
            later = [
                source
                for source in dissent[ruling.event_id, ruling.field, ruling.element]
                if ruling.decided and source.accessed > ruling.decided
            ]
            if ruling.decision is Decision.UNRESOLVED and (not ruling.review or ruling.review <= self.as_of):
                due = (
                    f"due on {labels.format_day(ruling.review)}"
                    if ruling.review
                    else "no day is set to look at it again"
                )
                settle = f"; {ruling.would_settle} would settle it" if ruling.would_settle else ""
                yield self._ask_of_event(ruling.event_id, f"{subject}: unresolved, {due}{settle}")
            elif later:
                texts = labels.format_count(len(later), "text")
                day = labels.format_day(later[0].accessed)
                reason = f"{subject}: settled, and since {day} {texts} more against it"
                yield self._ask_of_event(ruling.event_id, reason)

    def find_missing_editions(self) -> Iterator[OpenQuestion]:
        """Yield, for each series with a rhythm, the complete periods with fewer editions than it lets one expect.

        Periods begin with the year of the first edition; the year in which we are is not over.
        """
        editions = self.event_index.group_by(lambda event: event.series_id)
        for series in self.registry.series.values():
            years = Counter(self.event_index.rows[key].year for key in editions.get(series.id, ()))
            first = min((year for year in years if year is not None), default=None)
            if series.rhythm is None or first is None:
                continue
            expected, length = EDITIONS[series.rhythm]
            for year in range(first, self.as_of.year - length + 1, length):
                count = sum(years[later] for later in range(year, year + length))
                if count < expected:
                    period = f"{year}" if length == 1 else f"{year}–{year + length - 1}"
                    reason = f"{labels.humanize(series.rhythm)}, and {period} has {count or 'none'}"
                    yield OpenQuestion(self.registry.series_link(series.id), series.id, reason)

    def find_open_tenures(self) -> Iterator[OpenQuestion]:
        """Yield tenures of people who act at events: without dates, without an end, or without a source."""
        in_use = {row.person_id for row in self.event_index.people}
        for office_id, tenures in group_by(self.registry.tenures, lambda row: row.office_id).items():
            for tenure in tenures:
                reason = self._describe_gap(tenure, tenures) if tenure.person_id in in_use else ""
                if reason:
                    subject = self.registry.person_link(tenure.person_id)
                    title = self.registry.offices[office_id].title
                    yield OpenQuestion(subject, tenure.person_id, f"{title}: {reason}")

    def _describe_gap(self, tenure: Tenure, tenures: list[Tenure]) -> str:
        """Return what a tenure lacks, given all of its office; "" if nothing."""
        if not tenure.date:
            return "no date is known"
        start = tenure.start_earliest or dt.date.min
        others = (row.start_earliest for row in tenures if row.person_id != tenure.person_id)
        later = [day for day in others if day and day > start]
        is_single = self.registry.offices[tenure.office_id].holders is not Holders.SEVERAL
        if not tenure.end_latest and later and is_single:
            return f"no end, and another began on {labels.format_day(min(later))}"
        return "" if tenure.url else "no source gives the dates"

    def find_unarchived_sources(self) -> Iterator[OpenQuestion]:
        """Yield sources with an address and no archived copy, the newest first."""
        for source in self._newest_sources():
            if source.url and not source.archived_url:
                yield self._ask_of_source(source, "no archived copy")

    def _newest_sources(self) -> list[Source]:
        return sorted(
            self.event_index.sources.values(),
            key=lambda row: (str(row.published_on or ""), row.id),
            reverse=True,
        )

    def find_entries_read_once(self) -> Iterator[OpenQuestion]:
        """Yield entries that nobody read twice, weakest first: read in part, then with most events on them alone."""

        def weakness(source: Source) -> tuple[bool, int]:
            alone = sum(
                1
                for report in self.event_index.reports.get(source.id, ())
                if self.event_index.events[report.event_id].independent_source_count == 1
            )
            return source.excerpt, alone

        once = (source for source in self._newest_sources() if not source.second_read_by)
        ranked = [(weakness(source), source) for source in once]
        for (is_excerpt, alone), source in sorted(ranked, key=lambda pair: pair[0], reverse=True):
            part = "only the beginning of the text was read" if is_excerpt else ""
            rests = f"{labels.format_count(alone, 'event')} on it alone" if alone else ""
            yield self._ask_of_source(source, labels.join_nonempty((rests, part), "; ") or "read once")

    def find_newest_article(self) -> Iterator[OpenQuestion]:
        """Yield the newest article with the number of days since it was published."""
        dated = [source for source in self._newest_sources() if source.published_on]
        if dated and dated[0].published_on:
            age = (self.as_of - dated[0].published_on).days
            yield self._ask_of_source(dated[0], f"published {labels.format_count(age, 'day')} ago")


def is_overdue(event: Event, as_of: dt.date) -> bool:
    """Return whether an event is planned or going on although its last day was before ``as_of``."""
    is_open = event.status in {Status.PLANNED, Status.ONGOING}
    return is_open and event.end_latest is not None and event.end_latest < as_of

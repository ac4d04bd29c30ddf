"""Index all published events with their participants, topics and sources, for pages with lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from communique.schema.event_types import EVENT_TYPES
from communique.schema.models import (
    Event,
    EventTopic,
    Participation,
    ParticipationPerson,
    Source,
    SourceEvent,
)
from communique.schema.vocabulary import Disagreement, Kind, RecordStatus, Role
from communique.site import labels
from communique.site.labels import format_edtf
from communique.site.pages.components import Dispute, EventRow, Link, MapPoint, YearCount
from communique.site.pages.registry import SiteRegistry, build_map_point
from communique.site.pages.select import get_column, group_by, select_models
from communique.site.pages.subjects.subject_views import Count

DISPUTES: dict[Disagreement, Dispute] = {
    Disagreement.NONE: "",
    Disagreement.SETTLED: "settled",
    Disagreement.UNRESOLVED: "unresolved",
}

_LEADING = (Role.HOST, Role.ORGANISER, Role.INITIATOR, Role.ALLEGED_INITIATOR, Role.ISSUER, Role.SIGNATORY)
ROLE_ORDER = {role: number for number, role in enumerate(dict.fromkeys((*_LEADING, *Role)))}
"""Who brought an event about comes first, then all others in the vocabulary's own order."""


@dataclass(frozen=True, slots=True)
class EventIndex:
    """All published events, newest first, with the relations that lists and indexes are built from.

    ``span`` is the first and the last year with an event, ``ranks`` an event's place among all, the newest 0.
    """

    rows: dict[str, EventRow]
    events: dict[str, Event]
    participations: dict[str, list[Participation]]
    people: list[ParticipationPerson]
    topics: dict[str, list[str]]
    reports: dict[str, list[SourceEvent]]
    sources: dict[str, Source]
    span: tuple[int, int]
    ranks: dict[str, int]
    office_days: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """For each person and office the first days of the events at which the person acted in it, in order."""

    @classmethod
    def load(cls, session: Session, registry: SiteRegistry) -> EventIndex:
        """Read all published events and their relations from the database with six SELECTs."""
        published = get_column(Event, "record_status") == RecordStatus.PUBLISHED
        events = {row.id: row for row in select_models(session, Event, published)}
        participation_rows = [row for row in select_models(session, Participation) if row.event_id in events]
        participations = group_by(participation_rows, lambda row: row.event_id)
        sources = {row.id: row for row in select_models(session, Source)}
        reports = [row for row in select_models(session, SourceEvent) if row.event_id in events]
        read_whole = {row.event_id for row in reports if not sources[row.source_id].excerpt}
        lines = {
            event_id: build_event_row(
                event, participations.get(event_id, ()), registry, is_read_in_part=event_id not in read_whole
            )
            for event_id, event in events.items()
        }
        years = [line.year for line in lines.values() if line.year is not None]
        topics = [row for row in select_models(session, EventTopic) if row.event_id in events]
        rows = {row.id: row for row in sort_newest_first(lines.values())}
        people = [row for row in select_models(session, ParticipationPerson) if row.event_id in events]
        return cls(
            rows=rows,
            events=events,
            participations=participations,
            people=people,
            topics={
                key: [row.event_id for row in rows]
                for key, rows in group_by(topics, lambda r: r.topic_id).items()
            },
            reports=group_by(reports, lambda row: row.source_id),
            sources=sources,
            span=(min(years, default=0), max(years, default=0)),
            ranks={event_id: rank for rank, event_id in enumerate(rows)},
            office_days=_list_office_days(people, rows),
        )

    @classmethod
    def for_sources(cls, session: Session, registry: SiteRegistry, ids: Collection[str]) -> EventIndex:
        """Read only the events and reprints of some sources from the database with five SELECTs."""
        has_id = get_column(Source, "id").in_(ids)
        groups = {row.reprint_group for row in select_models(session, Source, has_id)} - {None}
        sources = select_models(session, Source, has_id | get_column(Source, "reprint_group").in_(groups))
        reports = select_models(session, SourceEvent, get_column(SourceEvent, "source_id").in_(ids))
        reported_ids = {row.event_id for row in reports}
        published = get_column(Event, "record_status") == RecordStatus.PUBLISHED
        events = {
            row.id: row
            for row in select_models(session, Event, published, get_column(Event, "id").in_(reported_ids))
        }
        participation_rows = select_models(
            session, Participation, get_column(Participation, "event_id").in_(events)
        )
        participations = group_by(participation_rows, lambda row: row.event_id)
        lines = [build_event_row(row, participations.get(key, ()), registry) for key, row in events.items()]
        rows = {row.id: row for row in sort_newest_first(lines)}
        return cls(
            rows=rows,
            events=events,
            participations=participations,
            people=[],
            topics={},
            reports=group_by((row for row in reports if row.event_id in events), lambda row: row.source_id),
            sources={row.id: row for row in sources},
            span=(0, 0),
            ranks={event_id: rank for rank, event_id in enumerate(rows)},
        )

    def rows_for(self, event_ids: Iterable[str]) -> tuple[EventRow, ...]:
        """Return the rows of some events, each once, newest first."""
        return tuple([self.rows[event_id] for event_id in sorted(set(event_ids), key=self.ranks.__getitem__)])

    def latest(self, event_ids: Iterable[str]) -> EventRow | None:
        """Return the row of the latest of some events; None if there are none."""
        latest_id = min(event_ids, key=self.ranks.__getitem__, default=None)
        return self.rows[latest_id] if latest_id is not None else None

    def describe_attestation(self, person_id: str, office_id: str) -> str:
        """Return between which days events show a person in an office, as ``at events from … to …``; "" if none."""
        days = self.office_days.get((person_id, office_id))
        if not days:
            return ""
        first, last = (labels.format_edtf(day) for day in (days[0], days[-1]))
        return f"at an event of {first}" if first == last else f"at events from {first} to {last}"

    def year_counts(self, rows: Iterable[EventRow]) -> tuple[YearCount, ...]:
        """Count what was held per year over the years of the whole dataset, so that all charts share one scale."""
        by_year = group_by((row for row in rows if row.year is not None), lambda row: row.year)
        span = range(self.span[0], self.span[1] + 1) if by_year else ()
        return tuple(_build_year_count(year, by_year.get(year, ())) for year in span)

    def group_by(self, key: Callable[[Event], str | None]) -> dict[str, list[str]]:
        """Group event ids by a value of their event, leaving out events without one."""
        keyed_ids = ((key(event), event_id) for event_id, event in self.events.items())
        groups = group_by(
            ((value, event_id) for value, event_id in keyed_ids if value is not None), lambda pair: pair[0]
        )
        return {value: [event_id for _, event_id in pairs] for value, pairs in groups.items()}


def _build_year_count(year: int, rows: Iterable[EventRow]) -> YearCount:
    held = [row for row in rows if row.is_held]
    kinds = Counter(row.kind for row in held)
    return YearCount(year, len(held), tuple(sorted(kinds.items())), sum(row.is_thin for row in held))


def build_event_row(
    event: Event,
    participations: Iterable[Participation],
    registry: SiteRegistry,
    is_read_in_part: bool = False,
) -> EventRow:
    """Build the row that lists show for an event and its participations."""
    return EventRow(
        event=Link(event.title, f"events/{event.id}.md"),
        kind=event.kind.value,
        kind_words=labels.format_label(event.kind),
        date=format_edtf(event.date) or "date unknown",
        status=registry.status_words(event),
        countries=participating_countries(participations, registry),
        source_count=event.source_count,
        independent_source_count=event.independent_source_count,
        dispute=DISPUTES[event.disagreement],
        year=event_year(event),
        day=str(event.start_earliest or event.end_latest or ""),
        id=event.id,
        is_held=event.status not in labels.UNHELD,
        is_thin=is_read_in_part or event.independent_source_count < 2,
    )


def _list_office_days(
    people: Iterable[ParticipationPerson], rows: dict[str, EventRow]
) -> dict[tuple[str, str], list[str]]:
    days: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for person in people:
        row = rows[person.event_id]
        if person.office_id and row.is_held and row.day:
            days[person.person_id, person.office_id].append(row.day)
    return {key: sorted(event_days) for key, event_days in days.items()}


def participating_countries(
    participations: Iterable[Participation], registry: SiteRegistry
) -> tuple[Link, ...]:
    """Return links to the participating actors, each ministry as its state, countries and hosts first."""

    def sort_key(row: Participation) -> tuple[bool, int, str]:
        actor_id = registry.resolve_country(row.actor_id)
        return not registry.is_country(actor_id), ROLE_ORDER[row.role], registry.actors[actor_id].name

    actor_ids = dict.fromkeys(
        registry.resolve_country(row.actor_id) for row in sorted(participations, key=sort_key)
    )
    return tuple(registry.actor_link(actor_id) for actor_id in actor_ids)


def sort_participations(
    participations: Iterable[Participation], registry: SiteRegistry
) -> list[Participation]:
    """Sort participations by role and actor name, hosts before guests, as an event's page lists them."""
    return sorted(participations, key=lambda row: (ROLE_ORDER[row.role], registry.actors[row.actor_id].name))


def event_year(event: Event) -> int | None:
    """Return the year of the first possible day of an event, else of its last; None without a date."""
    day = event.start_earliest or event.end_latest
    return day.year if day else None


def sort_newest_first(rows: Iterable[EventRow]) -> list[EventRow]:
    """Sort rows of events from the latest to the earliest, by id within a day, undated ones last."""
    return sorted(sorted(rows, key=lambda row: row.id), key=lambda row: row.day, reverse=True)


def list_kinds(event_index: EventIndex) -> tuple[tuple[str, str], ...]:
    """Return the kinds of which there are events, each with its word, in the order of every legend."""
    present = {event.kind for event in event_index.events.values()}
    return tuple((kind.value, labels.format_label(kind)) for kind in Kind if kind in present)


def count_kinds(rows: Iterable[EventRow]) -> tuple[Count, ...]:
    """Count the events that were held, these by kind, and last those that were not, by what is known of them."""
    ordered = list(rows)
    counts = Counter(row.kind for row in ordered if row.is_held)
    held = counts.total()
    kinds = (
        Count(Link(kind.value if counts[kind] == 1 else EVENT_TYPES[kind].plural), counts[kind])
        for kind in Kind
        if counts[kind]
    )
    return (
        *((Count(Link("event held" if held == 1 else "events held"), held),) if held else ()),
        *kinds,
        *count_unheld(ordered),
    )


def count_unheld(rows: Iterable[EventRow]) -> tuple[Count, ...]:
    """Count what was not held as far as is known: planned, put off, called off, outcome not recorded."""
    counts = Counter(row.status for row in rows if not row.is_held)
    return tuple(
        Count(Link(text), counts[word]) for word, text in labels.UNHELD_LABELS.items() if counts[word]
    )


def year_link(year: int) -> Link:
    """Return the link to a year's page."""
    return Link(str(year), f"years/{year:04}.md")


def month_link(month: str) -> Link:
    """Return the link to the page of a month, such as ``2024-07``."""
    return Link(labels.format_edtf(month), f"years/{month.replace('-', '/')}.md")


def iter_monthly_rows(event_index: EventIndex) -> Iterator[tuple[str, str, EventRow]]:
    """Yield month, day ("" where it is not known) and row of each event whose month is known."""
    for key, row in event_index.rows.items():
        event = event_index.events[key]
        first, last = event.start_earliest, event.start_latest
        if first and last and first.isoformat()[:7] == last.isoformat()[:7]:
            yield first.isoformat()[:7], first.isoformat() if first == last else "", row


def map_points(
    event_ids: Iterable[str], event_index: EventIndex, registry: SiteRegistry
) -> tuple[MapPoint, ...]:
    """Return the map points of some events, by place id; an event counts at its own place, if it was held."""
    held = (event_id for event_id in event_ids if event_index.rows[event_id].is_held)
    counts = Counter(place for event_id in held if (place := event_index.events[event_id].place_id))
    points = (build_map_point(place_id, counts[place_id], registry) for place_id in sorted(counts))
    return tuple(point for point in points if point)

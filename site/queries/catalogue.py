"""Every published event as one line, and who and what belongs to which: the indexes behind all lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from communique.schema import Event, EventTopic, Participation, ParticipationPerson, Source, SourceEvent
from communique.schema.vocabulary import Disagreement, RecordStatus, Role, Status
from communique.site import words
from communique.site.queries.registry import Registry, dated
from communique.site.queries.rows import column, grouped, read
from communique.site.views.parts import Dispute, EventRow, Ref, YearCount

DISPUTES: dict[Disagreement, Dispute] = {
    Disagreement.NONE: "",
    Disagreement.SETTLED: "settled",
    Disagreement.UNRESOLVED: "unresolved",
}

_LEADING = (Role.HOST, Role.ORGANISER, Role.INITIATOR, Role.ALLEGED_INITIATOR, Role.ISSUER, Role.SIGNATORY)
ROLE_ORDER = {role: number for number, role in enumerate(dict.fromkeys((*_LEADING, *Role)))}
"""Who brought an event about comes first, then all others in the vocabulary's own order."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All published events, newest first, with the relations that lists and indexes are made of.

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

    @classmethod
    def load(cls, session: Session, registry: Registry) -> Catalogue:
        """Read what lists need: six SELECTs, whatever the record holds."""
        published = column(Event, "record_status") == RecordStatus.PUBLISHED
        events = {row.id: row for row in read(session, Event, published)}
        took_part = [row for row in read(session, Participation) if row.event_id in events]
        participations = grouped(took_part, lambda row: row.event_id)
        lines = {
            event_id: event_row(event, participations.get(event_id, ()), registry)
            for event_id, event in events.items()
        }
        years = [line.year for line in lines.values() if line.year is not None]
        topics = [row for row in read(session, EventTopic) if row.event_id in events]
        rows = {row.id: row for row in newest_first(lines.values())}
        return cls(
            rows=rows,
            events=events,
            participations=participations,
            people=[row for row in read(session, ParticipationPerson) if row.event_id in events],
            topics={
                key: [row.event_id for row in rows]
                for key, rows in grouped(topics, lambda r: r.topic_id).items()
            },
            reports=grouped(
                (row for row in read(session, SourceEvent) if row.event_id in events),
                lambda row: row.source_id,
            ),
            sources={row.id: row for row in read(session, Source)},
            span=(min(years, default=0), max(years, default=0)),
            ranks={event_id: rank for rank, event_id in enumerate(rows)},
        )

    @classmethod
    def of_sources(cls, session: Session, registry: Registry, ids: Collection[str]) -> Catalogue:
        """What the pages of some sources need: these, their reprints, the events that they report; five SELECTs."""
        wanted = column(Source, "id").in_(ids)
        groups = {row.reprint_group for row in read(session, Source, wanted)} - {None}
        sources = read(session, Source, wanted | column(Source, "reprint_group").in_(groups))
        reports = read(session, SourceEvent, column(SourceEvent, "source_id").in_(ids))
        told = {row.event_id for row in reports}
        published = column(Event, "record_status") == RecordStatus.PUBLISHED
        events = {row.id: row for row in read(session, Event, published, column(Event, "id").in_(told))}
        took_part = read(session, Participation, column(Participation, "event_id").in_(events))
        participations = grouped(took_part, lambda row: row.event_id)
        lines = [event_row(row, participations.get(key, ()), registry) for key, row in events.items()]
        rows = {row.id: row for row in newest_first(lines)}
        return cls(
            rows=rows,
            events=events,
            participations=participations,
            people=[],
            topics={},
            reports=grouped((row for row in reports if row.event_id in events), lambda row: row.source_id),
            sources={row.id: row for row in sources},
            span=(0, 0),
            ranks={event_id: rank for rank, event_id in enumerate(rows)},
        )

    def listed(self, event_ids: Iterable[str]) -> tuple[EventRow, ...]:
        """The lines of some events, each once, newest first."""
        return tuple([self.rows[one] for one in sorted(set(event_ids), key=self.ranks.__getitem__)])

    def newest(self, event_ids: Iterable[str]) -> EventRow | None:
        """The line of the newest of some events."""
        found = min(event_ids, key=self.ranks.__getitem__, default=None)
        return self.rows[found] if found is not None else None

    def years(self, rows: Iterable[EventRow]) -> tuple[YearCount, ...]:
        """Events per year on the scale of the whole record, so that all pages' drawings compare."""
        counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for row in rows:
            if row.year is not None:
                counts[row.year][row.kind] += 1
        if not counts:
            return ()
        return tuple(_year(year, counts.get(year)) for year in range(self.span[0], self.span[1] + 1))

    def by(self, key: Callable[[Event], str | None]) -> dict[str, list[str]]:
        """Event ids by a value of the event, leaving out events without it."""
        found = ((key(event), event_id) for event_id, event in self.events.items())
        groups = grouped(
            ((value, event_id) for value, event_id in found if value is not None), lambda pair: pair[0]
        )
        return {value: [event_id for _, event_id in pairs] for value, pairs in groups.items()}


def _year(year: int, counts: Counter[str] | None) -> YearCount:
    return YearCount(year, counts.total(), tuple(sorted(counts.items()))) if counts else YearCount(year, 0)


def event_row(event: Event, took_part: Iterable[Participation], registry: Registry) -> EventRow:
    """An event as one line of a list."""
    return EventRow(
        event=Ref(event.title, f"events/{event.id}.md"),
        kind=event.kind.value,
        kind_words=words.title(event.kind),
        date=dated(event.date) or "date unknown",
        status="" if event.status is Status.OCCURRED else event.status.value,
        countries=countries(took_part, registry),
        source_count=event.source_count,
        independent_source_count=event.independent_source_count,
        dispute=DISPUTES[event.disagreement],
        year=year_of(event),
        day=str(event.start_earliest or event.end_latest or ""),
        id=event.id,
    )


def countries(took_part: Iterable[Participation], registry: Registry) -> tuple[Ref, ...]:
    """Who took part, as a list shows it: a ministry as its state; states before others, hosts before guests."""

    def order(row: Participation) -> tuple[bool, int, str]:
        actor_id = registry.represented(row.actor_id)
        return not registry.is_country(actor_id), ROLE_ORDER[row.role], registry.actors[actor_id].name

    everyone = dict.fromkeys(registry.represented(row.actor_id) for row in sorted(took_part, key=order))
    return tuple(registry.actor(actor_id) for actor_id in everyone)


def in_order(took_part: Iterable[Participation], registry: Registry) -> list[Participation]:
    """Who took part, hosts before guests, as an event's page lists them."""
    return sorted(took_part, key=lambda row: (ROLE_ORDER[row.role], registry.actors[row.actor_id].name))


def year_of(event: Event) -> int | None:
    """The year an event is listed under: that of its first possible day, else of its last."""
    day = event.start_earliest or event.end_latest
    return day.year if day else None


def newest_first(rows: Iterable[EventRow]) -> list[EventRow]:
    """Events from the latest to the earliest; those of one day by id; those without a date last."""
    return sorted(sorted(rows, key=lambda row: row.id), key=lambda row: row.day, reverse=True)

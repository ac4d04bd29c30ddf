"""Build the pages of countries, territories, organisations and people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from communique.schema.vocabulary import ActorKind, NameOrder
from communique.site import labels
from communique.site.labels import format_edtf
from communique.site.pages.components import EventRow, Link, paginate_events
from communique.site.pages.event_index import EventIndex, count_kinds, map_points
from communique.site.pages.registry import COUNTRY_KINDS, SiteRegistry, localized_names
from communique.site.pages.select import group_by
from communique.site.pages.subjects.subject_views import (
    ActorPage,
    ActorPart,
    Appearance,
    Count,
    Membership,
    OfficesPage,
    OfficeTenure,
    PersonPage,
)

if TYPE_CHECKING:
    from communique.schema.models import ParticipationPerson, Tenure

PairPath = Callable[[str, str], str]
"""Returns the path of the page on two countries, "" where there is none."""

PARTNERS = 12
"""How many partners an actor's page names."""

PART_RELATIONS = {ActorKind.COMPANY: "company based there"}
"""How an actor belongs to the one above it, where it is no part of it."""

MANY_TENURES = 24
"""How many tenures an actor's page tells in full; of more, the latest of each office."""

NOT_REPEATED: dict[str, Any] = dict.fromkeys(
    ("partners", "spots", "offices", "contains", "namesakes", "member_of", "members", "publishers"), ()
) | {"office_page": None}
"""What only the first part of an actor's page shows."""


def group_events_by_actor(event_index: EventIndex, registry: SiteRegistry) -> dict[str, set[str]]:
    """Group event ids by actor; an event of a ministry also counts for its state."""
    events: defaultdict[str, set[str]] = defaultdict(set)
    for event_id, rows in event_index.participations.items():
        for row in rows:
            events[row.actor_id].add(event_id)
            events[registry.resolve_country(row.actor_id)].add(event_id)
    return events


def build_actor_pages(
    event_index: EventIndex, registry: SiteRegistry, pair_path: PairPath
) -> Iterator[ActorPage | OfficesPage]:
    """Yield the pages of every actor of the registry, with or without events, and of many offices."""
    events = group_events_by_actor(event_index, registry)
    children = group_by(
        (row for row in registry.actors.values() if row.parent_id), lambda row: str(row.parent_id)
    )
    memberships = group_by(registry.memberships, lambda row: row.actor_id)
    members = group_by(registry.memberships, lambda row: row.group_id)
    participant_ids = {row.person_id for row in event_index.people}
    tenures = group_by(
        (row for row in registry.tenures if row.person_id in participant_ids),
        lambda row: registry.offices[row.office_id].actor_id,
    )
    publisher_ids = {row.publisher_id for row in event_index.sources.values()}
    publisher_ids |= {row.agency_id for row in event_index.sources.values() if row.agency_id}
    publishers = group_by(
        (row for row in registry.publishers.values() if row.actor_id and row.id in publisher_ids),
        lambda row: str(row.actor_id),
    )
    for actor_id, row in registry.actors.items():
        event_ids = events.get(actor_id, set())
        codes = [code for code in (row.iso_alpha2, row.iso_alpha3) if code]
        own = registry.actor_link(actor_id)
        (path, page_events), *more = paginate_events(own.path, event_ids, event_index)
        offices = build_office_tenures(tenures.get(actor_id, ()), event_index, registry)
        office_page = (
            Link(f"All {len(offices)} terms of office", f"{path.removesuffix('.md')}/offices.md")
            if len(offices) > MANY_TENURES
            else None
        )
        first = ActorPage(
            path=path,
            kind=row.kind.value,
            title=row.name,
            kind_words="Country" if row.kind is ActorKind.STATE else labels.format_label(row.kind),
            label_note=row.label_note or "",
            names=localized_names(
                name for name in registry.actor_names.get(actor_id, ()) if name.name not in codes
            ),
            codes=labels.join_nonempty(codes),
            parent=registry.actor_link(row.parent_id) if row.parent_id else None,
            contains=tuple(
                ActorPart(
                    registry.actor_link(child.id),
                    PART_RELATIONS.get(child.kind, f"part of {labels.add_article(row.name)}"),
                )
                for child in sorted(children.get(actor_id, ()), key=lambda child: (child.name, child.id))
            ),
            namesakes=registry.namesakes(row.name, path),
            member_of=tuple(
                Membership(registry.actor_link(m.group_id), format_edtf(m.date))
                for m in memberships.get(actor_id, ())
            ),
            members=tuple(
                Membership(registry.actor_link(m.actor_id), format_edtf(m.date))
                for m in members.get(actor_id, ())
            ),
            offices=offices,
            office_page=office_page,
            tallies=count_kinds(event_index.rows[event_id] for event_id in event_ids),
            partners=_count_partners(actor_id, event_ids, event_index, registry, pair_path),
            spots=map_points(event_ids, event_index, registry) if row.kind in COUNTRY_KINDS else (),
            publishers=_sort_links(
                registry.publisher_link(publisher.id) for publisher in publishers.get(actor_id, ())
            ),
            events=page_events,
        )
        yield first
        for path, page_events in more:
            yield replace(first, path=path, events=page_events, **NOT_REPEATED)
        if office_page:
            yield OfficesPage(
                path=office_page.path,
                title=f"Offices of {labels.add_article(row.name)}",
                actor=own,
                offices=offices,
            )


def _sort_links(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.label, link.path)))


def build_office_tenures(
    tenures: Iterable[Tenure], event_index: EventIndex, registry: SiteRegistry
) -> tuple[OfficeTenure, ...]:
    """Build the list of offices and who held them, the highest first, then the latest first."""

    def sort_key(row: Tenure) -> tuple[int, str, int, str]:
        office = registry.offices[row.office_id]
        day = row.start_earliest or row.end_latest
        return office.rank, office.title, -(day.toordinal() if day else 0), row.person_id

    return tuple(
        OfficeTenure(
            office=registry.offices[row.office_id].title,
            actor=registry.actor_link(registry.offices[row.office_id].actor_id),
            person=registry.person_link(row.person_id),
            dates=format_edtf(row.date),
            url=row.url or "",
            attested="" if row.date else event_index.describe_attestation(row.person_id, row.office_id),
        )
        for row in sorted(tenures, key=sort_key)
    )


def _count_partners(
    actor_id: str, events: set[str], event_index: EventIndex, registry: SiteRegistry, pair_path: PairPath
) -> tuple[Count, ...]:
    """Count the events that an actor shares with others, most first, without its own ministries.

    Two countries with a shared history lead to its page.
    """
    shared: Counter[str] = Counter()
    own = registry.resolve_country(actor_id)
    for event_id in events:
        if not event_index.rows[event_id].is_held:
            continue
        others = {registry.resolve_country(row.actor_id) for row in event_index.participations[event_id]}
        shared.update(others - {actor_id, own})
    ranked = sorted(shared.items(), key=lambda item: (-item[1], registry.actors[item[0]].name))
    is_country = registry.is_country(actor_id)

    def partner_link(other: str) -> Link:
        link = registry.actor_link(other)
        return Link(link.label, pair_path(actor_id, other) or link.path) if is_country else link

    return tuple(Count(partner_link(other), count) for other, count in ranked[:PARTNERS])


def build_person_pages(event_index: EventIndex, registry: SiteRegistry) -> Iterator[PersonPage]:
    """Yield the pages of every person who took part in an event."""
    participations = group_by(event_index.people, lambda row: row.person_id)
    tenures = group_by(registry.tenures, lambda row: row.person_id)
    for person_id, row in registry.people.items():
        if person_id not in participations:
            continue
        participation_by_event = {
            participation.event_id: participation for participation in participations[person_id]
        }
        for path, page_events in paginate_events(
            registry.person_link(person_id).path, participation_by_event, event_index
        ):
            yield PersonPage(
                path=path,
                title=row.name,
                native_name=registry.native_name(person_id),
                name_words=_describe_name_order(row.name_order, row.family_name),
                names=localized_names(registry.person_names.get(person_id, ())),
                actor=registry.actor_link(row.actor_id) if row.actor_id else None,
                offices=build_office_tenures(tenures.get(person_id, ()), event_index, registry),
                appearances=tuple(
                    _build_appearance(line, participation_by_event[line.id], registry)
                    for line in page_events.rows
                ),
                events=page_events,
            )


def _build_appearance(line: EventRow, row: ParticipationPerson, registry: SiteRegistry) -> Appearance:
    office = registry.offices[row.office_id].title if row.office_id else ""
    return Appearance(line, office, registry.actor_link(row.actor_id), labels.humanize(row.role.value))


def _describe_name_order(order: NameOrder, family_name: str | None) -> str:
    """Describe which part of a name is the family name."""
    if family_name is None:
        return "Has no family name."
    position = "comes first" if order is NameOrder.FAMILY_FIRST else "comes last"
    return f"The family name, {family_name}, {position}."

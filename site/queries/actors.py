"""The pages of countries, territories, organisations and people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from communique.schema import ParticipationPerson, Tenure
from communique.schema.vocabulary import ActorKind, Kind, NameOrder
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.lists import event_parts
from communique.site.queries.registry import COUNTRY_KINDS, Registry, dated, other_names
from communique.site.queries.rows import grouped
from communique.site.queries.spots import spots
from communique.site.views.family import ActorPage, Appearance, Held, Member, PersonPage, Tally
from communique.site.views.parts import EventRow, Ref

if TYPE_CHECKING:
    from communique.site.queries.pairs import Pairs

PARTNERS = 12
"""How many partners an actor's page names."""

NOT_REPEATED: dict[str, Any] = dict.fromkeys(
    ("partners", "spots", "offices", "contains", "member_of", "members", "publishers"), ()
)
"""What only the first part of an actor's page shows."""


def events_by_actor(catalogue: Catalogue, registry: Registry) -> dict[str, set[str]]:
    """Events by actor; what a ministry did, its state did too."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for event_id, rows in catalogue.participations.items():
        for row in rows:
            found[row.actor_id].add(event_id)
            found[registry.represented(row.actor_id)].add(event_id)
    return found


def actor_pages(catalogue: Catalogue, registry: Registry, pairs: Pairs) -> Iterator[ActorPage]:
    """A page for every actor of the registry, with or without events."""
    events = events_by_actor(catalogue, registry)
    children = grouped(
        (row for row in registry.actors.values() if row.parent_id), lambda row: str(row.parent_id)
    )
    joined = grouped(registry.memberships, lambda row: row.actor_id)
    members = grouped(registry.memberships, lambda row: row.group_id)
    known = {row.person_id for row in catalogue.people}
    tenures = grouped(
        (row for row in registry.tenures if row.person_id in known),
        lambda row: registry.offices[row.office_id].actor_id,
    )
    read = {row.publisher_id for row in catalogue.sources.values()}
    read |= {row.agency_id for row in catalogue.sources.values() if row.agency_id}
    publishers = grouped(
        (row for row in registry.publishers.values() if row.actor_id and row.id in read),
        lambda row: str(row.actor_id),
    )
    for actor_id, row in registry.actors.items():
        mine = events.get(actor_id, set())
        codes = [code for code in (row.iso_alpha2, row.iso_alpha3) if code]
        (path, shown), *more = event_parts(registry.actor(actor_id).path, mine, catalogue)
        first = ActorPage(
            path=path,
            kind=row.kind.value,
            title=row.name,
            kind_words="Country" if row.kind is ActorKind.STATE else words.title(row.kind),
            label_note=row.label_note or "",
            names=other_names(
                name for name in registry.actor_names.get(actor_id, ()) if name.name not in codes
            ),
            codes=words.joined(codes),
            parent=registry.actor(row.parent_id) if row.parent_id else None,
            contains=_sorted(registry.actor(child.id) for child in children.get(actor_id, ())),
            member_of=tuple(
                Member(registry.actor(m.group_id), dated(m.date)) for m in joined.get(actor_id, ())
            ),
            members=tuple(
                Member(registry.actor(m.actor_id), dated(m.date)) for m in members.get(actor_id, ())
            ),
            offices=held(tenures.get(actor_id, ()), registry),
            tallies=kind_tallies(catalogue.rows[event_id] for event_id in mine),
            partners=_partners(actor_id, mine, catalogue, registry, pairs),
            spots=spots(mine, catalogue, registry) if row.kind in COUNTRY_KINDS else (),
            publishers=_sorted(registry.publisher(one.id) for one in publishers.get(actor_id, ())),
            events=shown,
        )
        yield first
        for path, shown in more:
            yield replace(first, path=path, events=shown, **NOT_REPEATED)


def _sorted(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(refs, key=lambda ref: (ref.label, ref.path)))


def held(tenures: Iterable[Tenure], registry: Registry) -> tuple[Held, ...]:
    """Offices and who held them, the highest first and within one the latest first."""

    def order(row: Tenure) -> tuple[int, str, int, str]:
        office = registry.offices[row.office_id]
        day = row.start_earliest or row.end_latest
        return office.rank, office.title, -(day.toordinal() if day else 0), row.person_id

    return tuple(
        Held(
            office=registry.offices[row.office_id].title,
            actor=registry.actor(registry.offices[row.office_id].actor_id),
            person=registry.person(row.person_id),
            dates=dated(row.date),
        )
        for row in sorted(tenures, key=order)
    )


def kind_tallies(rows: Iterable[EventRow]) -> tuple[Tally, ...]:
    """How many events there are, and how many of each kind, leaving out kinds without any."""
    counts = Counter(row.kind for row in rows)
    total = counts.total()
    kinds = (
        Tally(Ref(kind.value if counts[kind] == 1 else _PLURALS[kind]), counts[kind])
        for kind in Kind
        if counts[kind]
    )
    return (Tally(Ref("event" if total == 1 else "events"), total), *kinds) if total else ()


_PLURALS = {
    Kind.MEETING: "meetings",
    Kind.MEMORANDUM: "memoranda",
    Kind.EXERCISE: "exercises",
    Kind.INCIDENT: "incidents",
}


def _partners(
    actor_id: str, events: set[str], catalogue: Catalogue, registry: Registry, pairs: Pairs
) -> tuple[Tally, ...]:
    """With whom an actor shares most events; neither itself nor its own ministries count.

    Two countries with a shared history lead to its page.
    """
    shared: Counter[str] = Counter()
    own = registry.represented(actor_id)
    for event_id in events:
        others = {registry.represented(row.actor_id) for row in catalogue.participations[event_id]}
        shared.update(others - {actor_id, own})
    ranked = sorted(shared.items(), key=lambda item: (-item[1], registry.actors[item[0]].name))
    both = registry.is_country(actor_id)

    def ref(other: str) -> Ref:
        plain = registry.actor(other)
        return Ref(plain.label, pairs.page(actor_id, other) or plain.path) if both else plain

    return tuple(Tally(ref(other), count) for other, count in ranked[:PARTNERS])


def person_pages(catalogue: Catalogue, registry: Registry) -> Iterator[PersonPage]:
    """A page for every person who took part in an event; the registry knows many more."""
    took_part = grouped(catalogue.people, lambda row: row.person_id)
    tenures = grouped(registry.tenures, lambda row: row.person_id)
    for person_id, row in registry.people.items():
        if person_id not in took_part:
            continue
        mine = {one.event_id: one for one in took_part[person_id]}
        for path, shown in event_parts(registry.person(person_id).path, mine, catalogue):
            yield PersonPage(
                path=path,
                title=row.name,
                native_name=registry.native_name(person_id),
                name_words=_name_words(row.name_order, row.family_name),
                names=other_names(registry.person_names.get(person_id, ())),
                actor=registry.actor(row.actor_id) if row.actor_id else None,
                offices=held(tenures.get(person_id, ()), registry),
                appearances=tuple(_appearance(line, mine[line.id], registry) for line in shown.rows),
                events=shown,
            )


def _appearance(line: EventRow, row: ParticipationPerson, registry: Registry) -> Appearance:
    office = registry.offices[row.office_id].title if row.office_id else ""
    return Appearance(line, office, registry.actor(row.actor_id), words.plain(row.role.value))


def _name_words(order: NameOrder, family_name: str | None) -> str:
    """How to read the name: which part is the family name."""
    if family_name is None:
        return "Has no family name."
    where = "comes first" if order is NameOrder.FAMILY_FIRST else "comes last"
    return f"The family name, {family_name}, {where}."

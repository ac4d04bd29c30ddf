"""Say what led to what: the links between some events, each read from the earlier one to the later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from communique.schema.models import Event, EventLink
from communique.schema.vocabulary import RecordStatus, Relation
from communique.site import labels
from communique.site.pages.components import EventConnection, EventRow
from communique.site.pages.select import get_column, group_by, select_models

SORTS = {
    Relation.PART_OF: "holds",
    Relation.FOLLOWS: "follows",
    Relation.RESPONDS_TO: "answers",
    Relation.RESOLVES: "answers",
}
"""How a link is drawn; of any other relation, the one event led to the other."""

FORWARD = frozenset({Relation.ANNOUNCED, Relation.PRODUCED})
"""Relations that are read from the event that led to the other; all others are read from what came of it."""


MOST_STEPS: Final = 4
"""Links between an event and the farthest of its chain, either way."""

MOST_EVENTS: Final = 10
"""Events of a chain beside the one whose it is, the nearest first."""


@dataclass(frozen=True, slots=True)
class EventGraph:
    """The published events that links join, with what led to each and what came of it by one link.

    That an event is part of another leads nowhere: a summit would tie together all that was done at it.
    """

    events: dict[str, Event]
    links: dict[str, list[EventLink]]
    """By the event that states them."""
    causes: dict[str, list[str]]
    effects: dict[str, list[str]]

    @classmethod
    def load(cls, session: Session) -> EventGraph:
        """Read the links and their events from the database with two SELECTs."""
        steps = select_models(session, EventLink, get_column(EventLink, "relation") != Relation.PART_OF)
        ends = {event_id for link in steps for event_id in (link.event_id, link.target_id)}
        published = get_column(Event, "record_status") == RecordStatus.PUBLISHED
        rows = select_models(session, Event, published) if ends else []
        events = {row.id: row for row in rows if row.id in ends}
        links = [link for link in steps if link.event_id in events and link.target_id in events]
        causes: dict[str, list[str]] = {}
        effects: dict[str, list[str]] = {}
        for link in links:
            origin, target = order_ends(link)
            effects.setdefault(origin, []).append(target)
            causes.setdefault(target, []).append(origin)
        return cls(events, group_by(links, lambda link: link.event_id), causes, effects)

    def find_chain(self, event_id: str) -> tuple[list[Event], int]:
        """Return an event with those that led to it and came of it, and how many farther ones are left out.

        There are none where nothing lies farther than one link from it: its list of links says all then.
        """
        steps = {
            other: step
            for way in (self.causes, self.effects)
            for other, step in _walk(event_id, way, MOST_STEPS)
            if other != event_id
        }
        if max(steps.values(), default=0) < 2:
            return [], 0
        nearest = sorted(steps, key=lambda other: (steps[other], other))
        shown_ids = sorted({event_id, *nearest[:MOST_EVENTS]})
        return [self.events[other] for other in shown_ids], max(0, len(nearest) - MOST_EVENTS)

    def links_between(self, ids: Collection[str]) -> list[EventLink]:
        """Return the links of which both ends are among some events."""
        return [
            link for event_id in sorted(ids) for link in self.links.get(event_id, ()) if link.target_id in ids
        ]


def order_ends(link: EventLink) -> tuple[str, str]:
    """Return the two events of a link, first the one that led to the other."""
    ends = link.event_id, link.target_id
    return ends if link.relation in FORWARD else ends[::-1]


def _walk(start: str, way: Mapping[str, Iterable[str]], most: int) -> Iterable[tuple[str, int]]:
    """Return the events that are reached one way, with the number of links to each."""
    steps, edge = {start: 0}, [start]
    for step in range(1, most + 1):
        edge = [other for event in edge for other in way.get(event, ()) if other not in steps]
        steps |= dict.fromkeys(edge, step)
    return steps.items()


def list_connections(rows: Sequence[EventRow], links: Iterable[EventLink]) -> tuple[EventConnection, ...]:
    """Return the links between some events, one for each pair, in the order of the events.

    Args:
        rows: the events, the first first.
        links: the links of these events, to whatever they lead.
    """
    positions = {row.id: position for position, row in enumerate(rows)}
    by_pair: dict[tuple[int, int], list[Relation]] = {}
    for link in links:
        if link.event_id in positions and link.target_id in positions:
            origin, target = order_ends(link)
            by_pair.setdefault((positions[origin], positions[target]), []).append(link.relation)
    return tuple(
        EventConnection(origin, target, _describe_relations(relations), _choose_sort(relations))
        for (origin, target), relations in sorted(by_pair.items())
    )


def _describe_relations(relations: Iterable[Relation]) -> str:
    """Return how two events hang together, read from the one that led to the other, as ``announced``."""
    relation_labels = (
        labels.RELATION_LABELS[relation][relation not in FORWARD] for relation in sorted(set(relations))
    )
    return labels.join_with_and([word[:1].lower() + word[1:] for word in relation_labels])


def _choose_sort(relations: Iterable[Relation]) -> str:
    """Return how a pair is drawn: by the relation that says most."""
    sorts = {SORTS.get(relation, "leads") for relation in relations}
    return next(sort for sort in ("leads", "answers", "holds", "follows") if sort in sorts)

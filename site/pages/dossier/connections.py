"""Say what led to what: the links between some events, each read from the earlier one to the later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.schema.models import EventLink
from communique.schema.vocabulary import Relation
from communique.site import labels
from communique.site.pages.components import EventRow
from communique.site.pages.dossier.dossier_view import EventConnection

SORTS = {
    Relation.PART_OF: "holds",
    Relation.FOLLOWS: "follows",
    Relation.RESPONDS_TO: "answers",
    Relation.RESOLVES: "answers",
}
"""How a link is drawn; of any other relation, the one event led to the other."""

FORWARD = frozenset({Relation.ANNOUNCED, Relation.PRODUCED})
"""Relations that are read from the event that led to the other; all others are read from what came of it."""


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
            ends = positions[link.event_id], positions[link.target_id]
            by_pair.setdefault(ends if link.relation in FORWARD else ends[::-1], []).append(link.relation)
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

"""Say how an event hangs together with others: by one link, and over several what led to it and what came of it."""

from __future__ import annotations

from communique.schema.models import Event
from communique.site import labels
from communique.site.labels import format_edtf
from communique.site.pages.components import CitedValue
from communique.site.pages.dossier.connections import list_connections
from communique.site.pages.event.event_view import EventChain, RelatedEvent
from communique.site.pages.event.evidence import ClaimIndex
from communique.site.pages.event.rows import EventRows, claim_anchor
from communique.site.pages.event_index import build_event_row
from communique.site.pages.registry import SiteRegistry


def build_chain(event_id: str, registry: SiteRegistry) -> EventChain | None:
    """Return what led to an event and what came of it; None where nothing lies farther than one link from it."""
    events, rest = registry.event_graph.find_chain(event_id)
    if not events:
        return None
    lines = (build_event_row(event, (), registry) for event in events)
    rows = tuple(sorted(lines, key=lambda row: (row.day, row.id)))
    links = registry.event_graph.links_between({event.id for event in events})
    connections = list_connections(rows, links)
    own = [row.id for row in rows].index(event_id)
    beyond = tuple(it for it in connections if own not in (it.origin, it.target))
    return EventChain(rows, connections, beyond, rest)


def build_related_events(event_id: str, rows: EventRows, claim_index: ClaimIndex) -> tuple[RelatedEvent, ...]:
    """Return the links that an event states and that others state of it, in the order of time."""
    related: list[tuple[Event, RelatedEvent]] = []
    for row in rows.links_out.get(event_id, ()):
        if other := rows.neighbours.get(row.target_id):
            event_link = claim_index.formatter.event_link(other.id)
            cited = claim_index.cite_value(event_link, "links", f"{row.relation.value}/{other.id}")
            relation_label = labels.RELATION_LABELS[row.relation][0]
            related.append((other, RelatedEvent(relation_label, cited, format_edtf(other.date), "")))
    for row in rows.links_in.get(event_id, ()):
        if other := rows.neighbours.get(row.event_id):
            element = f"{row.relation.value}/{event_id}"
            claims = [c for c in rows.link_claims.get(other.id, ()) if c.element == element]
            cited = CitedValue(claim_index.formatter.event_link(other.id))
            relation_label = labels.RELATION_LABELS[row.relation][1]
            remote_anchor = claim_anchor(claims[0]) if claims else ""
            related.append(
                (other, RelatedEvent(relation_label, cited, format_edtf(other.date), remote_anchor))
            )
    return tuple(
        link for _, link in sorted(related, key=lambda pair: (_date_key(pair[0]), pair[0].id, pair[1].text))
    )


def _date_key(event: Event) -> str:
    return str(event.start_earliest or event.end_latest or "9999")

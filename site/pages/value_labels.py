"""Format stored values of events as text and, where they have a page, as links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from communique.schema.event_types import FIELDS, SET_FIELDS, SINGLE_FIELDS, find_field
from communique.schema.models import Event
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Entity, Kind, Relation
from communique.site import labels
from communique.site.labels import format_edtf
from communique.site.pages.components import Link

if TYPE_CHECKING:
    from communique.site.pages.registry import SiteRegistry

_PART_LABELS = {
    "participants": "Took part",
    "people": "Person",
    "units": "Unit",
    "figures": "Figure",
    "provisions": "Provision",
    "notes": "Note",
    "links": "Link",
    "topics": "Topic",
    "names": "Other name",
}
"""What one value of a part is called that every event may have, in the order of a page."""

FIELD_ORDER = {
    field: number
    for number, field in enumerate(
        (
            *SINGLE_FIELDS,
            *("participants", "people", "units"),
            *(field for field in SET_FIELDS if field not in _PART_LABELS),
            *("figures", "provisions", "notes", "links", "topics", "names"),
        )
    )
}
"""The place of every field that a claim may speak of, in the order of a page."""

SET_LABELS = {
    **{name: field.label for name, field in FIELDS.items() if field.is_set},
    "people": "People",
    "units": "Units",
    "provisions": "Provisions",
    "notes": "Notes",
    "links": "Links",
    "names": "Other names",
}
"""What a field is called that holds many values, where that is not what one of them is called."""


class ValueFormatter:
    """A formatter of the values of one kind of events.

    Args:
        registry: names and links of everything values refer to.
        neighbours: the events that links lead to, by id, only those that have a page.
        kind: the kind of the events, which says what their type is the type of.
    """

    def __init__(self, registry: SiteRegistry, neighbours: Mapping[str, Event], kind: Kind) -> None:
        self._kind = kind
        self.registry = registry
        self.neighbours = neighbours
        self._link_makers: dict[Entity, Callable[[str], Link]] = {
            Entity.PLACE: registry.place_link,
            Entity.ACTOR: registry.actor_link,
            Entity.SERIES: registry.series_link,
            Entity.TOPIC: registry.topic_link,
        }

    def field_label(self, field: str, element: str) -> str:
        """Return the label of a field on a page; for a figure, the label of its measure."""
        if field == "figures":
            return labels.capitalize_first(labels.label_measure(Measure(element)))
        if field in _PART_LABELS:
            return _PART_LABELS[field]
        declared = find_field(self._kind, field)
        return declared.element_label if declared else labels.capitalize_first(field)

    def format_value(self, field: str, value: Any) -> Link:
        """Format one value of a field that a kind or every event declares."""
        if field == "time":
            return Link(labels.format_time(value))
        declared = find_field(self._kind, field)
        if declared is None or declared.word_list:
            return Link(labels.capitalize_first(labels.humanize(str(value))))
        if declared.target:
            return self._link_makers[declared.target](value)
        if declared.is_date:
            return Link(format_edtf(value))
        return Link(declared.truth[0 if value else 1] if declared.type is bool else str(value))

    def format_figure(self, measure: str, value: Any) -> Link:
        """Format a figure that is given as one number or as low, best and high."""
        span = value if isinstance(value, dict) else {"best": value}
        return Link(
            labels.format_quantity(Measure(measure), *(span.get(key) for key in ("low", "best", "high")))
        )

    def format_element(self, field: str, element: str) -> Link:
        """Format an element of a set from its key."""
        match field:
            case "participants":
                actor, _, role = element.partition("/")
                return Link(f"{self.registry.actor_link(actor).label} as {labels.humanize(role)}")
            case "people":
                actor, _, person = element.split("/", 2)
                return Link(
                    f"{self.registry.person_link(person).label} ({self.registry.actor_link(actor).label})"
                )
            case "units":
                actor, _, unit = element.split("/", 2)
                return Link(f"{unit} ({self.registry.actor_link(actor).label})")
            case "links":
                relation, _, target = element.partition("/")
                return Link(f"{RELATIONS[relation]}: {self.event_link(target).label}")
            case _ if field in SET_FIELDS:
                return self.format_value(field, element)
            case _:
                return Link(element)

    def event_link(self, event_id: str) -> Link:
        """Return the link to another event, labelled by title; only its id where it has no page."""
        event = self.neighbours.get(event_id)
        return Link(event.title, f"events/{event_id}.md") if event else Link(event_id)

    def format_claim(self, field: str, element: str, value: Any, texts: Mapping[str, str]) -> str:
        """Format a claimed value; ``texts`` holds the event's own notes and provisions by address."""
        if field == "figures":
            return self.format_figure(element, value).label
        if field in ("notes", "provisions"):
            note_text = value.get("text") if isinstance(value, dict) else None
            return note_text or texts.get(f"{field}/{element}", element)
        return self.format_element(field, element).label if element else self.format_value(field, value).label


RELATIONS = {relation.value: labels.RELATION_LABELS[relation][0] for relation in Relation}

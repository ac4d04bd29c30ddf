"""What a value means: from a field, an element and JSON to words and, where it has a page, a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from communique.schema import Event
from communique.schema.kinds.vocabulary import Instrument
from communique.schema.measure import MEASURE_WORDS, Measure
from communique.schema.vocabulary import Kind, Relation
from communique.site import words
from communique.site.queries.registry import Registry, dated
from communique.site.views.parts import Ref

FIELDS = (
    *("status", "date", "time", "place", "series", "edition", "level", "format", "instrument", "binding"),
    *(
        "in_force",
        "type",
        "weapon",
        "weapon_class",
        "splashdown",
        "overflew",
        "participants",
        "people",
        "units",
    ),
    *("domains", "missions", "figures", "provisions", "notes", "links", "topics", "names"),
)
"""Every field that a claim may speak of, in the order of a page."""

FIELD_ORDER = {field: number for number, field in enumerate(FIELDS)}

_LABELS = {
    "binding": "Binding",
    "in_force": "In force",
    "weapon_class": "Class of weapon",
    "splashdown": "Came down",
    "overflew": "Flew over",
    "participants": "Took part",
    "people": "Person",
    "units": "Unit",
    "domains": "Domain",
    "missions": "Practised",
    "provisions": "Provision",
    "notes": "Note",
    "links": "Link",
    "topics": "Topic",
    "names": "Other name",
}


class Values:
    """Says values of one set of events.

    Args:
        registry: names and links of everything values refer to.
        neighbours: the events that links lead to, by id, only those that have a page.
        kind: the kind of the events, which says what their type is the type of.
    """

    def __init__(self, registry: Registry, neighbours: Mapping[str, Event], kind: Kind) -> None:
        self._kind = kind
        self.registry = registry
        self.neighbours = neighbours
        self._single: dict[str, Callable[[Any], Ref]] = {
            "date": lambda value: Ref(dated(value)),
            "in_force": lambda value: Ref(dated(value)),
            "time": lambda value: Ref(words.clock(value)),
            "place": registry.place,
            "splashdown": registry.place,
            "overflew": registry.actor,
            "series": registry.series_ref,
            "binding": lambda value: Ref("Legally binding" if value else "Not legally binding"),
            "instrument": self._instrument,
            "edition": lambda value: Ref(str(value)),
            "weapon": lambda value: Ref(str(value)),
        }

    def label(self, field: str, element: str) -> str:
        """What a field is called on a page; a figure is called by its measure."""
        if field == "figures":
            return words.capital(MEASURE_WORDS[Measure(element)][0])
        if field == "type" and self._kind is Kind.INCIDENT:
            return "What happened"
        return _LABELS.get(field, words.capital(field))

    def single(self, field: str, value: Any) -> Ref:
        """A value of a field that holds one."""
        say = self._single.get(field)
        return say(value) if say else Ref(words.capital(words.plain(str(value))))

    @staticmethod
    def _instrument(value: str) -> Ref:
        if value == Instrument.UNDERSTANDING:
            return Ref("Understanding (its form is not named)")
        return Ref(words.capital(words.plain(value)))

    def figure(self, measure: str, value: Any) -> Ref:
        """A figure, given as one number or as low, best and high."""
        span = value if isinstance(value, dict) else {"best": value}
        return Ref(words.quantity(Measure(measure), *(span.get(key) for key in ("low", "best", "high"))))

    def element(self, field: str, element: str) -> Ref:
        """An element of a set, by its key."""
        match field:
            case "participants":
                actor, _, role = element.partition("/")
                return Ref(f"{self.registry.actor(actor).label} as {words.plain(role)}")
            case "people":
                actor, _, person = element.split("/", 2)
                return Ref(f"{self.registry.person(person).label} ({self.registry.actor(actor).label})")
            case "units":
                actor, _, unit = element.split("/", 2)
                return Ref(f"{unit} ({self.registry.actor(actor).label})")
            case "topics":
                return self.registry.topic(element)
            case "links":
                relation, _, target = element.partition("/")
                return Ref(f"{RELATIONS[relation]}: {self.event(target).label}")
            case "domains" | "missions":
                return Ref(words.capital(words.plain(element)))
            case _:
                return Ref(element)

    def event(self, event_id: str) -> Ref:
        """The link to another event, by its title; its id without a link where it has no page."""
        event = self.neighbours.get(event_id)
        return Ref(event.title, f"events/{event_id}.md") if event else Ref(event_id)

    def claim(self, field: str, element: str, value: Any, texts: Mapping[str, str]) -> str:
        """A claimed value in words. ``texts`` holds the event's own notes and provisions by address."""
        if field == "figures":
            return self.figure(element, value).label
        if field in ("notes", "provisions"):
            given = value.get("text") if isinstance(value, dict) else None
            return given or texts.get(f"{field}/{element}", element)
        return self.element(field, element).label if element else self.single(field, value).label


RELATIONS = {relation.value: words.RELATION_WORDS[relation][0] for relation in Relation}

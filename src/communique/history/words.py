"""Values of the record in words, for people who read what changed: names for ids, dates as one says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from communique.history.shorten import shortened
from communique.history.state import State
from communique.schema import dates
from communique.schema.measure import MEASURE_WORDS, Measure
from communique.schema.vocabulary import Entity

REFERS: dict[str, Entity] = {
    "place": Entity.PLACE,
    "splashdown": Entity.PLACE,
    "series": Entity.SERIES,
    "overflew": Entity.ACTOR,
    "actor": Entity.ACTOR,
    "authority": Entity.ACTOR,
    "attributed_to": Entity.ACTOR,
    "publisher": Entity.PUBLISHER,
    "agency": Entity.PUBLISHER,
    "topic": Entity.TOPIC,
    "topics": Entity.TOPIC,
    "office": Entity.OFFICE,
    "person": Entity.PERSON,
    "memberships": Entity.ACTOR,
}
"""Fields that hold an id, and of what."""

LISTED = frozenset(
    {
        *("kind", "status", "level", "format", "instrument", "type", "weapon_class", "force", "precision"),
        *("name_order", "decision", "modality", "basis", "closeness", "standing", "domains", "missions"),
    }
)
"""Fields that hold a word of a closed list, written with hyphens."""

ONE = {
    "participants": "participant",
    "people": "person",
    "units": "unit",
    "topics": "topic",
    "names": "name",
    "links": "link",
    "figures": "figure",
    "notes": "note",
    "domains": "domain",
    "missions": "mission",
    "provisions": "provision",
    "rulings": "ruling",
    "memberships": "membership",
    "tenures": "tenure",
    "in_force": "in force",
    "weapon_class": "class of weapon",
    "label_note": "note on its label",
    "reprint_group": "reprint group",
    "archived_url": "archived copy",
    "url": "address",
}
"""What one value of a field is called, where that is not the field's own name."""


def field_words(name: str) -> str:
    """What a field is called in a sentence."""
    return ONE.get(name, name.replace("_", " "))


class Names:
    """What ids are called: as the later of two states calls them, or else the earlier."""

    def __init__(self, old: State, new: State) -> None:
        self._old, self._new = old, new
        self.moved: dict[str, str] = {
            key: document["redirect"]["target"]
            for (entity, key), document in new.items()
            if entity == Entity.EVENT and "redirect" in document
        }

    def document(self, entity: Entity, key: str) -> Mapping[str, Any]:
        """What is said of an id; nothing where nobody knows it."""
        whole = (entity.value, key)
        later, earlier = self._new.get(whole, {}), self._old.get(whole, {})
        return later if "title" in later or "name" in later else earlier or later

    def of(self, entity: Entity, key: str) -> str:
        """A name or title; the id itself where there is none."""
        said = self.document(entity, key)
        return str(said.get("name") or said.get("title") or key)


def value_words(name: str, value: Any, names: Names, entity: Entity = Entity.EVENT) -> str:
    """A field's single value, or what is said of one element of a set, in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _object(name, value, names)
    text = str(value)
    if name in {"date", "in_force"}:
        return dates.words(dates.parse(text)) if dates.is_valid(text) else text
    if name == "parent":
        return names.of(entity, text)
    if name in REFERS:
        return names.of(REFERS[name], text)
    return text.replace("-", " ") if name in LISTED else shortened(text)


def _object(name: str, value: Mapping[str, Any], names: Names) -> str:
    if name == "figures":
        return figure_words(value)
    if "text" in value:  # of a note or a provision
        return shortened(str(value["text"]))
    if name == "rulings":
        head = f"{value_words('', value['value'], names)}" if "value" in value else str(value.get("decision"))
        return f"{head}, because: {shortened(str(value.get('because', '')))}"
    return ", ".join(value_words(key, inner, names) for key, inner in value.items())


def figure_words(value: Mapping[str, Any]) -> str:
    """``4``, ``at least 3``, ``3 to 5``, ``about 4 (3 to 5)``."""
    low, best, high = (value.get(key) for key in ("low", "best", "high"))
    span = f"{low:,} to {high:,}" if low is not None and high is not None else ""
    span = span or (
        f"at least {low:,}" if low is not None else f"at most {high:,}" if high is not None else ""
    )
    if best is None:
        return span
    return f"{best:,} ({span})" if span else f"{best:,}"


def element_words(name: str, element: str, value: Any, names: Names) -> str:
    """Which element of a set it is, in words."""
    parts = element.split("/")
    if name in {"participants", "people", "units"}:
        actor, role, rest = names.of(Entity.ACTOR, parts[0]), parts[1].replace("-", " "), "/".join(parts[2:])
        if name == "people":
            return f"{names.of(Entity.PERSON, rest)} for {actor} ({role})"
        return f"{rest} of {actor} ({role})" if name == "units" else f"{actor} as {role}"
    if name == "links":
        return f"{parts[0].replace('-', ' ')} “{names.of(Entity.EVENT, '/'.join(parts[1:]))}”"
    if name == "figures":
        about, _ = MEASURE_WORDS[Measure(element)]
        return about
    if name == "tenures":
        return names.of(Entity.OFFICE, parts[0])
    if name == "rulings":
        return f"on {place_words(parts[0], '/'.join(parts[1:]), names)}"
    if name in REFERS:
        return names.of(REFERS[name], element)
    return element.replace("-", " ") if name in LISTED else f"“{element}”"


def place_words(name: str, element: str, names: Names) -> str:
    """A value that a claim or a ruling is about: ``date``, or ``participant Japan as host``."""
    return (
        f"{field_words(name)} {element_words(name, element, None, names)}" if element else field_words(name)
    )


def day_words(day: dt.date) -> str:
    """A day as one says it."""
    return dates.words(dates.parse(day.isoformat()))

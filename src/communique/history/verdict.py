"""Whether a change corrects the record or develops it, and which articles caused it.

``corrected``: the record was wrong. A value is another one although no article supports it that the earlier state
lacked; or an article published by the day of the earlier state contradicts the old value; or a value is gone.
``developed``: the record learned, or the world moved on. A value was added; a new article refines it; an article
published after that day changes it; or an event's status goes on from what was planned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.history.state import Document, State
from communique.history.testimony import ROLES, Testimony, claim_key, differing, value_key
from communique.schema.refinement import coarser
from communique.schema.vocabulary import ChangeType, Entity, Status

GOES_ON: dict[str, frozenset[str]] = {
    Status.PLANNED: frozenset({Status.OCCURRED, Status.ONGOING, Status.POSTPONED, Status.CANCELLED}),
    Status.POSTPONED: frozenset({Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.CANCELLED}),
    Status.ONGOING: frozenset({Status.OCCURRED}),
}
"""Where an event's status may go in the course of things."""

OWN_WORDS = frozenset({"title", "summary", "kind"})
"""Fields of an event that no article claims: they are weighed by the articles on the event as a whole."""

CORRECTED, DEVELOPED = ChangeType.CORRECTED, ChangeType.DEVELOPED


class Occasion:
    """Two states, and what the later one had to learn from.

    Args:
        old: the earlier state.
        new: the later state.
        day: the day of the earlier one; None for the last day on which an article of it was read.
    """

    def __init__(self, old: State, new: State, day: dt.date | None = None) -> None:
        source = Entity.SOURCE.value
        self.day = day.isoformat() if day else _read_until(old)
        self.fresh = frozenset(key for entity, key in new.keys() - old.keys() if entity == source)
        published = {key: new[source, key].get("published", "") for key in self.fresh}
        self.late = frozenset(key for key, when in published.items() if when[:10] > self.day)
        self.moved = {
            key: document["redirect"]["target"]
            for (entity, key), document in new.items()
            if entity == Entity.EVENT and "redirect" in document
        }
        places = ((key, document) for (entity, key), document in new.items() if entity == Entity.PLACE.value)
        self.parents: dict[str, str | None] = {key: document.get("parent") for key, document in places}


@dataclass(slots=True)
class EventVerdict:
    """Judges the changes of one event."""

    occasion: Occasion
    old: Document
    new: Document
    before: Testimony = field(init=False)
    after: Testimony = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.after = Testimony(self.old), Testimony(self.new)

    def type(self, name: str, element: str | None, old: Any, new: Any) -> ChangeType:
        """What sort of change it is that a value was ``old`` and is ``new``; None is no value."""
        if new is None:
            return DEVELOPED if self._goes_on(name, str(element)) else CORRECTED
        if old is None:
            return DEVELOPED
        if name == "status" and new in GOES_ON.get(old, ()):
            return DEVELOPED
        teachers = self._teachers(name, element, old, new)
        if not teachers:
            return CORRECTED
        if name not in {"claims", "rulings"} and coarser(name, old, new, self.occasion.parents):
            return DEVELOPED
        return DEVELOPED if name in {"claims", *OWN_WORDS} or teachers & self.occasion.late else CORRECTED

    def _teachers(self, name: str, element: str | None, old: Any, new: Any) -> frozenset[str]:
        """The articles that the earlier state lacked and that support the new value."""
        fresh = self.occasion.fresh
        if (
            name == "claims"
        ):  # an article does not change: only what became of its claim may be another's doing
            if any(old.get(key) != new.get(key) for key in {*old, *new} - {"standing"}):
                return frozenset()
            place = claim_key(str(element))[:2]
            return frozenset(source for source, _ in self.after.on(*place)) & fresh
        if name == "rulings":
            place = str(element).partition("/")[::2]
            return frozenset(source for source, _ in self.after.on(*place)) & fresh
        if name in OWN_WORDS or (name == "status" and not self.after.on(name, element)):
            return self.after.sources & fresh
        return self.after.supporting(name, element) & fresh

    def _goes_on(self, name: str, element: str) -> bool:
        """Whether an element that went is there under another key: another role, or the new id of what it names."""
        if name == "claims":
            field, inner, source, number = claim_key(element)
            kept = f"{field}/{followed(inner, self.occasion.moved)}/{source}/{number}"
            return field == "links" and kept != element and kept in self.new.get("claims", {})
        if name == "links":
            kept = followed(element, self.occasion.moved)
            return kept != element and kept in self.new.get("links", {})
        return name in ROLES and self._refined(name, element)

    def _refined(self, name: str, element: str) -> bool:
        """Whether an element went because the same actor is now there in another role that a new article reports."""
        same = value_key(name, element)
        now = [key for key in self.new.get(name, {}) if key not in self.old.get(name, {})]
        moved = any(value_key(name, key) == same for key in now)
        return moved and bool(self.after.supporting(name, element) & self.occasion.fresh)

    def causes(self, name: str, element: str | None, gone: bool) -> tuple[str, ...]:
        """The articles whose entries made the change: what they say of the value is not what they said before.

        Args:
            name: the field.
            element: the element of a set.
            gone: the value is no longer there.
        """
        if name == "sources":
            return (str(element),)
        if name == "claims":
            return (claim_key(str(element))[2],)
        if name in OWN_WORDS:
            return tuple(sorted(self._authors()))
        if name == "rulings":
            name, _, element = str(element).partition("/")
            return tuple(source for source, _ in differing(self.before, self.after, name, element))
        found = list(differing(self.before, self.after, name, element))
        if gone:
            return tuple(source for source, _ in found)
        supporting = self.after.supporting(name, element)
        return tuple(source for source, now in found if now and source in supporting)

    def _authors(self) -> Iterable[str]:
        return (key for key, said in self.new.get("sources", {}).items() if said.get("author_of_text"))


def followed(link: str, moved: Mapping[str, str]) -> str:
    """A link's element with the id that its target has now."""
    relation, _, target = link.partition("/")
    return f"{relation}/{moved.get(target, target)}"


def registry_type(name: str, old: Any, new: Any) -> ChangeType:
    """What sort of change it is in the registry or in an article's own data."""
    if new is None:
        return CORRECTED
    if old is None:
        return DEVELOPED
    if not (isinstance(old, dict) and isinstance(new, dict)) or {**old, "date": 0} != {**new, "date": 0}:
        return CORRECTED
    was, now = old.get("date"), new.get("date")  # of a tenure or membership
    return DEVELOPED if now and (not was or coarser("date", was, now, {})) else CORRECTED


def _read_until(whole: State) -> str:
    read = (document.get("accessed", "") for (entity, _), document in whole.items() if entity == "source")
    return max(read, default="")

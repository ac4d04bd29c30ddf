"""Classification of a change as a correction or a development, and the articles that caused it.

``corrected``: the record was wrong. The event is of another kind; a value is another one although no article supports
it that the earlier state lacked; an article published by the day of the earlier state contradicts the old value; or a
value is gone.
``developed``: the record learned, or the world moved on. A value was added; a new article refines it; an article
published after that day changes it; or an event's status goes on from what was planned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.releases.describe_claims import (
    ROLE_FIELDS,
    ClaimSupport,
    changed_sources,
    parse_claim_key,
    value_key,
)
from communique.releases.snapshot import EntityDocument, Snapshot
from communique.schema.dates.grammar import DateError
from communique.schema.refinement import is_coarser
from communique.schema.vocabulary import ChangeType, Entity, Status

STATUS_TRANSITIONS: dict[str, frozenset[str]] = {
    Status.PLANNED: frozenset({Status.OCCURRED, Status.ONGOING, Status.POSTPONED, Status.CANCELLED}),
    Status.POSTPONED: frozenset({Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.CANCELLED}),
    Status.ONGOING: frozenset({Status.OCCURRED}),
}
"""Where an event's status may go in the course of things."""

UNCLAIMED_FIELDS = frozenset({"title", "summary", "kind", "outcome_sought"})
"""Fields of an event that no article claims: they are weighed by the articles on the event as a whole."""

CORRECTED, DEVELOPED = ChangeType.CORRECTED, ChangeType.DEVELOPED


class ComparisonContext:
    """Two snapshots, and what a comparison of them must know.

    Args:
        old: the earlier state.
        new: the later state.
        day: the day of the earlier one; None for the last day on which an article of it was read.
    """

    def __init__(self, old: Snapshot, new: Snapshot, day: dt.date | None = None) -> None:
        source = Entity.SOURCE.value
        self.day = day.isoformat() if day else _last_access_day(old)
        self.new_sources = frozenset(key for entity, key in new.keys() - old.keys() if entity == source)
        published = {key: new[source, key].get("published", "") for key in self.new_sources}
        self.later_sources = frozenset(
            key for key, published_on in published.items() if published_on[:10] > self.day
        )
        self.redirects = {
            key: document["redirect"]["target"]
            for (entity, key), document in new.items()
            if entity == Entity.EVENT and "redirect" in document
        }
        places = ((key, document) for (entity, key), document in new.items() if entity == Entity.PLACE.value)
        self.place_parents: dict[str, str | None] = {key: document.get("parent") for key, document in places}


@dataclass(slots=True)
class ChangeClassifier:
    """A classifier for the changes of one event."""

    context: ComparisonContext
    old: EntityDocument
    new: EntityDocument
    before: ClaimSupport = field(init=False)
    after: ClaimSupport = field(init=False)

    def __post_init__(self) -> None:
        self.before, self.after = ClaimSupport(self.old), ClaimSupport(self.new)

    def classify_change(self, name: str, element: str | None, old: Any, new: Any) -> ChangeType:
        """Return the type of the change of a value from ``old`` to ``new``, where None is no value."""
        if (
            name == "outcome_sought"
        ):  # a search made, made again, or overtaken by what was found corrects nothing
            return DEVELOPED
        if new is None:
            return DEVELOPED if self._is_rekeyed(name, str(element)) else CORRECTED
        if old is None:
            return CORRECTED if self._follows_from_kind(name, element) else DEVELOPED
        if name == "kind":
            return CORRECTED
        if name == "status" and new in STATUS_TRANSITIONS.get(old, ()):
            return DEVELOPED
        supporters = self._new_supporting_sources(name, element, old, new)
        if not supporters:
            return CORRECTED
        if name not in {"claims", "rulings"} and refines_value(name, old, new, self.context.place_parents):
            return DEVELOPED
        return (
            DEVELOPED
            if name in {"claims", *UNCLAIMED_FIELDS} or supporters & self.context.later_sources
            else CORRECTED
        )

    def _new_supporting_sources(self, name: str, element: str | None, old: Any, new: Any) -> frozenset[str]:
        """Return the articles that the earlier snapshot lacked and that support the new value."""
        new_sources = self.context.new_sources
        if (
            name == "claims"
        ):  # an article does not change: only what became of its claim may be another's doing
            if any(old.get(key) != new.get(key) for key in {*old, *new} - {"standing"}):
                return frozenset()
            target = parse_claim_key(str(element))[:2]
            return frozenset(source for source, _ in self.after.claims_on(*target)) & new_sources
        if name == "rulings":
            target = str(element).partition("/")[::2]
            return frozenset(source for source, _ in self.after.claims_on(*target)) & new_sources
        if name in UNCLAIMED_FIELDS or (name == "status" and not self.after.claims_on(name, element)):
            return self.after.sources & new_sources
        return self.after.supporting_sources(name, element) & new_sources

    def _follows_from_kind(self, name: str, element: str | None) -> bool:
        """Return whether a value is there because the event is of another kind now, and by no new article."""
        if self.old.get("kind") == self.new.get("kind"):
            return False
        if name == "claims":
            sources = {parse_claim_key(str(element))[2]}
        elif name == "sources":
            sources = {str(element)}
        else:
            sources = {source for source, _ in self.after.claims_on(name, element)}
        return not sources & self.context.new_sources

    def _is_rekeyed(self, name: str, element: str) -> bool:
        """Return whether a removed element is there under another key: another role, or a redirected id."""
        if name == "claims":
            field, inner, source, number = parse_claim_key(element)
            new_key = f"{field}/{redirect_link(inner, self.context.redirects)}/{source}/{number}"
            return field == "links" and new_key != element and new_key in self.new.get("claims", {})
        if name == "links":
            new_key = redirect_link(element, self.context.redirects)
            return new_key != element and new_key in self.new.get("links", {})
        return name in ROLE_FIELDS and self._has_new_role(name, element)

    def _has_new_role(self, name: str, element: str) -> bool:
        """Return whether the same actor now has another role that a new article reports."""
        same = value_key(name, element)
        now = [key for key in self.new.get(name, {}) if key not in self.old.get(name, {})]
        moved = any(value_key(name, key) == same for key in now)
        return moved and bool(self.after.supporting_sources(name, element) & self.context.new_sources)

    def find_causes(self, name: str, element: str | None, gone: bool) -> tuple[str, ...]:
        """Return the articles whose entries made the change, as they state the value otherwise than before.

        Args:
            name: the field.
            element: the element of a set.
            gone: the value is no longer there.
        """
        if name == "sources":
            return (str(element),)
        if name == "claims":
            return (parse_claim_key(str(element))[2],)
        if name in UNCLAIMED_FIELDS:
            return tuple(sorted(self._text_sources()))
        if name == "rulings":
            name, _, element = str(element).partition("/")
            return tuple(source for source, _ in changed_sources(self.before, self.after, name, element))
        changed = list(changed_sources(self.before, self.after, name, element))
        if gone:
            return tuple(source for source, _ in changed)
        supporting = self.after.supporting_sources(name, element)
        return tuple(source for source, now in changed if now and source in supporting)

    def _text_sources(self) -> Iterable[str]:
        return (key for key, report in self.new.get("sources", {}).items() if report.get("author_of_text"))


def redirect_link(link: str, redirects: Mapping[str, str]) -> str:
    """Return a link's element with the id that its target has now."""
    relation, _, target = link.partition("/")
    return f"{relation}/{redirects.get(target, target)}"


def refines_value(name: str, old: Any, new: Any, place_parents: Mapping[str, str | None]) -> bool:
    """Return whether a value states the same as the old one, only more exactly.

    A state may come from any database file, and a text there that is no date refines nothing.
    """
    try:
        return is_coarser(name, old, new, place_parents)
    except DateError:
        return False


def classify_registry_change(name: str, old: Any, new: Any) -> ChangeType:
    """Return the type of a change in the registry or in an article's own data."""
    if new is None:
        return CORRECTED
    if old is None:
        return DEVELOPED
    if not (isinstance(old, dict) and isinstance(new, dict)) or {**old, "date": 0} != {**new, "date": 0}:
        return CORRECTED
    was, now = old.get("date"), new.get("date")  # of a tenure or membership
    return DEVELOPED if now and (not was or refines_value("date", was, now, {})) else CORRECTED


def _last_access_day(snapshot: Snapshot) -> str:
    days = (document.get("accessed", "") for (entity, _), document in snapshot.items() if entity == "source")
    return max(days, default="")

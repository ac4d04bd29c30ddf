"""What the articles say of one event at one time: which of them support a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.history.state import Document

ROLES = frozenset({"participants", "people", "units"})
"""Fields whose elements begin with an actor and a role, and go under a finer role when one is reported."""

Said = dict[tuple[str, int], dict[str, Any]]
"""Claims on one value by source and number."""


class Testimony:
    """The claims of one event's document by the value that they speak of."""

    def __init__(self, document: Document) -> None:
        self.sources: frozenset[str] = frozenset(document.get("sources", ()))
        self._said: dict[tuple[str, str], Said] = {}
        for key, claim in document.get("claims", {}).items():
            field, element, source, number = claim_key(key)
            self._said.setdefault((field, value_key(field, element)), {})[source, number] = claim

    def on(self, field: str, element: str | None) -> Said:
        """The claims on one value."""
        return self._said.get((field, value_key(field, element or "")), {})

    def supporting(self, field: str, element: str | None) -> frozenset[str]:
        """The sources whose claim on a value is what the record says."""
        return frozenset(
            source
            for (source, _), claim in self.on(field, element).items()
            if claim.get("standing") == "agrees" and claim.get("modality") != "denied"
        )


def claim_key(key: str) -> tuple[str, str, str, int]:
    """Field, element (which may hold slashes), source and number of a claim's key."""
    place, source, number = key.rsplit("/", 2)
    field, _, element = place.partition("/")
    return field, element, source, int(number)


def value_key(field: str, element: str) -> str:
    """What claims on one value have in common: a participant's role may differ."""
    if field not in ROLES:
        return element
    actor, _, rest = element.partition("/")
    return "/".join([actor, *rest.split("/", 1)[1:]])


def differing(
    before: Testimony, after: Testimony, field: str, element: str | None
) -> Iterator[tuple[str, bool]]:
    """The sources whose claims on a value came, changed or went, and whether each has some now.

    What became of a claim in weighing is not counted: that follows from the others.
    """
    was, now = before.on(field, element), after.on(field, element)
    for source in sorted({source for source, _ in {**was, **now}}):
        old, new = _of(was, source), _of(now, source)
        if old != new:
            yield source, bool(new)


def _of(said: Said, source: str) -> list[dict[str, Any]]:
    found = (claim for (one, _), claim in sorted(said.items()) if one == source)
    return [{name: value for name, value in claim.items() if name != "standing"} for claim in found]

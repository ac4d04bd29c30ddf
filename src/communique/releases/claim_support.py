"""The claims on one event at one time: which articles support a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.releases.snapshot import EntityDocument

ROLE_FIELDS = frozenset({"participants", "people", "units"})
"""Fields whose elements begin with an actor and a role, and go under a finer role when one is reported."""

ClaimsBySource = dict[tuple[str, int], dict[str, Any]]
"""Claims on one value by source and number."""


class ClaimSupport:
    """The claims of one event's document, by the value that they are about."""

    def __init__(self, document: EntityDocument) -> None:
        self.sources: frozenset[str] = frozenset(document.get("sources", ()))
        self._claims: dict[tuple[str, str], ClaimsBySource] = {}
        for key, claim in document.get("claims", {}).items():
            field, element, source, number = parse_claim_key(key)
            self._claims.setdefault((field, value_key(field, element)), {})[source, number] = claim

    def claims_on(self, field: str, element: str | None) -> ClaimsBySource:
        """Return the claims on one value, by source and number."""
        return self._claims.get((field, value_key(field, element or "")), {})

    def supporting_sources(self, field: str, element: str | None) -> frozenset[str]:
        """Return the sources whose claim on a value agrees with the record."""
        return frozenset(
            source
            for (source, _), claim in self.claims_on(field, element).items()
            if claim.get("standing") == "agrees" and claim.get("modality") != "denied"
        )


def parse_claim_key(key: str) -> tuple[str, str, str, int]:
    """Return field, element (which may hold slashes), source and number of a claim's key."""
    target, source, number = key.rsplit("/", 2)
    field, _, element = target.partition("/")
    return field, element, source, int(number)


def value_key(field: str, element: str) -> str:
    """Return the key that claims on one value share, although a participant's role may differ."""
    if field not in ROLE_FIELDS:
        return element
    actor, _, rest = element.partition("/")
    return "/".join([actor, *rest.split("/", 1)[1:]])


def changed_sources(
    before: ClaimSupport, after: ClaimSupport, field: str, element: str | None
) -> Iterator[tuple[str, bool]]:
    """Yield the sources whose claims on a value came, changed or went, and whether each has some now.

    What became of a claim in weighing is not counted: that follows from the others.
    """
    was, now = before.claims_on(field, element), after.claims_on(field, element)
    for source in sorted({source for source, _ in {**was, **now}}):
        old, new = _claims_of_source(was, source), _claims_of_source(now, source)
        if old != new:
            yield source, bool(new)


def _claims_of_source(claims: ClaimsBySource, source: str) -> list[dict[str, Any]]:
    own_claims = (claim for (claimant, _), claim in sorted(claims.items()) if claimant == source)
    return [{name: value for name, value in claim.items() if name != "standing"} for claim in own_claims]

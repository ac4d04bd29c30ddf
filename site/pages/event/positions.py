"""Say in a sentence what each government holds of a value: "Japan says that …; South Korea denies it"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.schema.vocabulary import Modality
from communique.site import labels
from communique.site.pages.event.event_view import ClaimRow

MOST_POSITIONS = 6
"""Clauses in one sentence; the versions below it have all."""

VERBS = {
    Modality.DENIED: ("denies", "deny"),
    Modality.DIFFERS: ("disputes", "dispute"),
    Modality.PLANNED: ("announced", "announced"),
}
"""How one and how several tell a statement of a modality; of any other, they say a fact and give a figure."""

FACTS = {
    "type": "that it was {indefinite}",
    "status": "that it was {value}",
    "participants": "that {participation}",
}
"""How a value of a field stands in a sentence; of any other field it stands alone, as its heading names it."""


TEXTS = frozenset({"notes", "provisions"})
"""Fields whose values are sentences already."""


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds of a value: the name, how it is put forward, and the value as the page says it."""

    actor: str
    modality: Modality
    value: str


def describe_positions(field: str, positions: Iterable[Position]) -> str:
    """Return who says what of a value, each thing once; "" where fewer than two hold something different.

    Args:
        field: the field, as a claim names it.
        positions: the attributed statements, in the order of the sources.
    """
    by_actor: dict[str, dict[tuple[tuple[str, str], str], None]] = {}
    for position in positions:
        by_actor.setdefault(labels.add_article(position.actor), {})[_clause(field, position)] = None
    actors: dict[tuple[tuple[tuple[str, str], str], ...], list[str]] = {}
    for actor, clauses in by_actor.items():
        actors.setdefault(tuple(clauses), []).append(actor)
    if len(actors) < 2:
        return ""
    parts = [
        f"{labels.join_with_and(names)} "
        + labels.join_with_and([f"{verbs[len(names) > 1]} {rest}" for verbs, rest in clauses])
        for clauses, names in actors.items()
    ]
    return labels.capitalize_first("; ".join(parts[:MOST_POSITIONS])) + "."


def describe_statement(field: str, modality: Modality, claim: ClaimRow) -> tuple[str, str]:
    """Return verb and rest of a sentence on what somebody holds; no verb where the rest stands behind a colon."""
    if field in FACTS:
        verbs, rest = _clause(field, Position("", modality, claim.value))
        return verbs[0], rest
    value = claim.value if field in TEXTS else f"{claim.field}: {claim.value}"
    return (f"{VERBS[modality][0]}:" if modality in VERBS else ""), value


def _clause(field: str, position: Position) -> tuple[tuple[str, str], str]:
    """Return the verb, for one and for several, and what follows it."""
    value, is_fact = position.value, field in FACTS
    lower = value if value[1:2].isupper() else value[:1].lower() + value[1:]
    article = "" if lower.endswith("s") else "an " if lower[:1] in "aeiou" else "a "
    rest = FACTS.get(field, "{value}").format(
        value=lower if is_fact else value,
        indefinite=f"{article}{lower}",
        participation=value.replace(" as alleged ", " as ").replace(" as ", " took part as ", 1),
    )
    return VERBS.get(position.modality, ("says", "say") if is_fact else ("gives", "give")), rest

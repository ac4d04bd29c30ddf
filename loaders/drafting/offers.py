"""Choose which values a draft offers: those that an entry may well have, best first, and few enough to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.loaders.drafting.statements import DraftStatement


@dataclass(frozen=True, slots=True)
class OfferRule:
    """How many values of a field are offered beside those that are ticked.

    Args:
        recorded: at most so many that the record holds, and a part was seen to say.
        text_only: at most so many that only the text gives, of a known event.
        unseen: at most so many that the record holds, and no part was seen to say; of likely events alone.
        sketched: at most so many of a new event, of which only the text tells.
    """

    recorded: int
    text_only: int = 1
    unseen: int = 0
    sketched: int = 2


_DEFAULT: Final = OfferRule(2, 1, 1, 3)
_RULES: Final = {
    **dict.fromkeys(("date", "place", "series", "format", "status"), OfferRule(1, 1, 1, 3)),
    "participants": OfferRule(10, 8, 2, 8), "people": OfferRule(12, 6, 3, 8), "units": OfferRule(12, 2, 3, 3),
    "topics": OfferRule(6, 2, 2, 8), "figures": OfferRule(4, 2, 1, 3), "links": OfferRule(6, 2, 3, 3),
    "names": OfferRule(1, 0), "notes": OfferRule(8, 0, 4), "provisions": OfferRule(10, 0, 4),
    "domains": OfferRule(5, 2, 1), "missions": OfferRule(5, 0, 1), "types": OfferRule(3, 0),
}  # fmt: skip
"""Counted over the half of the texts of `SECTION=reading` that was looked at: entries seldom have what is left out.
"""

LIKELY: Final = 0.3
"""From which probability on an event is one of which the text may say what it was not seen to say."""


def choose_offers(
    statements: Sequence[DraftStatement], probability: float = 0.0
) -> tuple[DraftStatement, ...]:
    """Return the statements of an event in the order of an entry, best first, each marked as offered or not.

    Args:
        statements: of one event.
        probability: that the text reports it.
    """
    is_new = not any(s.origin == "record" for s in statements)
    ordered = sorted(statements, key=lambda s: (s.order, not s.is_ticked, s.origin == "text", *_weigh(s)))
    filled = {_name_slot(s) for s in statements if s.is_ticked}
    counts: Counter[tuple[str, str]] = Counter()
    chosen = []
    for statement in ordered:
        rule = _RULES.get(statement.field, _DEFAULT)
        if statement.origin == "text":
            sort, limit = "text", rule.sketched if is_new else rule.text_only
        elif statement.citations:
            sort, limit = "recorded", rule.recorded
        else:
            sort, limit = "unseen", rule.unseen if probability >= LIKELY else 0
        key = (statement.field, sort)
        is_free = counts[key] < limit and _name_slot(statement) not in filled
        counts[key] += is_free
        chosen.append(replace(statement, is_offered=statement.is_ticked or is_free))
    return tuple(chosen)


def _weigh(statement: DraftStatement) -> tuple[float, str]:
    """Return what puts a value of the record before others; those that only the text gives keep their order."""
    if statement.origin == "text":
        return (0.0, "")
    return (-statement.strength * (1 + statement.sources), statement.element)


def _name_slot(statement: DraftStatement) -> str:
    """Return what one value fills: an actor's place in the event, a field of one value, or its place in a list."""
    element = statement.element.partition("/")[0] if statement.field == "participants" else statement.element
    return f"{statement.field}/{element}"

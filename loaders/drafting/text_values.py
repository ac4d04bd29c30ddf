"""Offer the values that the parts of a text give: place, people, units, figures, topics and words of closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.statements import DraftStatement, describe_value, join_parts, to_plain
from communique.loaders.reading.phrases import TOPIC_CUES, VALUE_CUES
from communique.schema.vocabulary import Kind, PlacePrecision

_SET_FIELDS: Final = {"domains", "missions", "types"}


def state_value(
    field: str, element: str, value: Any, parts: Iterable[int], locator: Locator
) -> DraftStatement:
    """Return a value that only the text gives: offered, for nobody has vouched for its like."""
    return DraftStatement(
        field,
        element,
        to_plain(value),
        join_parts(parts, locator.reading),
        False,
        "text",
        describe_value(field, element, value, locator.registry),
    )


def find_place(parts: Sequence[int], locator: Locator) -> tuple[str, int]:
    """Return the most exact place that the first of the parts names behind a word such as `in`."""
    rank = {
        PlacePrecision.SITE: 4,
        PlacePrecision.SEA_AREA: 3,
        PlacePrecision.LOCALITY: 3,
        PlacePrecision.REGION: 2,
        PlacePrecision.COUNTRY: 1,
    }
    for number in parts[:3]:
        best: tuple[int, int, str] | None = None
        text = locator.folded[number]
        for mention in locator.reading.by_part.get(number, ()):
            if mention.noun != "places":
                continue
            before = text[max(0, mention.start - 28) : mention.start]
            if mention.manner != "relation" and not re.search(
                r"\b(?:in|at|off|near|on|over|of|from|into|around|aboard)(?: the)?(?: [\w.'-]+){0,3} ?$",
                before,
            ):
                continue
            if re.search(r"\btowards? (?:the )?$", before):
                continue
            entry = locator.registry.places[mention.id]
            weight = rank[entry.precision] + (1 if mention.manner == "relation" else 0)
            if best is None or weight > best[0]:
                best = (weight, mention.start, mention.id)
        if best and (best[0] > 1 or number == parts[0]):
            return best[2], number
    return "", -1


def find_list_terms(kind: Kind, parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the words of the kind's lists that the parts speak for."""
    statements = []
    for (owner, field), cues in VALUE_CUES.items():
        if owner is not kind:
            continue
        hits = {
            word: [number for number in parts if cue.search(locator.folded[number])]
            for word, cue in cues.items()
        }
        hits = {word: numbers for word, numbers in hits.items() if numbers}
        if field in _SET_FIELDS:
            statements += [
                state_value(field, word, word, numbers[:2], locator) for word, numbers in hits.items()
            ]
        elif hits:
            first = min(numbers[0] for numbers in hits.values())
            word = next(word for word, numbers in hits.items() if numbers[0] <= first + 1)
            statements.append(state_value(field, "", word, hits[word][:2], locator))
    return statements


def find_people(parts: Sequence[int], roles: dict[str, str], locator: Locator) -> list[DraftStatement]:
    """Return the people that the first parts name and who act for a participant, whose role `roles` holds."""
    statements = {}
    for mention in locator.reading.iter_mentions("people", parts[:3]):
        actor = locator.registry.people[mention.id].actor or ""
        if actor in roles and mention.id not in statements:
            element = f"{actor}/{roles[actor]}/{mention.id}"
            statements[mention.id] = state_value(
                "people", element, {"person": mention.id}, [mention.part], locator
            )
    return list(statements.values())


_SHIP = re.compile(
    r"\b(?:(USS|USNS|USCGC|JS|JDS|ROKS|HMAS|HMS|INS|BRP|HMNZS) [A-Z][\w.'-]*(?:[ -][A-Z][\w'-]*)*)"
)
_SHIP_ACTORS: Final = dict.fromkeys(("USS", "USNS", "USCGC"), "US") | {
    "JS": "JP", "JDS": "JP", "ROKS": "KR", "HMAS": "AU", "HMS": "GB", "INS": "IN", "BRP": "PH", "HMNZS": "NZ",
}  # fmt: skip


def find_units(parts: Sequence[int], roles: dict[str, str], locator: Locator) -> list[DraftStatement]:
    """Return the ships and formations that the parts name and that belong to a participant."""
    units: dict[tuple[str, str], int] = {}
    for number in parts:
        for match in _SHIP.finditer(locator.reading.parts[number].text):
            units.setdefault((_SHIP_ACTORS[match[1]], match[0]), number)
        for mention in locator.reading.by_part.get(number, ()):
            if mention.noun == "units":
                actor, _, name = mention.id.partition("/")
                units.setdefault((actor, name), number)
    return [
        state_value("units", f"{actor}/{roles[actor]}/{name}", name, [number], locator)
        for (actor, name), number in units.items()
        if actor in roles
    ]


def find_topics(parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the topics of the registry that the parts speak of."""
    statements = []
    for topic, cue in TOPIC_CUES.items():
        numbers = [number for number in parts if cue.search(locator.folded[number])]
        if numbers and topic in locator.registry.topics:
            statements.append(state_value("topics", topic, topic, numbers[:2], locator))
    return statements


def find_measures(parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the figures that the parts give, the first of each measure."""
    figures: dict[str, DraftStatement] = {}
    for number in parts:
        for figure in locator.get_figures(number):
            key = str(figure.measure)
            value = {"low": figure.low, "best": figure.best, "high": figure.high}
            figures.setdefault(key, state_value("figures", key, value, [number], locator))
    return list(figures.values())

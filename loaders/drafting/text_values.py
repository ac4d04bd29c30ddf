"""Offer the values that the parts of a text give: place, people, units, figures, topics and words of closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.statements import DraftStatement, describe_value, join_parts, to_plain
from communique.loaders.reading.document import DATELINE_HEAD
from communique.loaders.reading.lexicon import RELATION
from communique.loaders.reading.parts import PARAGRAPH
from communique.loaders.reading.phrases import VALUE_CUES
from communique.loaders.reading.relative_places import is_located
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


def find_places(parts: Sequence[int], locator: Locator) -> list[tuple[str, int]]:
    """Return places, each with its part: the most exact of each of the first parts, and that of the dateline."""
    rank = {
        PlacePrecision.SITE: 4,
        PlacePrecision.SEA_AREA: 3,
        PlacePrecision.LOCALITY: 3,
        PlacePrecision.REGION: 2,
        PlacePrecision.COUNTRY: 1,
    }
    places: list[tuple[str, int]] = []
    for number in parts[:3]:
        best: tuple[int, int, str] | None = None
        text = locator.folded[number]
        for mention in locator.reading.by_part.get(number, ()):
            if mention.noun != "places" or not is_located(mention, text):
                continue
            entry = locator.registry.places[mention.id]
            weight = rank[entry.precision] + (1 if mention.manner == RELATION else 0)
            if best is None or weight > best[0]:
                best = (weight, mention.start, mention.id)
        if best and (best[0] > 1 or number == parts[0]) and best[2] not in dict(places):
            places.append((best[2], number))
    places = places[:2]
    home = _find_dateline_place(locator)
    return places + ([home] if home and home[1] in parts and home[0] not in dict(places) else [])


def _find_dateline_place(locator: Locator) -> tuple[str, int] | None:
    """Return the place from which a text is dated, with its part: `TOKYO, July 28 (Kyodo) --`."""
    number = next((n for n, part in enumerate(locator.reading.parts) if part.kind == PARAGRAPH), None)
    head = DATELINE_HEAD.match(locator.reading.parts[number].text) if number is not None else None
    if head is None or number is None:
        return None
    name = re.split(r"[,(/:—–-]", head[0].strip("[ "))[0].strip(" ]").casefold()
    for key, place in locator.registry.places.items():
        if name in {place.name.casefold(), *(other.name.casefold() for other in place.names)}:
            return key, number
    return None


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
            early = [word for word, numbers in hits.items() if numbers[0] <= first + 1]
            statements += [state_value(field, "", word, hits[word][:2], locator) for word in early[:3]]
    return statements


def find_people(parts: Sequence[int], roles: dict[str, str], locator: Locator) -> list[DraftStatement]:
    """Return the people whom the parts name and who act for a participant, whose role `roles` holds."""
    statements = {}
    for mention in locator.reading.iter_mentions("people", parts):
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
    """Return the topics of the registry that the parts speak of, those first of which most of the first parts do."""
    order = list(dict.fromkeys(parts))
    hits = {
        topic: [number for number in order if number in telling]
        for topic, telling in locator.topic_parts.items()
    }
    ranked = sorted(
        (topic for topic, numbers in hits.items() if numbers),
        key=lambda topic: -sum(1 / (1 + order.index(number)) for number in hits[topic]),
    )
    return [state_value("topics", topic, topic, sorted(hits[topic][:2]), locator) for topic in ranked]


def find_measures(parts: Sequence[int], locator: Locator) -> list[DraftStatement]:
    """Return the figures that the parts give, the first of each measure.

    How many countries there are is left to the participants: mostly it is `the three countries` that are meant.
    """
    figures: dict[str, DraftStatement] = {}
    for number in parts:
        for figure in locator.get_figures(number):
            key = str(figure.measure)
            if key == "countries":
                continue
            value = {"low": figure.low, "best": figure.best, "high": figure.high}
            figures.setdefault(key, state_value("figures", key, value, [number], locator))
    return list(figures.values())

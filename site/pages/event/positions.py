"""Say in a sentence what each government holds of a value: "Japan says that …; South Korea denies it"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from communique.schema.vocabulary import Modality
from communique.site import labels
from communique.site.pages.event.event_view import ClaimRow

MOST_POSITIONS = 6
"""Clauses in one sentence; the versions below it have all."""

SAYS = ("says", "say")
VERBS = {
    Modality.DENIED: ("denies", "deny"),
    Modality.DIFFERS: ("disputes", "dispute"),
    Modality.PLANNED: ("announced", "announced"),
}
"""How one and how several tell a statement of a modality; all others they say."""

SENTENCES = {
    "type": "it [was|would be] {indefinite}",
    "instrument": "it [was|would be] {indefinite}",
    "weapon_class": "it [was|would be] {indefinite}",
    "binding": "it [was|would be] {lower}",
    "in_force": "it [was|would be] in force {value}",
    "expires": "it would lapse on {value}",
    "status": "it [was|would be] {lower}",
    "date": "it [took|would take] place {when}",
    "time": "it [was|would be] at {value}",
    "place": "the place [was|would be] {value}",
    "splashdown": "it [came|would come] down in {article}",
    "overflew": "it [flew|would fly] over {article}",
    "series": "it [belonged|would belong] to {article}",
    "edition": "it [was|would be] edition {value}",
    "participants": "{participation}",
    "people": "{value} [took|would take] part",
    "units": "{value} [took|would take] part",
    "domains": "it [was|would be] held in the domain {lower}",
    "missions": "{lower} [was|would be] practised",
    "topics": "it [was|would be] about {lower}",
    "names": "it [was|would be] called “{value}”",
    "figures": "{label} [came|would come] to {value}",
}
"""How a value of a field stands behind "that": as it was, and as it was announced."""

OTHER = "{label} [was|would be] {lower}"
OCCURRED = {"it was occurred": "it took place", "it was ongoing": "it went on"}
TEXTS = frozenset({"notes", "provisions", "links"})
"""Fields whose values are sentences already."""

_TENSES = re.compile(r"\[([^|]*)\|([^]]*)\]")


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds of a value: the name, how it is put forward, value and field as the page says them."""

    actor: str
    modality: Modality
    value: str
    label: str = ""


def describe_positions(field: str, positions: Iterable[Position]) -> str:
    """Return who says what of a value, each thing once; "" where fewer than two hold something different.

    Args:
        field: the field, as a claim names it.
        positions: the attributed statements, in the order of the sources.
    """
    by_actor: dict[str, dict[Clause, None]] = {}
    for position in positions:
        by_actor.setdefault(labels.add_article(position.actor), {})[_build_clause(field, position)] = None
    actors: dict[tuple[Clause, ...], list[str]] = {}
    for actor, held in by_actor.items():
        actors.setdefault(tuple(held), []).append(actor)
    if len(actors) < 2:
        return ""
    parts, last = [], ""
    for clauses, names in list(actors.items())[:MOST_POSITIONS]:
        verbs = []
        for clause in clauses:
            is_repeated = clause.content == last and clause.verbs == VERBS[Modality.DENIED]
            verbs.append(f"{clause.verbs[len(names) > 1]} {'it' if is_repeated else clause.rest}")
            last = clause.content
        parts.append(f"{labels.join_with_and(names)} {labels.join_with_and(verbs)}")
    return labels.capitalize_first("; ".join(parts)) + "."


def describe_statement(field: str, modality: Modality, claim: ClaimRow) -> tuple[str, str]:
    """Return verb and rest of a sentence on what somebody holds; no verb where the rest stands behind a colon."""
    if field in TEXTS:
        return (f"{VERBS[modality][0]}:" if modality in VERBS else ""), claim.value
    clause = _build_clause(field, Position("", modality, claim.value, claim.field))
    return clause.verbs[0], clause.rest


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands behind a name: the verb, for one and for several, what follows it, and what it is about."""

    verbs: tuple[str, str]
    rest: str
    content: str


def _build_clause(field: str, position: Position) -> Clause:
    value, label = position.value, f"the {_lower(position.label) or 'value'}"
    verbs = VERBS.get(position.modality, SAYS)
    if field in TEXTS:
        return Clause(verbs, f"this: {value.removesuffix('.')}", value)
    if field == "figures" and verbs == SAYS:
        return Clause(("puts", "put"), f"{label} at {value}", value)
    lower = _lower(value)
    sentence = SENTENCES.get(field, OTHER).format(
        value=value,
        lower=lower,
        label=label,
        article=labels.add_article(value) if field != "splashdown" else _name_sea(value),
        indefinite=f"{'' if lower.endswith('s') else 'an ' if lower[:1] in 'aeiou' else 'a '}{lower}",
        when=f"{_choose_preposition(value)}{value}",
        participation=value.replace(" as alleged ", " as ").replace(" as ", " [took|would take] part as ", 1),
    )
    tense = 2 if position.modality is Modality.PLANNED else 1
    sentence = _TENSES.sub(lambda match: match[tense], sentence)
    sentence = OCCURRED.get(sentence, sentence)
    return Clause(verbs, f"that {sentence}", sentence)


def _lower(value: str) -> str:
    """Return a value as within a sentence, but for a name in capitals such as ``F-15``."""
    return value if value[1:2].isupper() or value[1:2] == "-" else value[:1].lower() + value[1:]


def _name_sea(value: str) -> str:
    """Return a place with the article that seas and oceans have."""
    return f"the {value}" if re.match(r"(?:\w+ ){0,2}(?:Sea|Ocean)\b", value) else value


def _choose_preposition(date: str) -> str:
    """Return the preposition of a date in words: ``on`` before a day or days, ``in`` before a month or year."""
    if re.match(r"\d{1,2}\b", date):
        return "on "
    return "in " if re.fullmatch(r"(?:[A-Z][a-z]+ )?\d{4}", date) else ""

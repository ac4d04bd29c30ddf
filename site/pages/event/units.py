"""Tell which units that sources name differently are one: "P-1", "patrol plane" and "P-1 patrol aircraft"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SERVICES = re.compile(
    r"\b(?:(?:maritime|air|ground) )?(?:self-defen[sc]e forces?|[agm]?sdf)\b"
    r"|\b(?:royal )?(?:air force|navy|naval|coast guard)\b|\bmilitary\b"
)
"""The service that a unit belongs to: sources name it or leave it out."""

NUMBERS = {"a": "", "an": "", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
SYNONYMS = {
    "plane": "aircraft",
    "airplane": "aircraft",
    "jet": "aircraft",
    "surveillance": "patrol",
    "vessel": "ship",
    "warship": "ship",
}
IMPLIED = {
    **dict.fromkeys(("fighter", "bomber", "helicopter"), "aircraft"),
    **dict.fromkeys(("destroyer", "frigate", "cruiser", "corvette", "uss", "js", "roks", "hms"), "ship"),
}
COLLECTIVES = frozenset(
    {"group", "squadron", "wing", "fleet", "army", "division", "brigade", "command", "force"}
)
"""Words of what holds several units: a ship is not the group that it leads."""

_DESIGNATION = re.compile(r"[a-z]{1,4}/?[a-z]?-\d+")
_PREFIX = re.compile(r"(?:[A-Z]{2,4}) [A-Z]")
_WORD = re.compile(r"[\w/]+(?:-\d+\w*)?")
_CLASS = re.compile(r"(\w+)(?:-\w+)?[- ]class\b")


class UnitName:
    """The words of a unit's name that tell it from others.

    Args:
        name: the name.
        owners: what the participant is called, as "Japan" and "Japanese": whose a unit is tells none from another.
    """

    def __init__(self, name: str, owners: Iterable[str] = ()) -> None:
        text = name.lower()
        for owner in sorted(owners, key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(owner.lower())}(?!\w)", " ", text)
        text = SERVICES.sub(" ", text)
        parts = [word.removesuffix("s") if len(word) > 3 else word for word in _WORD.findall(text)]
        numbers = [NUMBERS.get(word, "") for word in parts if word in NUMBERS]
        self.name = name
        self.number = next(filter(None, numbers), "")
        content = {SYNONYMS.get(word, word) for word in parts if word not in (*NUMBERS, "of", "the", "class")}
        self.terms = frozenset(content | {IMPLIED[word] for word in content & IMPLIED.keys()})
        self.designations = frozenset(_DESIGNATION.findall(text))
        self.is_collective = bool(COLLECTIVES & {word.rstrip("s") for word in text.split(" of ")[0].split()})
        named_class = _CLASS.search(text)
        self.named_class = named_class[1] if named_class else ""

    def is_same(self, other: UnitName) -> bool:
        """Return whether two names mean one unit beyond doubt: the same words, designation or class."""
        has_terms = bool(self.terms and other.terms)
        if not has_terms or self.is_collective != other.is_collective or self.conflicts(other):
            return False
        shared = self.designations == other.designations and len(self.designations) == 1
        classed = {self.named_class, other.named_class} - {""}
        return (
            shared or self.terms == other.terms or any({name} <= self.terms & other.terms for name in classed)
        )

    def conflicts(self, other: UnitName) -> bool:
        """Return whether two names give different numbers of units."""
        return bool(self.number and other.number and self.number != other.number)


def is_designated(name: str) -> bool:
    """Return whether a name has the designation of a type of craft, or the prefix of a navy's ship."""
    return bool(_DESIGNATION.search(name.lower()) or _PREFIX.match(name))


def fold_unit_names(names: Iterable[str], owners: Iterable[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Group the names of one participant's units by what they mean, each group in the order of the names.

    A name without a designation of its own joins the one group that has all its words; where several have, it
    stays by itself.

    Args:
        names: the names of the units.
        owners: the names and the adjective of the participant.
    """
    groups: list[list[UnitName]] = []
    for unit in [UnitName(name, owners) for name in names]:
        same = next((group for group in groups if any(unit.is_same(member) for member in group)), None)
        if same is None:
            groups.append([unit])
        else:
            same.append(unit)
    for group in sorted(groups, key=lambda group: len(_join_terms(group)), reverse=True):
        if target := _find_target(group, groups):
            target.extend(group)
            groups.remove(group)
    return tuple(tuple(unit.name for unit in group) for group in groups)


def _join_terms(group: Iterable[UnitName]) -> frozenset[str]:
    return frozenset().union(*(unit.terms for unit in group))


def _find_target(group: list[UnitName], groups: Sequence[list[UnitName]]) -> list[UnitName] | None:
    """Return the one other group that says all of what a group says and more; None if none or several do."""
    terms, numbers = _join_terms(group), {unit.number for unit in group} - {""}
    designated = [other for other in groups if any(unit.designations for unit in other)]
    if not terms or group in designated:
        return None
    wider = [
        other
        for other in groups
        if other is not group
        and terms <= _join_terms(other)
        and numbers <= {member.number for member in other}
        and group[0].is_collective == other[0].is_collective
        and (other not in designated or len(designated) == 1)
    ]
    return wider[0] if len(wider) == 1 else None

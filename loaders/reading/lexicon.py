"""Compile the names of the registry into one automaton that finds them all in a single pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from communique.loaders.reading.relative_places import RelativePlace, iter_relative_places
from communique.schema.vocabulary import PlacePrecision

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from communique.loaders.dataset import RegistryIndex
    from communique.loaders.entry_format.registry import ActorEntry, PersonRecord, PlaceEntry

NAME: Final = "name"
ADJECTIVE: Final = "adjective"
SEAT: Final = "seat"
SURNAME: Final = "surname"
SHORT: Final = "short"
RELATION: Final = "relation"
"""How a sense is meant by a name: fully, by an adjective, by where a government sits, by a surname,
in short, or by where it lies."""

SEATS: Final[Mapping[str, str]] = {
    "Tokyo": "JP", "Seoul": "KR", "Pyongyang": "KP", "Washington": "US", "Beijing": "CN", "Moscow": "RU",
    "Canberra": "AU", "Manila": "PH", "London": "GB", "Taipei": "TW", "New Delhi": "IN", "Hanoi": "VN",
    "Kyiv": "UA", "Kiev": "UA", "Ottawa": "CA", "Paris": "FR", "Berlin": "DE", "Rome": "IT", "Wellington": "NZ",
    "Jakarta": "ID", "Kuala Lumpur": "MY", "Bangkok": "TH", "Ulaanbaatar": "MN",
}  # fmt: skip
"""Cities by whose names newspapers mean a government, and the actor that is meant."""

_SHORT_NAMES: Final[Mapping[str, str]] = {
    "the North": "KP", "The North": "KP", "the South": "KR", "The South": "KR", "the US": "US", "the States": "US",
}  # fmt: skip
"""Names that mean an actor only where the text names it in full too."""

_INFIX = re.compile(r"^([NSnsEW])\. ?(\w+)$")
_LONGER_NAME = re.compile(r"(?:[ -][A-Z]|ern|-?east|-?west|-?central)")
_WORD = re.compile(r"[\w]")
_TYPOGRAPHY = str.maketrans("’‘ʼ`“”–—‑−\u00a0", "''''\"\"---- ")


@dataclass(frozen=True, slots=True, order=True)
class Sense:
    """What a name may mean.

    Args:
        noun: the section of the registry, such as ``people``.
        id: the id there.
        manner: how the name means it.
    """

    noun: str
    id: str
    manner: str = NAME


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name that was found: its place in the text, and everything that it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something of the registry that the text names.

    Args:
        noun: the section of the registry, or ``units``.
        id: the id there; for a unit its actor and name, as ``US/USS Higgins``.
        part: the number of the part among the document's cited ones.
        start: where the words begin in the part.
        end: where they end.
        manner: how they mean it: name, adjective, seat, surname or short.
    """

    noun: str
    id: str
    part: int
    start: int
    end: int
    manner: str


def fold_typography(text: str) -> str:
    """Return a text of the same length with plain quotes, hyphens and spaces, as names are compared."""
    return text.translate(_TYPOGRAPHY)


class Lexicon:
    """All names of a registry, ready to be found in texts.

    Args:
        registry: the registry.
        units: names of ships and formations that the record's entries hold, with the actor of each.
    """

    def __init__(self, registry: RegistryIndex, units: Mapping[str, str] | None = None) -> None:
        self.registry = registry
        self.senses: dict[str, tuple[Sense, ...]] = {}
        collected: dict[str, dict[Sense, None]] = {}
        for pattern, sense in (*_iter_names(registry), *_iter_units(units or {})):
            folded = fold_typography(pattern)
            if len(folded) > 1:
                collected.setdefault(folded, {})[sense] = None
        self.senses = {pattern: tuple(senses) for pattern, senses in collected.items()}
        self._patterns = list(self.senses)
        self._automaton: AhoCorasick | None = None

    @cached_property
    def relative_places(self) -> tuple[RelativePlace, ...]:
        """The places whose names say where they lie."""
        return tuple(iter_relative_places(self.registry))

    @cached_property
    def owner_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """For each state what stands before the name of a body of its own: `South Korea's `."""
        patterns = []
        for key, actor in self.registry.actors.items():
            if actor.iso_alpha2:
                names = filter(None, (actor.name, actor.adjective, *(name.name for name in actor.names)))
                patterns.append((key, re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:'s?)? $")))
        return tuple(patterns)

    def find_names(self, text: str) -> list[NameMatch]:
        """Return the names in a text from left to right, of those that overlap the longest."""
        if self._automaton is None:
            from ahocorasick_rs import AhoCorasick, MatchKind

            self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)
        folded = fold_typography(text)
        matches = [
            (start, end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _is_whole_word(folded, start, end)
        ]
        matches.sort(key=lambda match: (match[0], -match[1]))
        names: list[NameMatch] = []
        last = 0
        for start, end, number in matches:
            senses = self.senses[self._patterns[number]]
            if start >= last and not (senses[0].manner == SHORT and _LONGER_NAME.match(folded, end)):
                names.append(NameMatch(start, end, senses))
                last = end
        return names


def _is_whole_word(text: str, start: int, end: int) -> bool:
    """Return whether a match is no part of a longer word; scripts without spaces have no such bounds."""
    first, last = text[start], text[end - 1]
    if start and first.isascii() and _WORD.match(first) and _is_latin(text[start - 1]):
        return False
    return not (end < len(text) and last.isascii() and _WORD.match(last) and _is_latin(text[end]))


def _is_latin(character: str) -> bool:
    return character.isalnum() and ord(character) < 0x0500


def _iter_units(units: Mapping[str, str]) -> Iterator[tuple[str, Sense]]:
    for name, actor in units.items():
        if re.search(r"[A-Z0-9]", name) and len(name) >= 3:
            yield name, Sense("units", f"{actor}/{name}")


def _iter_names(registry: RegistryIndex) -> Iterator[tuple[str, Sense]]:
    for key, actor in registry.actors.items():
        yield from _iter_actor_names(key, actor)
    for name, key in SEATS.items():
        if key in registry.actors:
            yield name, Sense("actors", key, SEAT)
    for name, key in _SHORT_NAMES.items():
        if key in registry.actors:
            yield name, Sense("actors", key, SHORT)
    for key, person in registry.people.items():
        yield from _iter_person_names(key, person)
    for key, place in registry.places.items():
        yield from _iter_place_names(key, place)
    for key, series in registry.series.items():
        for name in _split_name(series.name):
            yield name, Sense("series", key)
            yield name.upper(), Sense("series", key)


def _iter_actor_names(key: str, actor: ActorEntry) -> Iterator[tuple[str, Sense]]:
    names = [actor.name, actor.short_name, *(name.name for name in actor.names)]
    if actor.iso_alpha2:
        names += _territory_names(actor.iso_alpha2)
    for name in filter(None, names):
        for spelling in _split_name(name):
            yield spelling, Sense("actors", key)
            if match := _INFIX.match(spelling):
                yield f"{match[1]}.{match[2]}", Sense("actors", key)
                yield f"{match[1].upper()}{match[2]}", Sense("actors", key)
    if actor.adjective:
        yield actor.adjective, Sense("actors", key, ADJECTIVE)
        if len(terms := actor.adjective.split()) == 2 and terms[0] in {"North", "South"}:
            for initial in (f"{terms[0][0]}. ", f"{terms[0][0]}.", terms[0][0]):
                yield f"{initial}{terms[1]}", Sense("actors", key, ADJECTIVE)


@lru_cache
def _territory_names(code: str) -> tuple[str, ...]:
    """Return the names that CLDR gives a territory in the languages that are read."""
    from babel import Locale

    languages = ("en", "ja", "ko")
    names = (Locale(language).territories.get(code) for language in languages)
    return tuple(str(name) for name in names if name)


def _iter_person_names(key: str, person: PersonRecord) -> Iterator[tuple[str, Sense]]:
    full = Sense("people", key)
    names = {person.name, *(name.name for name in person.names)}
    family, given = person.family_name, person.given_name
    if family and given:
        names |= {f"{given} {family}", f"{family} {given}"}
    for name in names:
        for spelling in spell_name(name):
            yield spelling, full
    if person.native_name:
        yield person.native_name, full
    if family and len(family) > 1:
        yield family, Sense("people", key, SURNAME)


def spell_name(name: str) -> set[str]:
    """Return a name with the hyphens of Korean and Chinese given names written, spaced and left out."""
    spellings = {name}
    if "-" in name:
        spellings |= {name.replace("-", " "), re.sub(r"-(\w)", lambda m: m[1].lower(), name)}
        spellings.add(re.sub(r"-(\w)", lambda m: "-" + m[1].upper(), name))
        spellings.add(re.sub(r"-(\w)", lambda m: " " + m[1].upper(), name))
    return spellings


def _iter_place_names(key: str, place: PlaceEntry) -> Iterator[tuple[str, Sense]]:
    sense = Sense("places", key)
    for name in (place.name, *(other.name for other in place.names)):
        for spelling in _split_name(name):
            yield spelling, sense
            if place.precision in {PlacePrecision.SITE, PlacePrecision.LOCALITY} and ", " in spelling:
                yield spelling.partition(", ")[0], sense
            for ending in (" Island", " Islands", " Prefecture", " Province", " region"):
                if spelling.endswith(ending) and place.precision is not PlacePrecision.SEA_AREA:
                    yield spelling.removesuffix(ending), sense


def _split_name(name: str) -> Iterable[str]:
    """Return a name without what it adds in brackets, and that by itself where it is an abbreviation."""
    match = re.match(r"^(.*?) \(([^)]*)\)$", name)
    if not match:
        return (name,)
    inner = match[2]
    return (match[1], inner) if inner.isupper() or "+" in inner else (match[1],)

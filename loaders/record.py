"""The record as it was read: every file's model beside the marks that tell where each value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from communique.errors import Finding
from communique.loaders.entry import Article, Registry, Rulings
from communique.loaders.entry.value import Strict
from communique.loaders.yaml.strict import Document

M = TypeVar("M", bound=Strict)
Location = tuple[str | int, ...]

NOUNS = ("actors", "offices", "people", "places", "series", "topics", "publishers")
"""The registry's sections, in the order in which they refer to each other."""


@dataclass(frozen=True, slots=True)
class Located(Generic[M]):
    """A file's model and its text's marks."""

    path: str
    sha256: str
    model: M
    document: Document

    def finding(self, location: Location, what: str, cure: str = "", severity: str = "error") -> Finding:
        """Say something about the value at a location of the model."""
        place = resolve(self.document.data, location)
        line, column = self.document.mark(place)
        return Finding(self.path, line, column, words(place), what, cure, severity)


def resolve(data: Any, location: Location) -> Location:
    """Follow a model's location in the text's data, passing over the steps that short forms leave out."""
    place: list[str | int] = []
    for step in location:
        known = (
            step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        )
        if known:
            data = data[step]
            place.append(step)
    return tuple(place)


def words(location: Location) -> str:
    """``("events", 1, "date")`` as ``events[1].date``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return text.removeprefix(".")


@dataclass(slots=True)
class RegistryIndex:
    """All registry files as one: each noun's entries by id, and the file that holds each."""

    nouns: dict[str, dict[str, Any]] = field(default_factory=lambda: {noun: {} for noun in NOUNS})
    holders: dict[tuple[str, str], Located[Registry]] = field(default_factory=dict)

    def add(self, located: Located[Registry]) -> Iterator[Finding]:
        """Take in one file; an id that another file already holds is a finding."""
        for noun in NOUNS:
            for key, entry in getattr(located.model, noun).items():
                holder = self.holders.get((noun, key))
                if holder:
                    cure = f"keep one of the two; the other is in {holder.path}"
                    yield located.finding((noun, key), f"{key} is described twice", cure)
                else:
                    self.nouns[noun][key] = entry
                    self.holders[noun, key] = located

    def __getattr__(self, noun: str) -> dict[str, Any]:
        """``index.people`` is the mapping of people by id."""
        try:
            return self.nouns[noun]
        except KeyError:
            raise AttributeError(noun) from None


@dataclass(slots=True)
class Record:
    """What was read of the record: all of it, or the files that a change touches."""

    registry: RegistryIndex = field(default_factory=RegistryIndex)
    articles: dict[str, Located[Article]] = field(default_factory=dict)
    rulings: Located[Rulings] | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    scope: frozenset[str] | None = None
    """The events on which every testimony was read; None where all of the record was."""

    def redirects(self) -> dict[str, str]:
        """Old event ids and what each now means, chains followed to their end; cycles lead to themselves."""
        table = {entry.id: entry.target for entry in self.rulings.model.redirects} if self.rulings else {}
        ends = {}
        for old in table:
            seen, now = {old}, table[old]
            while now in table and now not in seen:
                seen.add(now)
                now = table[now]
            ends[old] = now
        return ends


def source_id(path: str) -> str:
    """The id of a source is its entry file's name without the ending."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name
